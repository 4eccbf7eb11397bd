/** What an order can still do, and the words for it. */
import type { Answered } from '@shared/client'
import { moment, money } from '@shared/format'
import { language, t } from './language'

export type Order = Answered<'Order'>

/** Nothing will happen to it any more by itself. */
export function isSettled(order: Order): boolean {
  return ['completed', 'cancelled', 'no_show'].includes(order.status) && order.money !== 'refunding'
}

export function canCancel(order: Order): boolean {
  return ['pending_payment', 'confirmed'].includes(order.status) && order.cancel_refund_fen !== null
}

/** Correcting ends where cancelling does: at check-in, or when its days are over. */
export const canCorrect = canCancel

/** As long as a cancel costs nothing, and nobody has come. */
export function canRebook(order: Order): boolean {
  return order.status === 'confirmed' && !isOver(order.cancellation.free_until)
}

const isOver = (at: string) => new Date(at).getTime() <= Date.now()

/** "Free cancellation until …"; empty when that is over already. */
export function freeUntil(at: string, timezone?: string): string {
  return isOver(at) ? '' : t('terms.until', { until: moment(at, language.value, timezone) })
}

interface Terms {
  free_until: string
  fee_fen: number
}

/** The terms of an order in plain words: free until then; afterwards so much is kept. */
export function termsOf(terms: Terms, timezone?: string): string {
  const fee = money(terms.fee_fen)
  return isOver(terms.free_until) ? t('terms.late', { fee }) : t('terms.free', { until: freeUntil(terms.free_until, timezone), fee })
}

/** The same before booking: nothing has ended for somebody who has nothing yet. */
export function termsBefore(terms: Terms, timezone?: string): string {
  return isOver(terms.free_until) ? t('terms.firm_fee', { fee: money(terms.fee_fen) }) : termsOf(terms, timezone)
}
