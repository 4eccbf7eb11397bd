/** The branch all pages follow, chosen in the header and kept for the next visit. */
import { computed, ref, shallowRef } from 'vue'
import { today } from '@shared/format'
import { api, everyItem } from './api'
import { t, told } from './language'
import type { Branch } from './types'

const STORED = 'yizhan.admin.branch'

export const branches = shallowRef<Branch[]>([])
export const branchId = ref('')
export const branch = computed(() => branches.value.find((b) => b.id === branchId.value) ?? null)
export const zone = computed(() => branch.value?.timezone ?? 'Asia/Shanghai')
/** The open business date: it ends when it is closed, not at midnight. */
export const hotelToday = computed(() => branch.value?.business_date ?? today(zone.value))
/** The first night that is sold: later while a day that has passed is still open. */
export const saleToday = computed(() => {
  const clock = today(zone.value, new Date(Date.now() - (branch.value?.audit_hour ?? 0) * 3_600_000))
  return clock > hotelToday.value ? clock : hotelToday.value
})

export async function loadBranches(): Promise<void> {
  branches.value = await everyItem((after) => api.get('/api/v1/admin/branches', { query: { limit: 100, after } }))
  const wanted = branchId.value || localStorage.getItem(STORED)
  branchId.value = branches.value.find((b) => b.id === wanted)?.id ?? branches.value[0]?.id ?? ''
}

export function chooseBranch(id: string): void {
  branchId.value = id
  localStorage.setItem(STORED, id)
}

export function branchName(id: string): string {
  const found = branches.value.find((b) => b.id === id)
  return found ? told(found, 'name') : t('branch.gone')
}
