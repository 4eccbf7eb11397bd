import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import en from '../texts/en.json'
import zh from '../texts/zh-CN.json'
import { inLanguage, words, type Language } from '@shared/format'
import { announceLanguage, deviceLanguage } from './platform/page'
import { keep, kept } from './platform/storage'

export const i18n = createI18n({
  legacy: false,
  locale: kept<Language>('language', deviceLanguage()),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': { ...zh, shared: words['zh-CN'] }, en: { ...en, shared: words.en } },
})

export const t = i18n.global.t
export const language = computed(() => i18n.global.locale.value as Language)

/** What the hotel wrote, in the guest's language where it wrote it in that. */
export function told<K extends string, T extends Record<K | `${K}_en`, string | string[]>>(of: T, name: K): T[K] {
  return inLanguage(of, name, language.value)
}

/** Tells the frame around the page; at the start and after every change. */
export function showLanguage(): void {
  announceLanguage(language.value, [t('tab.home'), t('tab.orders'), t('tab.me')])
}

export function setLanguage(next: Language): void {
  i18n.global.locale.value = next
  keep('language', next)
  showLanguage()
}
