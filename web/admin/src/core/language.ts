/** The language of the page: chosen by hand, else the browser's; texts of both are in the bundle (they are small). */
import { createI18n } from 'vue-i18n'
import { inLanguage, type Language } from '@shared/format'
import sharedEn from '../../../shared/texts/en.json'
import sharedZh from '../../../shared/texts/zh-CN.json'
import en from '../../texts/en.json'
import zh from '../../texts/zh-CN.json'

const STORED = 'yizhan.admin.language'

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  if (stored === 'zh-CN' || stored === 'en') return stored
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en'
}

export const i18n = createI18n({
  legacy: false,
  locale: firstLanguage(),
  fallbackLocale: 'en',
  messages: { 'zh-CN': { ...sharedZh, ...zh }, en: { ...sharedEn, ...en } },
})

/** For code outside components; inside them useI18n() is the usual way. */
export const t = i18n.global.t

/** The reader's word for one of the program's, the last part of the key; one without a text is shown as it is spelled. */
export function text(key: string): string {
  return i18n.global.te(key) ? t(key) : key.slice(key.lastIndexOf('.') + 1).replaceAll('_', ' ')
}

export function language(): Language {
  return i18n.global.locale.value as Language
}

/** What the house wrote, in the reader's language where it wrote it in that. */
export function told<K extends string, T extends Record<K | `${K}_en`, string | string[]>>(of: T, name: K): T[K] {
  return inLanguage(of, name, language())
}

export function setLanguage(value: Language): void {
  i18n.global.locale.value = value
  localStorage.setItem(STORED, value)
  showLanguage()
}

/** What assistive technology and the tab are told. */
export function showLanguage(): void {
  document.documentElement.lang = language()
}
