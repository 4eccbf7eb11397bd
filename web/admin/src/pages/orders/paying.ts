/** How money is taken or given: its kind, who pays later, the number of the slip. */
import { kindOf } from '../../core/paymentKinds'
import type { Account, Tender } from '../../core/types'

export interface How {
  kind: Tender
  /** Of a company, with kind account. */
  company_id: string
  reference: string
}
export function newHow(kind: Tender = 'cash'): How {
  return { kind, company_id: '', reference: '' }
}
/** A company or the number of the slip is still to be said. */
export function incomplete(how: How): boolean {
  return (how.kind === 'account' && !how.company_id) || (!!kindOf(how.kind)?.needs_reference && !how.reference.trim())
}

export function payment(how: How, amount_fen: number) {
  const { kind, company_id, reference } = how
  return { kind, amount_fen, reference, company_id: kind === 'account' ? company_id : null }
}

/** What can be pre-authorised. */
export const HOLDABLE: Tender[] = ['card', 'wechat', 'alipay']

/** How the last deposit on an account came. */
export function takenIn(account: Account): Tender {
  return (account.lines.findLast((line) => line.kind === 'deposit')?.code ?? 'cash') as Tender
}
