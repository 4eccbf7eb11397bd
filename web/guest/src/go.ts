/** Every way through the app: names of pages live here and in pages.json. */
import { buildUrl } from '@shared/client'

export type PageName =
  | 'home' | 'list' | 'branch' | 'room' | 'book' | 'pay' | 'orders' | 'order' | 'coupons' | 'guests' | 'notices'
  | 'me' | 'login' | 'help' | 'missing'
export type TabName = 'home' | 'orders' | 'me'

function address(page: PageName, query: Record<string, unknown> = {}): string {
  return buildUrl(`/pages/${page}/${page}`, {}, query)
}

/** The address of this page after a choice was made on it, for reloading and passing on; only browsers show one. */
export function writeAddress(page: PageName, query: Record<string, unknown>): void {
  // #ifdef H5
  history.replaceState(history.state, '', address(page, query))
  // #endif
}

export function go(page: PageName, query?: Record<string, unknown>): void {
  void uni.navigateTo({ url: address(page, query) })
}

/** In place of this page: the way back does not lead here again. */
export function replace(page: PageName, query?: Record<string, unknown>): void {
  void uni.redirectTo({ url: address(page, query) })
}

export function goTab(tab: TabName): void {
  // #ifdef MP-WEIXIN
  void uni.switchTab({ url: address(tab) })
  // #endif
  // #ifdef H5
  void uni.reLaunch({ url: address(tab) })
  // #endif
}

/** Back; the start page when this is where the guest came in. */
export function back(): void {
  if (getCurrentPages().length > 1) void uni.navigateBack()
  else goTab('home')
}
