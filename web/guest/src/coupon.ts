import type { Answered } from '@shared/client'
import { money } from '@shared/format'
import { t } from './language'

export type Coupon = Answered<'MemberCoupon'>

/** "20% off", "¥50 off": what it is worth. */
export function couponWorth(coupon: Coupon): string {
  return coupon.kind === 'percent' ? t('coupon.percent', { n: coupon.percent_off }) : money(coupon.amount_fen)
}

/** What it asks for. */
export function couponTerms(coupon: Coupon): string {
  return coupon.threshold_fen ? t('coupon.threshold', { money: money(coupon.threshold_fen) }) : t('coupon.no_threshold')
}
