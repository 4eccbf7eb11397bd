/** An order's accounts: its own, one per stay, and the windows of each; and how a line of one is told. */
import { api } from '../../core/api'
import { chargeName } from '../../core/charges'
import { t } from '../../core/language'
import type { Account, Hold, LedgerLine, Order, Stay } from '../../core/types'

export function accountOf(id: string, signal?: AbortSignal): Promise<Account> {
  return api.get('/api/v1/admin/accounts/{id}', { path: { id }, signal })
}

export async function accountsOf(order: Order, signal?: AbortSignal): Promise<Account[]> {
  const own = [order.order_no, ...order.stays.map((s) => s.account_id)].map((id) => accountOf(id, signal))
  const all = await Promise.all(own)
  const windows = all.map((account) => Promise.all((account.windows ?? []).map((w) => accountOf(w.id, signal))))
  return (await Promise.all(windows)).flatMap((of, i) => [...all.slice(i, i + 1), ...of])
}

export function stayOf(order: Order, account: Account): Stay | undefined {
  return order.stays.find((s) => s.id === account.stay_id)
}

export function accountName(order: Order, account: Account): string {
  const stay = stayOf(order, account)
  if (!stay) return t('ledger.whole_order')
  const room = stay.room_number || t('order.rooms_not_yet')
  return account.window > 1 ? t('ledger.window', { room, name: account.name }) : room
}

const moneyKinds: LedgerLine['kind'][] = ['payment', 'refund', 'deposit', 'deposit_return']

/** So many of a code. */
export function nameOf(code: string, quantity: number): string {
  return quantity > 1 ? `${chargeName(code)} × ${quantity}` : chargeName(code)
}

/** What it is, in words: a charge by its code's name, money by how it came or went. */
export function lineName(line: LedgerLine): string {
  if (line.kind === 'charge') return nameOf(line.code, line.quantity)
  const name = moneyKinds.includes(line.kind) ? t(`provider.${line.code}`) : chargeName(line.code)
  const kind = t(`line_kind.${line.kind}`)
  const bare = line.kind === 'deposit_use' || line.kind === 'allowance' || !name
  return bare ? kind : t('ledger.line', { kind, name })
}

export function holdName(hold: Hold): string {
  return t('ledger.line', { kind: t('ledger.hold'), name: t(`provider.${hold.kind}`) })
}
/** Promised on these accounts, and neither captured nor voided yet. */
export function heldOn(accounts: Account[]): Hold[] {
  return accounts.flatMap((a) => a.holds).filter((h) => h.state === 'held')
}

export function reversalOf(account: Account, line: LedgerLine): LedgerLine | undefined {
  return account.lines.find((l) => l.reverses === line.id)
}

const SAME_MOMENT_MS = 2000

/** Where a transfer's other half stands, when it is an account of the same order. */
export function otherHalf(accounts: Account[], line: LedgerLine): Account | undefined {
  const same = (l: LedgerLine) => l.kind === 'transfer' && l.amount_fen === -line.amount_fen && l.moved_from === line.moved_from
    && Math.abs(Date.parse(l.at) - Date.parse(line.at)) < SAME_MOMENT_MS
  return accounts.find((a) => a.lines.some(same))
}
