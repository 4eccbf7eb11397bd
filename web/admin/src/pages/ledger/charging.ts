/** What is charged: a code, at a price, so many. */
export interface Charge { code: string; quantity: number; unit_fen: number | null; note: string }

export function newCharge(): Charge {
  return { code: '', quantity: 1, unit_fen: null, note: '' }
}
export function sumOf(charge: Charge): number {
  return (charge.unit_fen ?? 0) * charge.quantity
}
