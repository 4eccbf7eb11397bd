/** Who leaves settles: the deposit for what is owed, what a card promised, the rest by a kind, what is left of it back. */
import { api } from '../../core/api'
import type { Account, Hold, Stay, Tender } from '../../core/types'
import { payment, type How } from './paying'

export type SettleStep = 'charge' | 'waive' | 'stay' | 'use' | 'capture' | 'pay' | 'return' | 'check_out'
export interface Step {
  step: SettleStep
  amount: number
  work: (key: string) => Promise<unknown>
}

/** What of each deposit is used and what goes back. */
export function shares(accounts: Account[], owed: number): { id: string; use: number; back: number }[] {
  let rest = owed
  return accounts.filter((a) => a.deposit_fen > 0).map(({ id, deposit_fen }) => {
    const use = Math.min(deposit_fen, rest)
    rest -= use
    return { id, use, back: deposit_fen - use }
  })
}
export type Shares = ReturnType<typeof shares>

export function total(of: Shares, what: 'use' | 'back'): number {
  return of.reduce((sum, share) => sum + share[what], 0)
}

/** What is captured of each hold. */
export function captures(holds: Hold[], owed: number): { id: string; amount: number }[] {
  let rest = owed
  return holds.map(({ id, amount_fen }) => {
    const amount = Math.min(amount_fen, rest)
    rest -= amount
    return { id, amount }
  }).filter((c) => c.amount > 0)
}
export function captureSteps(of: ReturnType<typeof captures>): Step[] {
  return of.map(({ id, amount }) => ({
    step: 'capture', amount,
    work: (key) => api.post('/api/v1/admin/holds/{id}/capture', { path: { id }, body: { amount_fen: amount }, key }),
  }))
}

/** `to`: the account that the rest is paid on; `back`: how the deposit is given back. */
export function moneySteps(of: Shares, rest: number, to: string, how: How, back: Tender): Step[] {
  const account = (id: string) => ({ path: { id } })
  const used = of.filter((s) => s.use > 0).map((s): Step => ({
    step: 'use', amount: s.use,
    work: (key) => api.post('/api/v1/admin/accounts/{id}/deposits/use', { ...account(s.id), body: { amount_fen: s.use }, key }),
  }))
  const paid: Step = {
    step: 'pay', amount: rest,
    work: (key) => api.post('/api/v1/admin/accounts/{id}/payments', { ...account(to), body: payment(how, rest), key }),
  }
  const given = of.filter((s) => s.back > 0).map((s): Step => ({
    step: 'return', amount: s.back,
    work: (key) => api.post('/api/v1/admin/accounts/{id}/deposits/return',
      { ...account(s.id), body: { amount_fen: s.back, kind: back }, key }),
  }))
  return [...used, ...(rest > 0 ? [paid] : []), ...given]
}

/** Nights that were slept after the departure are charged. */
export function staying(stays: Stay[], departure: string): Step[] {
  return stays.map(({ id }) => ({
    step: 'stay', amount: 0,
    work: (key) => api.post('/api/v1/admin/stays/{id}/extend', { path: { id }, body: { departure }, key }),
  }))
}

/* Why somebody goes without having settled stands with the last one who goes. */
export function leaving(stays: Stay[], owing?: { reason: string }): Step[] {
  return stays.map((stay) => {
    const body = owing && stay === stays.at(-1) ? { leave_owing: owing } : {}
    return { step: 'check_out', amount: 0, work: () => api.post('/api/v1/admin/stays/{id}/check-out', { path: { id: stay.id }, body }) }
  })
}

/** One after the other; `did` is told of each that is done. */
export async function settle(steps: Step[], key: string, did: (step: Step) => void = () => {}): Promise<void> {
  for (const [i, step] of steps.entries()) {
    await step.work(`${key}-${i}`)
    did(step)
  }
}
