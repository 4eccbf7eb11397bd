/** The people a member books for. */
import { newKey, type Answered } from '@shared/client'
import { api } from './api'

export type FrequentGuest = Answered<'FrequentGuest'>
export type Contact = Pick<FrequentGuest, 'name' | 'phone'>

export const MAX_KEPT = 20

export const keptGuests = () => api.get('/api/v1/me/guests')

/** A new one, or another name or number of an old one. */
export function keepGuest(body: Contact, id?: string): Promise<FrequentGuest> {
  return id
    ? api.put('/api/v1/me/guests/{id}', { path: { id }, body }) // the mini-program sends no PATCH
    : api.post('/api/v1/me/guests', { body, key: newKey() })
}

export function forgetGuest(id: string): Promise<void> {
  return api.delete('/api/v1/me/guests/{id}', { path: { id } })
}
