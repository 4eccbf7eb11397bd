import { createClient, Refusal } from '@shared/client'
import { language } from './language'
import { silentCode } from './platform/login'
import { uniTransport } from './platform/transport'
import { enter, session } from './session'

const base = { transport: uniTransport, language: () => language.value, token: () => session.token }

/** Without renewal: the calls that log in, or they would wait for themselves. */
export const door = createClient(base)

let renewing: Promise<boolean> | null = null

async function renewOnce(code: () => Promise<string | null>): Promise<boolean> {
  try {
    const given = await code()
    if (!given) return false
    enter(await door.post('/api/v1/login/wechat', { body: { code: given } }))
    return true
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === 401) session.token = null
    return false
  }
}

/** Logs in again without asking; calls that meet a 401 together share one login. */
export function renew(code = silentCode): Promise<boolean> {
  renewing ??= renewOnce(code).finally(() => (renewing = null))
  return renewing
}

export const api = createClient({ ...base, renew: () => renew() })
