/** What may be done with an order, by its state, its money and the role; and the shape pages start an action with. */
import { may } from '../../core/session'
import type { Order } from '../../core/types'

export type OrderAction = 'check_in' | 'check_out' | 'move' | 'extend' | 'cancel' | 'no_show' | 'refund' | 'pay' | 'correct'

const byStatus: Record<Order['status'], OrderAction[]> = {
  pending_payment: ['correct', 'cancel'],
  confirmed: ['check_in', 'move', 'extend', 'correct', 'cancel', 'no_show'],
  in_house: ['check_out', 'move', 'extend', 'correct'],
  completed: [],
  cancelled: [],
  no_show: [],
}

/* An order that waits for its online payment is paid there. */
const payable: Order['status'][] = ['confirmed', 'in_house', 'completed']

export function actionsFor(order: Order): OrderAction[] {
  const over = order.status === 'confirmed' && order.cancel_refund_fen === null // nobody came, and its days have passed
  const actions = over ? byStatus[order.status].filter((action) => action === 'no_show') : [...byStatus[order.status]]
  if (order.due_fen > 0 && payable.includes(order.status)) actions.push('pay')
  if (may('manager') && order.paid_fen > order.refund_fen) actions.push('refund')
  return actions
}

export function mayDo(order: Order | null | undefined, action: OrderAction): order is Order {
  return !!order && actionsFor(order).includes(action)
}
