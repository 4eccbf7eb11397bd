/** A coupon in one line. */
import { t } from '../../core/language'
import { day, money } from '../../core/shown'
import type { Coupon } from '../../core/types'

type Terms = Pick<Coupon, 'kind' | 'threshold_fen' | 'percent_off' | 'amount_fen'>

export function couponValue(c: Terms): string {
  const amount = money(c.amount_fen)
  if (c.kind === 'percent') return t('coupon.value_percent', { n: c.percent_off })
  if (c.kind === 'threshold') return t('coupon.value_threshold', { from: money(c.threshold_fen), amount })
  return t('coupon.value_amount', { amount })
}

export function couponValidity(c: Coupon): string {
  if (c.valid_days) return t('coupon.days_after', c.valid_days)
  if (c.valid_from || c.valid_to) return `${day(c.valid_from ?? '')} – ${day(c.valid_to ?? '')}`
  return t('coupon.always')
}
