/** What the first run asks for. */
import type { SetupBranch } from '../../core/house'

export interface House {
  name: string
  sample: boolean
  branch: SetupBranch
  ownerName: string
  password: string
  again: string
}

export function freshHouse(): House {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    name: '', sample: false, ownerName: '', password: '', again: '',
    branch: { name: '', phone: '', address: '', lat: null, lng: null, timezone: here && here !== 'UTC' ? here : 'Asia/Shanghai' },
  }
}
