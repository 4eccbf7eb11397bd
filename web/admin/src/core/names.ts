/** The names of what the trail and the messages know by number only; asked for when one is first to be shown. */
import { shallowReactive } from 'vue'
import { api, everyItem } from './api'
import { branches } from './branches'
import { isOwner } from './session'

const FRESH_MS = 60_000
const known = shallowReactive(new Map<string, string>())
const asked = new Map<string, number>()

type Named = { id: string; name: string }
const readers: Record<string, (id: string) => Promise<Named[]>> = {
  room_type: () => everyItem((after) => api.get('/api/v1/admin/room-types', { query: { limit: 100, after } })),
  coupon: () => everyItem((after) => api.get('/api/v1/admin/coupons', { query: { limit: 100, after } })),
  staff: async () =>
    isOwner.value ? everyItem((after) => api.get('/api/v1/admin/staff', { query: { limit: 100, after } })) : [],
  member: async (id) => [{ id, name: (await api.get('/api/v1/admin/members/{id}', { path: { id } })).nickname }],
}

/** Empty until it has come, and for what is gone. */
export function nameOf(kind: string, id: string): string {
  if (kind === 'branch') return branches.value.find((b) => b.id === id)?.name ?? ''
  const question = kind === 'member' ? `${kind} ${id}` : kind
  const ask = readers[kind]
  if (ask && Date.now() - (asked.get(question) ?? 0) > FRESH_MS) {
    asked.set(question, Date.now())
    void ask(id)
      .then((all) => all.forEach((one) => known.set(`${kind} ${one.id}`, one.name)))
      .catch(() => undefined) // it is shown without a name
  }
  return known.get(`${kind} ${id}`) ?? ''
}
