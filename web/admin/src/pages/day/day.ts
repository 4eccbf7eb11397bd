/** What stands in the way of a day's end, by kind, and what may be done about each. */
import { t } from '../../core/language'
import type { Blocker, Policies } from '../../core/types'

export type BlockerCode = Blocker['code']

export const choices: { [code in BlockerCode]: NonNullable<Policies[code]>[] } = {
  due_in: ['stop', 'keep', 'no_show'],
  due_out: ['stop', 'keep', 'extend'],
  shift_open: ['stop', 'keep', 'close'],
  price_zero: ['stop', 'keep'],
  deposit_held: ['stop', 'keep'],
}
export const blockerCodes = Object.keys(choices) as BlockerCode[]

export function policyName(code: BlockerCode, policy: string): string {
  return t(policy === 'stop' || policy === 'keep' ? `day.${policy}` : `day.${code}_${policy}`)
}

/** 王小明 · 301 */
export function whoIs(b: { who: string; room_number: string }): string {
  return [b.who || '—', b.room_number].filter(Boolean).join(' · ')
}
