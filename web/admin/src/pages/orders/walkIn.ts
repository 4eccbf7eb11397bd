/** A guest at the desk in one go: booked, paid, in a room. What is done stays done; where it stops, that is told. */
import { newKey, type Schemas } from '@shared/client'
import { api, failureOf } from '../../core/api'
import type { Order } from '../../core/types'
import type { payment } from './paying'
import { orderNow } from './stays'

export type WalkInStep = 'book' | 'pay' | 'check_in' | 'assign'
export interface WalkIn {
  body: Schemas['WalkInRequestInput']
  pay: ReturnType<typeof payment> | null
  /** Empty: the house chooses. */
  room_id: string
  checkIn: boolean
}
export interface Outcome {
  order: Order
  done: WalkInStep[]
  missed: WalkInStep[]
  why: string
}

function stepsAfter({ pay, room_id, checkIn }: WalkIn, order: Order): [WalkInStep, () => Promise<unknown>][] {
  const path = { order_no: order.order_no }
  const stay = order.stays[0]
  const steps: [WalkInStep, () => Promise<unknown>][] = []
  const account = { id: order.order_no }
  if (pay) steps.push(['pay', () => api.post('/api/v1/admin/accounts/{id}/payments', { path: account, body: pay, key: newKey() })])
  if (checkIn) {
    const body = room_id ? { room_ids: [room_id] } : {}
    steps.push(['check_in', () => api.post('/api/v1/admin/orders/{order_no}/check-in', { path, body, key: newKey() })])
  } else if (room_id && stay) {
    const body = { room_id, price: 'keep' as const }
    steps.push(['assign', () => api.post('/api/v1/admin/stays/{id}/move', { path: { id: stay.id }, body, key: newKey() })])
  }
  return steps
}

/** Throws only when nothing is booked. */
export async function walkIn(what: WalkIn, key: string): Promise<Outcome> {
  const order = await api.post('/api/v1/admin/orders', { body: what.body, key })
  const steps = stepsAfter(what, order)
  const done: WalkInStep[] = ['book']
  let why = ''
  for (const [step, work] of steps) {
    try {
      await work()
      done.push(step)
    } catch (error) {
      why = failureOf(error).message
      break
    }
  }
  const missed = steps.map(([step]) => step).filter((step) => !done.includes(step))
  return { order: await orderNow(order.order_no).catch(() => order), done, missed, why }
}
