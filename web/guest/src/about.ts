/** What kind of house this is: whether it is a sandbox decides which ways of logging in are offered. */
import { reactive } from 'vue'
import { uniTransport } from './platform/transport'

export interface About {
  name: string
  language: string
  sandbox: boolean
  setup: boolean
  version: string
}

export const about = reactive<{ known: About | null }>({ known: null })

export async function loadAbout(): Promise<void> {
  if (about.known) return
  const answer = await uniTransport({ method: 'GET', url: '/api/v1/about', headers: {} }).catch(() => null)
  if (answer?.status === 200) about.known = JSON.parse(answer.text) as About
}
