/** The months of a calendar and the price of each night where a hotel or a room type is known. */
import { addDays, nightsBetween, weekday } from '@shared/format'
import { api } from './api'
import { MAX_NIGHTS } from './trip'

export interface Month {
  /** Its first day. */
  first: string
  /** Empty places before the first day, so that the columns are weekdays. */
  blanks: number
  days: string[]
}

export interface NightOffer {
  fen: number
  /** null when rooms are not counted. */
  left: number | null
}
export type Prices = Record<string, NightOffer>

export function monthsFrom(start: string, count: number): Month[] {
  const months: Month[] = []
  let first = `${start.slice(0, 7)}-01`
  for (let i = 0; i < count; i++) {
    const next = `${addDays(first, 31).slice(0, 7)}-01`
    const days = Array.from({ length: nightsBetween(first, next) }, (_, n) => addDays(first, n))
    months.push({ first, blanks: weekday(first), days })
    first = next
  }
  return months
}

/** The best price of each of the coming nights, in the whole hotel or of one room type. */
export async function loadPrices(branchId: string, from: string, roomTypeId?: string): Promise<Prices> {
  const offer = await api.get('/api/v1/branches/{id}', {
    path: { id: branchId },
    query: { arrival: from, departure: addDays(from, MAX_NIGHTS) },
  })
  const prices: Prices = {}
  for (const type of offer.room_types) {
    if (roomTypeId && type.id !== roomTypeId) continue
    for (const { date, price_fen, left } of type.nights) {
      const known = prices[date]
      const full = left === 0
      const knownFull = known?.left === 0
      if (!known || (knownFull && !full) || (knownFull === full && price_fen < known.fen)) prices[date] = { fen: price_fen, left }
    }
  }
  return prices
}
