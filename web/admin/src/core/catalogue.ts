/** Room types of the chosen branch, read by several pages. */
import { api, everyItem } from './api'
import type { RoomType } from './types'

export function roomTypesOf(branch_id: string, signal?: AbortSignal): Promise<RoomType[]> {
  return everyItem((after) => api.get('/api/v1/admin/room-types', { query: { branch_id, limit: 100, after }, signal }))
}
