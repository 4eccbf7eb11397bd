/** What an order can still do, and the words for it. */
import type { Answered } from '@shared/client'
import { instant, money } from '@shared/format'
import { t } from './language'

export type Order = Answered<'Order'>

/** Nothing will happen to it any more by itself. */
export function isSettled(order: Order): boolean {
  return ['completed', 'cancelled', 'no_show'].includes(order.status) && order.money !== 'refunding'
}

export function canCancel(order: Order): boolean {
  return ['pending_payment', 'confirmed'].includes(order.status) && order.cancel_refund_fen !== null
}

/** The terms in plain words: free until then; afterwards so much is kept. */
export function termsOf(terms: { free_until: string; fee_fen: number }, timezone?: string): string {
  const fee = money(terms.fee_fen)
  if (new Date(terms.free_until).getTime() <= Date.now()) return t('terms.late', { fee })
  return t('terms.free', { until: instant(terms.free_until, timezone), fee })
}
