/** How the platform says who the guest is, without asking. */
import { kept } from './storage'

/** A code for POST /login/wechat, or null when the guest has to be asked. */
export function silentCode(): Promise<string | null> {
  if (kept('left', false)) return Promise.resolve(null) // who deleted the account gets no new one without asking
  return weChatCode()
}

/** The same, asked for. */
export function weChatCode(): Promise<string | null> {
  const name = kept('sandbox_name', '') // a sandbox knows made-up names only, also from the mini-program
  if (name) return Promise.resolve(`sandbox:${name}`)
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => {
    uni.login({ provider: 'weixin', success: ({ code }) => resolve(code || null), fail: () => resolve(null) })
  })
  // #endif
  // #ifndef MP-WEIXIN
  return Promise.resolve(null)
  // #endif
}
