/** The ways in and out. */
import { api, door, renew } from './api'
import { go } from './go'
import { keep } from './platform/storage'
import { enter, leave, remember, session } from './session'
import { forgetSearches } from './trip'

export async function logInAs(name: string): Promise<void> {
  enter(await door.post('/api/v1/login/wechat', { body: { code: `sandbox:${name}` } }))
  keep('sandbox_name', name)
}

/** The code itself in the sandbox, where nothing is sent; else null. */
export async function sendCode(phone: string): Promise<string | null> {
  const sent = await door.post('/api/v1/login/code', { body: { phone } })
  return sent.sandbox_code
}

export async function logInByCode(phone: string, code: string): Promise<void> {
  enter(await door.post('/api/v1/login/code/verify', { body: { phone, code } }))
}

/** True when someone is logged in now; else the login page is open and what was typed stays below it. */
export async function ensureLogin(): Promise<boolean> {
  if (session.token || (await renew())) return true
  go('login')
  return false
}

export async function bindPhone(code: string): Promise<void> {
  remember(await api.post('/api/v1/login/phone', { body: { code } }))
}

/** Not tried again by itself: a login in between would make a new account, to be deleted in its turn. */
export async function deleteAccount(): Promise<void> {
  await door.delete('/api/v1/me')
  leave()
  forgetSearches()
  keep('left', true)
}

export async function logOut(): Promise<void> {
  await door.delete('/api/v1/login').catch(() => undefined) // the phone forgets, even when the server cannot be told
  leave()
}
