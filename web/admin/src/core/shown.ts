/** Dates and instants as this page shows them: in the chosen language, in the chosen branch's zone. */
import * as format from '@shared/format'
import { zone } from './branches'
import { language } from './language'

export const money = format.money
export const percent = format.percent

export function day(date: string): string {
  return date ? format.hotelDate(date, language()) : ''
}
export function month(date: string): string {
  return format.monthName(date, language())
}
export function weekdayOf(date: string): string {
  return format.weekdayName(format.weekday(date), language())
}
export function moment(at: string | null | undefined): string {
  return at ? format.instant(at, zone.value) : ''
}
/** 1536 → "1.5 KB". */
export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let unit = 0
  for (; n >= 1024 && unit < units.length - 1; unit++) n /= 1024
  return `${Number(n.toFixed(1))} ${units[unit]}`
}
