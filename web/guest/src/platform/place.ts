/** Where the guest is, and the way to the hotel. */
export interface Position {
  lat: number
  lng: number
}

/** null when the guest or the phone says no. */
export function whereAmI(): Promise<Position | null> {
  /* A browser knows the world's coordinates only; China's differ by some hundred metres, which sorting survives. */
  let type: 'wgs84' | 'gcj02' = 'wgs84'
  // #ifdef MP-WEIXIN
  type = 'gcj02'
  // #endif
  return new Promise((resolve) => {
    uni.getLocation({
      type,
      success: ({ latitude, longitude }) => resolve({ lat: latitude, lng: longitude }),
      fail: () => resolve(null),
    })
  })
}

export function openMap(at: Position, name: string, address: string): void {
  // #ifdef MP-WEIXIN
  uni.openLocation({ latitude: at.lat, longitude: at.lng, name, address })
  // #endif
  // #ifdef H5
  const query = `position=${at.lng},${at.lat}&coordinate=wgs84&callnative=1&name=${encodeURIComponent(`${name} ${address}`)}`
  window.open(`https://uri.amap.com/marker?${query}`, '_blank', 'noopener')
  // #endif
}

export function call(phone: string): void {
  uni.makePhoneCall({ phoneNumber: phone.replace(/\s/g, ''), fail: () => undefined })
}
