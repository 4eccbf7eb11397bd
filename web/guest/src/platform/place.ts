/** Where the guest is, and the way to the hotel; places are WGS 84. */
import { toGcj02, type Place } from '@shared/datum'

export type Position = Place

/** null when the guest or the phone says no. */
export function whereAmI(): Promise<Position | null> {
  return new Promise((resolve) => {
    uni.getLocation({
      type: 'wgs84',
      success: ({ latitude, longitude }) => resolve({ lat: latitude, lng: longitude }),
      fail: () => resolve(null),
    })
  })
}

/** Nothing without coordinates. */
export function openMap(to: { lat: number | null; lng: number | null; name: string; address: string }): void {
  const { name, address } = to
  if (to.lat === null || to.lng === null) return
  const at = { lat: to.lat, lng: to.lng }
  // #ifdef MP-WEIXIN
  const { lat, lng } = toGcj02(at) // WeChat's map knows no other datum
  uni.openLocation({ latitude: lat, longitude: lng, name, address })
  // #endif
  // #ifdef H5
  const query = `position=${at.lng},${at.lat}&coordinate=wgs84&callnative=1&name=${encodeURIComponent(`${name} ${address}`)}`
  window.open(`https://uri.amap.com/marker?${query}`, '_blank', 'noopener')
  // #endif
}

export function call(phone: string): void {
  uni.makePhoneCall({ phoneNumber: phone.replace(/\s/g, ''), fail: () => undefined })
}
