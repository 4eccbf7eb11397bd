/** Which columns of the orders are shown, kept in the browser. */
import { ref, watch } from 'vue'

export const allColumns = [
  'guest',
  'status',
  'money',
  'stay',
  'room_type',
  'room_numbers',
  'payable',
  'source',
  'booked',
] as const
export type Column = (typeof allColumns)[number]
const STORED = 'yizhan.admin.order_columns'
const usual: Column[] = ['guest', 'status', 'money', 'stay', 'room_type', 'room_numbers', 'payable', 'booked']

function stored(): Column[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(STORED) ?? '')
    return Array.isArray(list) ? allColumns.filter((c) => list.includes(c)) : usual
  } catch {
    return usual
  }
}

export function useColumns() {
  const columns = ref<Column[]>(stored())
  watch(columns, (now) => localStorage.setItem(STORED, JSON.stringify(now)))
  return columns
}
