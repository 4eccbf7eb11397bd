/** How money is taken or given: its kind, who pays later, the number of the slip. */
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
export function lacksCompany(how: How): boolean {
  return how.kind === 'account' && !how.company_id
}

export function payment(how: How, amount_fen: number) {
  const { kind, company_id, reference } = how
  return { kind, amount_fen, reference, company_id: kind === 'account' ? company_id : null }
}

export const TENDERS: Tender[] = ['cash', 'wechat', 'alipay', 'card', 'transfer', 'ota', 'account']
/** Nobody holds a company's word, or an agency's money, as a deposit. */
export const HELD_TENDERS: Tender[] = ['cash', 'wechat', 'alipay', 'card', 'transfer']

/** What can be pre-authorised. */
export const HOLDABLE: Tender[] = ['card', 'wechat', 'alipay']

/** How the last deposit on an account came. */
export function takenIn(account: Account): Tender {
  const code = account.lines.findLast((line) => line.kind === 'deposit')?.code
  return HELD_TENDERS.find((kind) => kind === code) ?? 'cash'
}
