/** What stands on the bill of an account: what was posted, what is still to come, and what it comes to. */
import type { Account, LedgerLine, Order } from '../../core/types'
import { leftOf } from '../ledger/acts'
import { lineName, nameOf, reversalOf, stayOf } from '../ledger/ledger'
import { extrasOn } from '../orders/stays'

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

/** Nights of the stay that are agreed and not posted yet, each with its extras. */
function toCome(order: Order, account: Account): BillRow[] {
  const stay = account.window === 1 ? stayOf(order, account) : undefined
  if (!stay || (stay.state !== 'due_in' && stay.state !== 'in_house')) return []
  const key = (date: string, extra: string | null) => `${extra ?? ''} ${date}`
  const ofNights = account.lines.filter((l) => (l.code === 'room' || l.extra_id) && !gone(account, l))
  const posted = new Set(ofNights.map((l) => key(l.service_date, l.extra_id)))
  const row = (date: string, code: string, charge: number, extra: string | null = null, note = '', quantity = 1) => (
    { id: key(date, extra), date, name: nameOf(code, quantity), note, charge, payment: 0, toCome: true })
  return stay.nights.flatMap((n) => [
    row(n.date, 'room', n.net_fen),
    ...extrasOn(stay, n.date).map((e) => row(n.date, e.code, e.quantity * e.unit_fen, e.id, e.note, e.quantity)),
  ]).filter((r) => !posted.has(r.id))
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
