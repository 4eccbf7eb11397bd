/** A rectangle of room types × nights, drawn by pointer or keys: it spans from where it began to where one is. */
import { computed, ref } from 'vue'

export interface Cell {
  row: number
  column: number
}

export function useSelection(rows: () => number, columns: () => number) {
  const begin = ref<Cell | null>(null)
  const end = ref<Cell | null>(null)
  const rect = computed(() =>
    begin.value && end.value
      ? {
          top: Math.min(begin.value.row, end.value.row),
          bottom: Math.max(begin.value.row, end.value.row),
          left: Math.min(begin.value.column, end.value.column),
          right: Math.max(begin.value.column, end.value.column),
        }
      : null)

  function within(cell: Cell): Cell {
    return {
      row: Math.min(Math.max(cell.row, 0), rows() - 1),
      column: Math.min(Math.max(cell.column, 0), columns() - 1),
    }
  }
  function start(cell: Cell): void {
    begin.value = end.value = within(cell)
  }
  function reach(cell: Cell): void {
    if (begin.value) end.value = within(cell)
    else start(cell)
  }
  /** Arrow keys: alone they move the one cell, with shift they stretch. */
  function move(byRow: number, byColumn: number, stretch: boolean): void {
    const from = end.value ?? { row: 0, column: 0 }
    const to = { row: from.row + byRow, column: from.column + byColumn }
    if (stretch) reach(to)
    else start(end.value ? to : from)
  }
  function span(from: Cell, to: Cell): void {
    begin.value = within(from)
    end.value = within(to)
  }
  function clear(): void {
    begin.value = end.value = null
  }
  return { rect, end, start, reach, move, span, clear }
}
