import { describe, expect, it } from 'vitest'
import { addDays, distance, hotelDate, inLanguage, instant, money, nightsBetween, parseMoney, percent, stamp, today, weekday } from '../src/format'

describe('money', () => {
  it('shows whole yuan without decimals and fen with two', () => {
    expect([28800, 28850, -5000, 123456789, 5].map(money)).toEqual([
      '¥288', '¥288.50', '-¥50', '¥1,234,567.89', '¥0.05',
    ])
  })
  it('reads what people type and refuses the rest', () => {
    expect(['288', '288.5', ' ¥ 0.05 ', '1,000', '-1', '', '1.234'].map(parseMoney)).toEqual([28800, 28850, 5, null, null, null, null])
  })
})

describe('what the house wrote', () => {
  const house = { name: '渡口客栈', name_en: 'Inn at the Ford', intro: '临河', intro_en: '', tags: ['河边'], tags_en: ['Riverbank'] }
  it('is English for who reads that, and falls back text by text', () => {
    expect([inLanguage(house, 'name', 'en'), inLanguage(house, 'name', 'zh-CN')]).toEqual(['Inn at the Ford', '渡口客栈'])
    expect(inLanguage(house, 'intro', 'en')).toBe('临河')
  })
  it('is a list as a whole', () => {
    expect(inLanguage(house, 'tags', 'en')).toEqual(['Riverbank'])
    expect(inLanguage({ ...house, tags_en: [] }, 'tags', 'en')).toEqual(['河边'])
  })
})

describe('hotel dates', () => {
  it('count nights over a month, a year and a change of the clocks', () => {
    expect(nightsBetween('2026-02-27', '2026-03-02')).toBe(3)
    expect(nightsBetween('2026-12-31', '2027-01-01')).toBe(1)
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(weekday('2026-12-01')).toBe(2)
  })
  it('take the day from the hotel, not from the reader', () => {
    const late = new Date('2026-11-30T17:00:00Z')
    expect(today('Asia/Shanghai', late)).toBe('2026-12-01')
    expect(today('UTC', late)).toBe('2026-11-30')
  })
  it('need no Intl: the mini-program has none on some phones', () => {
    const intl = globalThis.Intl
    try {
      Reflect.deleteProperty(globalThis, 'Intl')
      expect(today()).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(instant('2020-12-01T06:30:00Z')).toMatch(/^2020-12-01 \d\d:30$/)
    } finally {
      globalThis.Intl = intl
    }
  })
  it('are shown in both languages', () => {
    expect(hotelDate('2026-12-01', 'zh-CN')).toBe('12月1日周二')
    expect(hotelDate('2026-12-01', 'en')).toBe('Tue, Dec 1')
    expect(instant('2020-12-01T06:30:00Z')).toBe('2020-12-01 14:30')
    expect(stamp('2020-12-01T06:30:00Z')).toBe('2020-12-01 14:30')
    expect(instant(new Date().toISOString())).toMatch(/^\d\d-\d\d \d\d:\d\d$/)
  })
})

describe('the rest', () => {
  it('distances and shares', () => {
    expect(distance(950, 'en')).toBe('950 m')
    expect(distance(12345, 'zh-CN')).toBe('12.3 公里')
    expect([percent(0.1234), percent(1), percent(0)]).toEqual(['12.3%', '100%', '0%'])
  })
})
