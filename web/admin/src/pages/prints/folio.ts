/** What stands on the bill of an account: what was posted, what is still to come, and what it comes to. */
import type { Account, LedgerLine } from '../../core/types'
import { leftOf } from '../ledger/acts'
import { lineName, nameOf, reversalOf } from '../ledger/ledger'

export interface BillRow { id: string; date: string; name: string; note: string; charge: number; payment: number; toCome: boolean }

const ofDeposits: LedgerLine['kind'][] = ['deposit', 'deposit_use', 'deposit_return']
const ofMoney: LedgerLine['kind'][] = ['payment', 'refund']

/** A line that something else took back whole, and what took it back: together they are nothing. */
function gone(account: Account, line: LedgerLine): boolean {
  const first = account.lines.find((l) => l.id === (line.reverses ?? line.moved_from))
  if (line.reverses) return true
  if (reversalOf(account, line)) return true
  return leftOf(account, first ?? line) === 0 && (!!first || account.lines.some((l) => l.moved_from === line.id))
}

function rowOf(line: LedgerLine): BillRow {
  const money = ofMoney.includes(line.kind)
  const [charge, payment] = money ? [0, -line.amount_fen] : [line.amount_fen, 0]
  return { id: line.id, date: line.service_date, name: lineName(line), note: line.note, charge, payment, toCome: false }
}

function toCome(account: Account): BillRow[] {
  return account.to_come.map((l) => (
    { id: `${l.extra_id ?? ''} ${l.service_date}`, date: l.service_date, name: nameOf(l.code, l.quantity), note: l.note, charge: l.amount_fen, payment: 0, toCome: true }))
}

/** `all`: with what was taken back. */
export function bill(account: Account, all: boolean) {
  const lines = account.lines.filter((l) => !ofDeposits.includes(l.kind) && (all || !gone(account, l)))
  const rows = [...lines.map(rowOf), ...toCome(account)].sort((a, b) => a.date.localeCompare(b.date))
  const charges = rows.reduce((sum, row) => sum + row.charge, 0)
  const payments = rows.reduce((sum, row) => sum + row.payment, 0)
  const due = account.kind === 'order' ? account.balance_fen : account.due_fen
  return { rows, charges, payments, due, elsewhere: charges - payments - due }
}
