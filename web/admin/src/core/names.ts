/** The names of what the trail and the messages know by number only; asked for when one is first to be shown. */
import { shallowReactive } from 'vue'
import { api, everyItem } from './api'
import { branches } from './branches'
import { told } from './language'
import { isOwner } from './session'

type Named = { id: string; name: string; name_en: string }

const FRESH_MS = 60_000
const known = shallowReactive(new Map<string, Named>())
const asked = new Map<string, number>()

/* A person has one name. */
const only = ({ id, name }: { id: string; name: string }): Named => ({ id, name, name_en: '' })
const readers: Record<string, (id: string) => Promise<Named[]>> = {
  room_type: () => everyItem((after) => api.get('/api/v1/admin/room-types', { query: { limit: 100, after } })),
  coupon: () => everyItem((after) => api.get('/api/v1/admin/coupons', { query: { limit: 100, after } })),
  staff: async () =>
    isOwner.value ? (await everyItem((after) => api.get('/api/v1/admin/staff', { query: { limit: 100, after } }))).map(only) : [],
  member: async (id) => [only({ id, name: (await api.get('/api/v1/admin/members/{id}', { path: { id } })).nickname })],
}

/** Empty until it has come, and for what is gone. */
export function nameOf(kind: string, id: string): string {
  const house = kind === 'branch' && branches.value.find((b) => b.id === id)
  if (kind === 'branch') return house ? told(house, 'name') : ''
  const question = kind === 'member' ? `${kind} ${id}` : kind
  const ask = readers[kind]
  if (ask && Date.now() - (asked.get(question) ?? 0) > FRESH_MS) {
    asked.set(question, Date.now())
    void ask(id)
      .then((all) => all.forEach((one) => known.set(`${kind} ${one.id}`, one)))
      .catch(() => undefined) // it is shown without a name
  }
  const found = known.get(`${kind} ${id}`)
  return found ? told(found, 'name') : ''
}
