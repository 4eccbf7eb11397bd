/** The frame around the page: its language, its title, its tabs, the keyboard's place in it. */
import { ref } from 'vue'
import type { Language } from '@shared/format'

export function deviceLanguage(): Language {
  const name = uni.getSystemInfoSync().language ?? ''
  return /^en/i.test(name) ? 'en' : 'zh-CN'
}

/** Whether there is room for two columns; a mini-program is a phone's. */
export const wide = ref(false)
// #ifdef H5
const columns = matchMedia('(min-width: 1000px)')
wide.value = columns.matches
columns.addEventListener('change', () => (wide.value = columns.matches))
// #endif

export function announceLanguage(language: Language, tabs: string[]): void {
  // #ifdef H5
  document.documentElement.lang = language
  // #endif
  // #ifdef MP-WEIXIN
  tabs.forEach((text, index) => uni.setTabBarItem({ index, text, fail: () => undefined }))
  // #endif
}

/** The page's own content is there: the skeleton that was painted before any script goes. */
export function endSkeleton(): void {
  // #ifdef H5
  document.getElementById('skeleton')?.remove()
  // #endif
}

/** Gives the real input inside the framework's one its name; outside a browser there is none. */
export function nameInput(id: string, label: string, invalid: boolean, complete: string): void {
  // #ifdef H5
  const input = document.getElementById(id)?.querySelector('input, textarea')
  input?.setAttribute('aria-label', label)
  input?.setAttribute('aria-invalid', String(invalid))
  if (complete) input?.setAttribute('autocomplete', complete)
  if (complete === 'tel') input?.setAttribute('inputmode', 'tel')
  // #endif
}

const REACHABLE = '[tabindex="0"], input, textarea'

/** Keeps the keyboard inside a dialog while it is open; the answer gives it back to where it was. */
export function holdFocus(id: string, close: () => void): () => void {
  // #ifdef H5
  const before = document.activeElement as HTMLElement | null
  const inside = () => [...(document.getElementById(id)?.querySelectorAll<HTMLElement>(REACHABLE) ?? [])]
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return close()
    if (event.key !== 'Tab') return
    const all = inside()
    const edge = event.shiftKey ? all[0] : all[all.length - 1]
    if (document.activeElement !== edge && all.includes(document.activeElement as HTMLElement)) return
    event.preventDefault()
    const next = event.shiftKey ? all[all.length - 1] : all[0]
    next?.focus()
  }
  inside()[0]?.focus()
  document.addEventListener('keydown', onKey)
  return () => {
    document.removeEventListener('keydown', onKey)
    before?.focus()
  }
  // #endif
  // #ifndef H5
  return () => undefined
  // #endif
}

/** Whether anyone can see the page just now. */
export function isSeen(): boolean {
  // #ifdef H5
  return !document.hidden
  // #endif
  // #ifndef H5
  return true
  // #endif
}
