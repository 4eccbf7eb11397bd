/** The lists of the day, in the order of their keys 1 … 4. */
export const lists = ['due_in', 'due_out', 'in_house', 'unpaid'] as const
export type TodayList = (typeof lists)[number]
