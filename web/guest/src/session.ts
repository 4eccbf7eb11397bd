/** Who is logged in. The token is kept on the phone; everything else comes with the next answer. */
import { reactive } from 'vue'
import type { Answered } from '@shared/client'
import { keep, kept } from './platform/storage'

export type Member = Answered<'Member'>

interface Session {
  token: string | null
  member: Member | null
  /** A first login has just been: its coupon is worth a word. */
  welcome: boolean
}

export const session = reactive<Session>({
  token: kept<string | null>('token', null),
  member: kept<Member | null>('member', null),
  welcome: false,
})

/** A nickname that is only the end of the phone number is none that somebody chose. */
export function nickname({ nickname, phone }: Member): string | null {
  return /^\d+$/.test(nickname) && phone?.endsWith(nickname) ? null : nickname
}

export function remember(member: Member): void {
  session.member = member
  keep('member', member)
}

export function enter(login: Answered<'Login'>): void {
  keep('left', null)
  session.token = login.token
  keep('token', login.token)
  remember(login.member)
  if (login.first_login) session.welcome = true
}

export function leave(): void {
  session.token = null
  session.member = null
  session.welcome = false
  for (const name of ['token', 'member', 'sandbox_name', 'contact', 'draft']) keep(name, null)
}
