/** What may be done with an order, by its state, its money and the role; and the shape pages start an action with. */
import { may } from '../../core/session'
import type { Order } from '../../core/types'
import { openStays } from './stays'

export type OrderAction = 'check_in' | 'check_out' | 'move' | 'extend' | 'cancel' | 'no_show' | 'refund' | 'pay' | 'correct' | 'rebook'

const byStatus: Record<Order['status'], OrderAction[]> = {
  pending_payment: ['correct', 'cancel'],
  confirmed: ['check_in', 'move', 'extend', 'correct', 'rebook', 'cancel', 'no_show'],
  in_house: ['check_out', 'check_in', 'move', 'extend', 'correct'],
  completed: [],
  cancelled: [],
  no_show: [],
}

/* An order that waits for its online payment is paid there. */
const payable: Order['status'][] = ['confirmed', 'in_house', 'completed']

/* Of a party some may be here while others are still to come. */
function possible(order: Order, action: OrderAction): boolean {
  if (action === 'check_out') return openStays(order, 'in_house').length > 0
  return action !== 'check_in' || openStays(order, 'due_in').length > 0
}

export function actionsFor(order: Order): OrderAction[] {
  const over = order.status === 'confirmed' && order.cancel_refund_fen === null // nobody came, and its days have passed
  const actions = byStatus[order.status].filter((action) => (over ? action === 'no_show' : possible(order, action)))
  if (order.due_fen > 0 && payable.includes(order.status)) actions.push('pay')
  if (may('manager') && order.paid_fen > order.refund_fen) actions.push('refund')
  return actions
}

/** What is done rarely or hurts stands apart. */
export const apart: OrderAction[] = ['rebook', 'refund', 'cancel', 'no_show']

export function mayDo(order: Order | null | undefined, action: OrderAction): order is Order {
  return !!order && actionsFor(order).includes(action)
}
