/**
 * Places are WGS 84 in the store, in the contract and in browsers. Maps of mainland China want GCJ-02, which moves a place
 * by some hundred metres; it is converted where a map is opened. The shift is a sum of sines over an ellipsoid of
 * Krasovsky's size, known from its public descriptions; outside China's rectangle there is none.
 */
export interface Place {
  lat: number
  lng: number
}

const RADIUS = 6378245
const ECCENTRICITY = 0.006693421622965943
const WAVES = { lat: [-100, 2, 3, 0.2], lng: [300, 1, 2, 0.1] } as const

/** The rectangle in which the shift is defined. */
export function inChina({ lat, lng }: Place): boolean {
  return lat > 0.8293 && lat < 55.8271 && lng > 72.004 && lng < 137.8347
}

function sines(x: number, ...terms: [factor: number, per: number][]): number {
  return terms.reduce((sum, [factor, per]) => sum + (factor * Math.sin((x * Math.PI) / per) * 2) / 3, 0)
}

/** Metres to the north and to the east, before they become degrees; x and y are degrees from 105° E, 35° N. */
function shift(x: number, y: number): { north: number; east: number } {
  const ripple = sines(x, [20, 1 / 6], [20, 1 / 2])
  const [a, b, c, d] = WAVES.lat
  const [e, f, g, h] = WAVES.lng
  return {
    north: a + b * x + c * y + d * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + ripple + sines(y, [20, 1], [40, 3], [160, 12], [320, 30]),
    east: e + f * x + g * y + h * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + ripple + sines(x, [20, 1], [40, 3], [150, 12], [300, 30]),
  }
}

/** WGS 84 to GCJ-02, within a few centimetres of what phones do. */
export function toGcj02(at: Place): Place {
  if (!inChina(at)) return at
  const { north, east } = shift(at.lng - 105, at.lat - 35)
  const angle = (at.lat * Math.PI) / 180
  const magic = 1 - ECCENTRICITY * Math.sin(angle) ** 2
  const perLat = ((RADIUS * (1 - ECCENTRICITY)) / (magic * Math.sqrt(magic))) * (Math.PI / 180)
  const perLng = (RADIUS / Math.sqrt(magic)) * Math.cos(angle) * (Math.PI / 180)
  return { lat: at.lat + north / perLat, lng: at.lng + east / perLng }
}
