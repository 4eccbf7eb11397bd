/** Charge codes by their names, read anew with each order that is opened. */
import { shallowRef } from 'vue'
import { api, everyItem } from './api'
import { told } from './language'
import type { ChargeCode } from './types'

export const chargeCodes = shallowRef<ChargeCode[]>([])

export async function loadChargeCodes(): Promise<void> {
  chargeCodes.value = await everyItem((after) => api.get('/api/v1/admin/charge-codes', { query: { limit: 100, after } }))
}

/** Empty while it is not known. */
export function chargeName(code: string): string {
  const found = chargeCodes.value.find((c) => c.code === code)
  return found ? told(found, 'name') : ''
}
