/** What kind of house this is: its name, and whether it is a sandbox, which decides the ways of logging in. */
import { computed, shallowReactive } from 'vue'
import type { Answered } from '@shared/client'
import { door } from './api'
import { t } from './language'
import { session } from './session'

export const about = shallowReactive<{ known: Answered<'House'> | null }>({ known: null })

/** The house's own name, once it has one. */
export const houseName = computed(() => about.known?.name || t('home.name'))

/** A first login has just been, and brought a coupon. */
export const welcomed = computed(() => session.welcome && !!about.known?.welcome_coupon)

export async function loadAbout(): Promise<void> {
  about.known ??= await door.get('/api/v1/about').catch(() => null)
}
