/** What may be done with an order, by its state, its money and the role; and the shape pages start an action with. */
import { may } from '../../core/session'
import type { Order } from '../../core/types'

export type OrderAction = 'check_in' | 'check_out' | 'move' | 'extend' | 'cancel' | 'no_show' | 'refund'

const byStatus: Record<Order['status'], OrderAction[]> = {
  pending_payment: ['cancel'],
  confirmed: ['check_in', 'move', 'extend', 'cancel', 'no_show'],
  in_house: ['check_out', 'move', 'extend'],
  completed: [],
  cancelled: [],
  no_show: [],
}

export function actionsFor(order: Order): OrderAction[] {
  const refundable = may('manager') && order.paid_fen > order.refund_fen
  return refundable ? [...byStatus[order.status], 'refund'] : byStatus[order.status]
}

export function mayDo(order: Order | null | undefined, action: OrderAction): order is Order {
  return !!order && actionsFor(order).includes(action)
}
