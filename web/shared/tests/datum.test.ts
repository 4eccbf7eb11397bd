import { describe, expect, it } from 'vitest'
import { toGcj02 } from '../src/datum'

describe('datum', () => {
  it('moves a place in Beijing as phones do', () => {
    const { lat, lng } = toGcj02({ lat: 39.90872, lng: 116.39748 })
    expect(Math.abs(lat - 39.91012)).toBeLessThan(0.00002)
    expect(Math.abs(lng - 116.40372)).toBeLessThan(0.00002)
  })
  it('leaves places outside China where they are', () => {
    for (const at of [{ lat: 48.8566, lng: 2.3522 }, { lat: -33.86, lng: 151.2 }, { lat: 40.7, lng: -74 }]) expect(toGcj02(at)).toEqual(at)
  })
})
