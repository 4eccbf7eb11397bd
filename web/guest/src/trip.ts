/** What the guest is looking for: shared by search, list, hotel and booking. */
import { computed, reactive } from 'vue'
import { addDays, nightsBetween, today as calendarDay } from '@shared/format'
import type { Position } from './platform/place'
import { keep, kept } from './platform/storage'

/* In the small hours a hotel still sells the night that has begun, under yesterday's date (the audit hour is six unless a
   branch chose another; the server refuses what is past). */
const AUDIT_MS = 6 * 3_600_000
const today = () => calendarDay('Asia/Shanghai', new Date(Date.now() - AUDIT_MS))

export const MAX_NIGHTS = 60
export const MAX_ROOMS = 9
export const MAX_GUESTS = 18
const RECENT = 6

export interface Dates {
  arrival: string
  departure: string
}

interface Trip extends Dates {
  q: string
  place: Position | null
  rooms: number
  guests: number
}

export const trip = reactive<Trip>({
  q: '',
  place: null,
  arrival: today(),
  departure: addDays(today(), 1),
  rooms: 1,
  guests: 1,
})

export const nights = computed(() => nightsBetween(trip.arrival, trip.departure))

/** A page left open over midnight must not ask for yesterday. */
export function freshenDates(): void {
  if (trip.arrival >= today()) return
  const stay = nights.value
  trip.arrival = today()
  trip.departure = addDays(trip.arrival, stay)
}

export const recent = reactive<{ words: string[] }>({ words: kept<string[]>('recent', []) })

export function rememberSearch(q: string): void {
  if (!q) return
  recent.words = [q, ...recent.words.filter((word) => word !== q)].slice(0, RECENT)
  keep('recent', recent.words)
}

export function forgetSearches(): void {
  recent.words = []
  keep('recent', null)
}

export function dates(): Dates {
  return { arrival: trip.arrival, departure: trip.departure }
}

/** What a page's address carries of the trip, so that it can be reloaded and passed on. */
export function choice(): { arrival: string; departure: string; rooms: number; guests: number } {
  return { ...dates(), rooms: trip.rooms, guests: trip.guests }
}

/** The same of what is searched for. */
export function search(): { q?: string; near?: string } {
  const { q, place } = trip
  return { q: q || undefined, near: place ? `${place.lat.toFixed(4)},${place.lng.toFixed(4)}` : undefined }
}

const PLACE = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/

export function takeSearch(query: Record<string, string | undefined> = {}): void {
  const near = PLACE.exec(query['near'] ?? '')
  trip.q = query['q'] ?? ''
  trip.place = near ? { lat: Number(near[1]), lng: Number(near[2]) } : null
}

const DATE = /^\d{4}-\d\d-\d\d$/

const counted = (text: string | undefined, most: number) => (/^[1-9]\d?$/.test(text ?? '') ? Math.min(Number(text), most) : 0)

/** Takes the choice of an address up, where it is a possible one. */
export function takeChoice(query: Record<string, string | undefined> = {}): void {
  const { arrival = '', departure = '' } = query
  trip.rooms = counted(query['rooms'], MAX_ROOMS) || trip.rooms
  trip.guests = counted(query['guests'], MAX_GUESTS) || trip.guests
  if (!DATE.test(arrival) || !DATE.test(departure) || arrival < today() || departure <= arrival) return
  trip.arrival = arrival
  trip.departure = departure
}
