/** What the server answers beyond the document these types were generated from; goes when that has caught up. */
import { Refusal, buildUrl, createClient, fetchTransport } from '@shared/client'
import { language } from './language'
import type { Holder, Order, Staff } from './types'
import { api } from './api'

export interface About {
  name: string
  language: 'zh-CN' | 'en'
  sandbox: boolean
  setup: boolean
  version: string
}

export interface SetupBranch {
  name: string
  phone: string
  address: string
  lat: number | null
  lng: number | null
  timezone: string
}

export interface SetupInput {
  token: string
  language: 'zh-CN' | 'en'
  name: string
  owner_name: string
  owner_password: string
  sample: boolean
  branch?: SetupBranch
}

interface LooseClient {
  get: (path: string, options?: object) => Promise<unknown>
  post: (path: string, options?: object) => Promise<unknown>
}
const plain = createClient({ transport: fetchTransport, language }) as unknown as LooseClient
const loose = api as unknown as LooseClient

/** null where the server is older than the question. */
export async function about(): Promise<About | null> {
  try {
    return (await plain.get('/api/v1/about')) as About
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null
    throw error
  }
}

export async function setUp(body: SetupInput): Promise<{ staff: Staff; expires_at: string }> {
  return (await plain.post('/api/v1/setup', { body })) as { staff: Staff; expires_at: string }
}

export interface OrderExtras {
  arrival_time?: string
  cancel_refund_fen?: number | null
}
export function extras(order: Order): OrderExtras {
  return order as OrderExtras
}

export async function ordersOfMember(memberId: string): Promise<Order[]> {
  const answer = await loose.get(buildUrl('/api/v1/admin/orders', {}, { member_id: memberId, limit: 50 }))
  return (answer as { items: Order[] }).items
}

export interface HeldCoupon extends Omit<Holder, 'member_id' | 'member'> {
  name: string
}
export async function couponsOfMember(memberId: string): Promise<HeldCoupon[]> {
  const answer = await loose.get('/api/v1/admin/members/{id}/coupons', { path: { id: memberId }, query: { limit: 100 } })
  return (answer as { items: HeldCoupon[] }).items
}

export interface SettingsExtras {
  name?: string
  language?: 'zh-CN' | 'en'
}
