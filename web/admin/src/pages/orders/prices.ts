/** What a change of a stay comes to, by the calendar of today, before anything is asked for: the server counts the same way. */
import { addDays } from '@shared/format'
import { api } from '../../core/api'
import type { MovePrice, Stay } from '../../core/types'

/** By date, for nights [from, until). */
async function calendar(room_type_id: string, from: string, until: string, signal?: AbortSignal): Promise<Map<string, number>> {
  if (from >= until) return new Map()
  const query = { room_type_id, from, to: addDays(until, -1) }
  const { items } = await api.get('/api/v1/admin/calendar', { query, signal })
  return new Map(items.map((night) => [night.date, night.price_fen]))
}

/** Nights that are added have the price of their day. */
export async function extensionPrice(stays: Stay[], departure: string, signal?: AbortSignal): Promise<number> {
  const added = await Promise.all(stays.map((s) => calendar(s.priced_as, s.departure, departure, signal)))
  return added.flatMap((nights) => [...nights.values()]).reduce((sum, fen) => sum + fen, 0)
}

/** The nights from `from` on, in a room of another type, by how they are priced; a night keeps what it was off. */
export async function movePrices(
  stay: Stay, room_type_id: string, from: string, signal?: AbortSignal,
): Promise<Record<MovePrice, number>> {
  const [is, was] = await Promise.all(
    [room_type_id, stay.priced_as].map((type) => calendar(type, from, stay.departure, signal)))
  const sums = { keep: 0, difference: 0, new: 0 }
  for (const { date, price_fen, net_fen } of stay.nights.filter((night) => night.date >= from)) {
    const now = is?.get(date) ?? 0
    const off = (price: number) => price - Math.min(price_fen - net_fen, price)
    sums.keep += net_fen
    sums.new += off(now)
    sums.difference += off(Math.max(0, price_fen + now - (was?.get(date) ?? 0)))
  }
  return sums
}
