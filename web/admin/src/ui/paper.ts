/** Papers: their kinds, the size each was last printed in, and how they tell amounts and times. */
import { grouped, stamp } from '@shared/format'
import type { Answered, Schemas } from '@shared/client'
import { branches } from '../core/branches'

export type PaperKind = Schemas['PrintRequestInput']['kind']
/** roll: of a receipt printer, 80 mm wide and as long as what is on it. */
export type PaperSize = 'A4' | 'A5' | 'roll'
/** Which print of it this is; null before there is one. */
export type Printed = Pick<Answered<'Print'>, 'number' | 'copy'> | null

export const SIZES: PaperSize[] = ['A4', 'A5', 'roll']
const STORED = 'yizhan.admin.paper.'
const usual: Record<PaperKind, PaperSize> = { registration: 'A4', deposit: 'A5', receipt: 'A5', folio: 'A4', handover: 'A4', day: 'A4' }

export function sizeOf(kind: PaperKind): PaperSize {
  const stored = localStorage.getItem(STORED + kind)
  return SIZES.find((size) => size === stored) ?? usual[kind]
}
export function keepSize(kind: PaperKind, size: PaperSize): void {
  localStorage.setItem(STORED + kind, size)
}

/** -123450 fen → "-1,234.50": on paper all amounts have their fen, so that they stand below each other. */
export function figures(fen: number): string {
  const all = Math.abs(fen)
  return `${fen < 0 ? '-' : ''}${grouped(Math.floor(all / 100))}.${String(all % 100).padStart(2, '0')}`
}

/** -500 fen → "-¥5.00". */
export function yuan(fen: number): string {
  return `${fen < 0 ? '-' : ''}¥${figures(Math.abs(fen))}`
}

export function branchOf(id: string | null) {
  return branches.value.find((b) => b.id === id)
}
/** An instant by the branch's clock. */
export function at(when: string | null, branchId: string | null): string {
  return when ? stamp(when, branchOf(branchId)?.timezone) : ''
}

const PX_PER_MM = 96 / 25.4

/** What the printer is told of the sheet; `height`: of what is on it, in pixels, to which printing adds a hair a line. */
export function pageRule(size: PaperSize, height: number): string {
  if (size === 'roll') return `@page { size: 80mm ${Math.ceil((height / PX_PER_MM) * 1.03) + 1}mm; margin: 0 }`
  const margin = size === 'A4' ? '14mm 16mm 16mm' : '10mm 11mm 12mm'
  return `@page { size: ${size}; margin: ${margin}; @bottom-right { content: counter(page) ' / ' counter(pages); font: 8pt serif } }`
}
