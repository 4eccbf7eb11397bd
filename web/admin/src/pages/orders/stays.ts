/** What may be done with one room of an order; the server's last word comes with the act. */
import { api } from '../../core/api'
import type { DocumentKind, Extra, Order, Stay } from '../../core/types'

export type StayAct = 'check_in' | 'check_out' | 'move' | 'swap' | 'dates' | 'cancel' | 'no_show' | 'undo' | 'guests' | 'extra'

export const DOCUMENT_KINDS: DocumentKind[] = ['id_card', 'passport', 'hk_macau_permit', 'taiwan_permit', 'foreign_resident_card', 'other', 'none']

/** What a dialog is asked to begin with: the room a guest is to have, the day he leaves. */
export interface Wish {
  room?: { room_id: string; number: string; room_type_id: string }
  departure?: string
}

/* An order of one room has these in its bar. */
const ofTheBar: StayAct[] = ['check_in', 'check_out', 'move', 'cancel', 'no_show']
const DAY = 86_400_000

export function openStays(order: Order, state?: Stay['state']): Stay[] {
  return order.stays.filter((s) => (state ? s.state === state : s.state === 'due_in' || s.state === 'in_house'))
}

function actsByState(order: Order, stay: Stay): StayAct[] {
  if (order.status === 'pending_payment') return []
  const swap: StayAct[] = stay.room_id ? ['swap'] : []
  if (stay.state === 'in_house') return ['check_out', 'move', ...swap, 'dates', 'extra']
  if (stay.state !== 'due_in') return []
  const over = order.status === 'confirmed' && order.cancel_refund_fen === null
  return over ? ['no_show'] : ['check_in', 'move', ...swap, 'dates', 'extra', 'cancel', 'no_show']
}

export function stayActs(order: Order, stay: Stay): StayAct[] {
  const acts = actsByState(order, stay)
  return order.stays.length > 1 ? acts : acts.filter((act) => !ofTheBar.includes(act))
}

/** A step of long ago is not offered to be taken back, nor what nobody at the desk has done. */
export function mayUndo(order: Order, stay: Stay): boolean {
  const last = order.history.at(-1)
  if (stay.state === 'due_in' || order.status === 'pending_payment' || !last) return false
  return Date.now() - Date.parse(last.at) < DAY && !['expired', 'sold_out'].includes(order.reason)
}

/** Who is in the room, or was, can be written down until it is over. */
export function mayName(order: Order, stay: Stay): boolean {
  return order.status !== 'pending_payment' && (stay.state === 'due_in' || stay.state === 'in_house')
}

/** What its nights come to after the discount. */
export function staySum(stay: Stay): number {
  return stay.nights.reduce((sum, night) => sum + night.net_fen, 0)
}

/* What is charged with a night besides the room. */
function extrasOn(stay: Stay, night: string): Extra[] {
  return stay.extras.filter((e) => (!e.from || e.from <= night) && (!e.to || night <= e.to))
}

/** What its nights from a day on come to, with their extras. */
export function sumFrom(stay: Stay, first: string): number {
  return stay.nights.filter((night) => night.date >= first).reduce((sum, night) =>
    extrasOn(stay, night.date).reduce((all, e) => all + e.quantity * e.unit_fen, sum + night.net_fen), 0)
}

export function orderNow(order_no: string): Promise<Order> {
  return api.get('/api/v1/admin/orders/{order_no}', { path: { order_no } })
}
