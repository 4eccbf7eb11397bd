/** Names of the tz database that the browser knows. */
export const timezones: string[] = Intl.supportedValuesOf('timeZone')
