/** Who is at the desk. A session that ends asks for the password over the page, so that nothing typed is lost. */
import { computed, ref, shallowRef } from 'vue'
import { Refusal, createClient, fetchTransport } from '@shared/client'
import { language } from './language'
import type { Role, Staff } from './types'

const rank: Record<Role, number> = { frontdesk: 0, manager: 1, owner: 2 }
/* The session's own calls must not ask for a session. */
const client = createClient({ transport: fetchTransport, language })

export const staff = shallowRef<Staff | null>(null)
export const loginAsked = ref(false)
/* Says that this browser has had a session; the cookie itself can't be read. */
const SEEN = 'yizhan.admin.session'
let waiting: ((renewed: boolean) => void)[] = []

export const isManager = computed(() => may('manager'))
export const isOwner = computed(() => may('owner'))

export function may(role: Role): boolean {
  return staff.value !== null && rank[staff.value.role] >= rank[role]
}

/** True when a session is there; throws when the server can't be reached. Nobody who never logged in is asked for. */
export async function findSession(): Promise<boolean> {
  if (!localStorage.getItem(SEEN)) return false
  try {
    staff.value = (await client.get('/api/v1/admin/session')).staff
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error
    localStorage.removeItem(SEEN)
    return false
  }
}

/** The page is theirs from now on. */
export function welcome(person: Staff): void {
  staff.value = person
  localStorage.setItem(SEEN, '1')
}

export async function logIn(name: string, password: string): Promise<void> {
  const before = staff.value?.id
  const answer = await client.post('/api/v1/admin/session', { body: { name, password } })
  welcome(answer.staff)
  if (loginAsked.value) endLogin(before === answer.staff.id)
}

export async function logOut(): Promise<void> {
  await client.delete('/api/v1/admin/session').catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
  staff.value = null
  localStorage.removeItem(SEEN)
}

/** After a 401: shows the login dialog; true when the same person came back and the call may be tried again. */
export function renewSession(): Promise<boolean> {
  if (!staff.value) return Promise.resolve(false)
  loginAsked.value = true
  return new Promise((resolve) => waiting.push(resolve))
}

/** Someone else's login can't finish what the one before began: the page starts anew. */
function endLogin(samePerson: boolean): void {
  loginAsked.value = false
  const all = waiting
  waiting = []
  all.forEach((resolve) => resolve(samePerson))
  if (!samePerson) location.reload()
}

export function giveUpLogin(): void {
  staff.value = null
  endLogin(true)
}
