/** What may be done on an account and with one of its lines, by their state and the role; the server has the last word. */
import { hotelToday } from '../../core/branches'
import { kindOf } from '../../core/paymentKinds'
import { may } from '../../core/session'
import type { Account, Hold, LedgerLine, Order } from '../../core/types'
import { reversalOf, stayOf } from './ledger'

export type AccountAct =
  | 'charge' | 'pay' | 'deposit' | 'deposit_use' | 'deposit_return' | 'hold' | 'move' | 'window' | 'route' | 'bill' | 'allowance' | 'refund'
export type LineAct = 'receipt' | 'deposit_slip' | 'reverse' | 'adjust' | 'transfer'
export type HoldAct = 'capture' | 'void'
/** What is to be done: on an account, or with a line or a hold of it. */
export type Doing =
  | { account: Account; act: AccountAct }
  | { account: Account; act: LineAct; line: LedgerLine }
  | { account: Account; act: HoldAct; hold: Hold }

/** Done every day; the rest is in a menu, what takes money away from the house at its end. */
export const everyday: AccountAct[] = ['charge', 'pay']

function open(order: Order): boolean {
  return order.status === 'confirmed' || order.status === 'in_house'
}
function cameToNothing(order: Order): boolean {
  return order.status === 'cancelled' || order.status === 'no_show'
}
function takesCharges(order: Order, account: Account): boolean {
  const stay = stayOf(order, account)
  if (account.opened_on === hotelToday.value) return true
  return stay ? stay.state === 'due_in' || stay.state === 'in_house' : open(order)
}

/** What is owed of an order on this account: a stay's own, or all of it. */
export function payable(order: Order, account: Account): number {
  return account.kind === 'order' ? order.due_fen : Math.min(order.due_fen, Math.max(0, account.due_fen))
}
/** As much of a deposit as there is something to use it for. */
export function usable(order: Order, account: Account): number {
  return Math.min(account.deposit_fen, order.due_fen)
}

export function accountActs(order: Order, account: Account): AccountAct[] {
  const takes = takesCharges(order, account)
  const counts = !cameToNothing(order)
  const all: Record<AccountAct, boolean> = {
    charge: takes,
    pay: counts && payable(order, account) > 0,
    deposit: takes,
    deposit_use: counts && usable(order, account) > 0,
    deposit_return: account.deposit_fen > 0,
    hold: takes,
    move: counts && account.balance_fen > 0,
    window: takes && account.kind === 'stay' && account.window === 1,
    route: takes && account.kind === 'stay' && account.window === 1,
    bill: account.lines.length > 0 || account.to_come.length > 0,
    allowance: counts && may('manager') && order.payable_fen + order.extras_fen > 0,
    refund: may('manager') && order.paid_fen > order.refund_fen,
  }
  return (Object.keys(all) as AccountAct[]).filter((act) => all[act])
}

export function holdActs(order: Order, hold: Hold): HoldAct[] {
  if (hold.state !== 'held') return []
  return order.due_fen > 0 && !cameToNothing(order) ? ['capture', 'void'] : ['void']
}

const posted: LedgerLine['kind'][] = ['charge', 'allowance', 'adjustment']
const reversible: LedgerLine['kind'][] = [...posted, 'payment', 'deposit', 'deposit_return']

/** So much of a line as was not reversed or moved away. */
export function leftOf(account: Account, line: LedgerLine): number {
  const away = account.lines.filter((l) => l.id !== line.id && (l.reverses === line.id || l.moved_from === line.id))
  return away.reduce((sum, l) => sum + l.amount_fen, line.amount_fen)
}

/** Whole, on its own day, and not taken back yet. */
export function canReverse(account: Account, line: LedgerLine): boolean {
  const untouched = !line.reverses && !reversalOf(account, line) && leftOf(account, line) === line.amount_fen
  const today = line.business_date === hotelToday.value
  return untouched && today && reversible.includes(line.kind) && line.code !== 'deposit'
}

export function lineActs(order: Order, account: Account, line: LedgerLine): LineAct[] {
  if (line.reverses || reversalOf(account, line)) return []
  const left = leftOf(account, line)
  const counts = !cameToNothing(order)
  const all: Record<LineAct, boolean> = {
    receipt: line.kind === 'payment' && (line.code === 'deposit' || !!kindOf(line.code)?.in_takings),
    deposit_slip: line.kind === 'deposit',
    reverse: counts && canReverse(account, line),
    adjust: counts && may('manager') && posted.includes(line.kind),
    transfer: counts && left !== 0 && [...posted, 'transfer'].includes(line.kind),
  }
  return (Object.keys(all) as LineAct[]).filter((act) => all[act])
}
