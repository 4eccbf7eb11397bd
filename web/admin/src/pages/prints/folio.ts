/** What stands on the bill of an account: what was posted, the nights still to come, and what it comes to. */
import { chargeName } from '../../core/charges'
import type { Account, LedgerLine, Order } from '../../core/types'
import { leftOf } from '../ledger/acts'
import { lineName, reversalOf, stayOf } from '../ledger/ledger'

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

/** Nights of the stay that are agreed and not posted yet. */
function toCome(order: Order, account: Account): BillRow[] {
  const stay = account.window === 1 ? stayOf(order, account) : undefined
  if (!stay || (stay.state !== 'due_in' && stay.state !== 'in_house')) return []
  const posted = new Set(account.lines.filter((l) => l.code === 'room' && !gone(account, l)).map((l) => l.service_date))
  return stay.nights.filter((n) => !posted.has(n.date)).map((n) => (
    { id: n.date, date: n.date, name: chargeName('room'), note: '', charge: n.net_fen, payment: 0, toCome: true }))
}

/** `all`: with what was taken back. */
export function bill(order: Order, account: Account, all: boolean) {
  const lines = account.lines.filter((l) => !ofDeposits.includes(l.kind) && (all || !gone(account, l)))
  const rows = [...lines.map(rowOf), ...toCome(order, account)].sort((a, b) => a.date.localeCompare(b.date))
  const charges = rows.reduce((sum, row) => sum + row.charge, 0)
  const payments = rows.reduce((sum, row) => sum + row.payment, 0)
  const due = account.kind === 'order' ? account.balance_fen : account.due_fen
  return { rows, charges, payments, due, elsewhere: charges - payments - due }
}
