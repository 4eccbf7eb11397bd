import { describe, expect, it } from 'vitest'
import { capitals } from '../../admin/src/ui/capitals'
import en from '../../admin/texts/en.json'
import zh from '../../admin/texts/zh-CN.json'
import { fill } from '../src/format'

type Words = Record<string, string>
const saying = (words: Words) => (key: string, values: Words = {}) => fill(words[key.replace('capitals.', '')] ?? '', values)
const chinese = (fen: number) => capitals(fen, saying(zh.capitals))
const english = (fen: number) => capitals(fen, saying(en.capitals))

describe('an amount in capitals', () => {
  it.each([
    [0, '零元整'], [100, '壹元整'], [1000, '壹拾元整'], [1100, '壹拾壹元整'], [2000, '贰拾元整'], [10000, '壹佰元整'],
    [10500, '壹佰零伍元整'], [11000, '壹佰壹拾元整'], [100100, '壹仟零壹元整'], [105000, '壹仟零伍拾元整'], [123400, '壹仟贰佰叁拾肆元整'],
    [567890_00, '伍拾陆万柒仟捌佰玖拾元整'],
  ])('of whole yuan ends with 整: %i', (fen, words) => expect(chinese(fen)).toBe(words))
  it.each([
    [1, '壹分'], [10, '壹角整'], [11, '壹角壹分'], [105, '壹元零伍分'], [150, '壹元伍角整'], [28850, '贰佰捌拾捌元伍角整'],
    [140950, '壹仟肆佰零玖元伍角整'], [600714, '陆仟零柒元壹角肆分'], [32504, '叁佰贰拾伍元零肆分'], [168032, '壹仟陆佰捌拾元叁角贰分'],
  ])('tells jiao and fen: %i', (fen, words) => expect(chinese(fen)).toBe(words))
  it.each([
    [1_0000_00, '壹万元整'], [1_0005_00, '壹万零伍元整'], [10_7000_53, '壹拾万柒仟元伍角叁分'], [100_0700_00, '壹佰万零柒佰元整'],
    [1000_0000_00, '壹仟万元整'], [1_0000_0000_00, '壹亿元整'], [1_0000_0005_00, '壹亿零伍元整'], [1_0001_0000_00, '壹亿零壹万元整'],
    [100_0000_0000_00, '壹佰亿元整'], [9999_9999_9999_99, '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    [1_0001_0000_0000_00, '壹万零壹亿元整'],
  ])('goes beyond ten thousand and a hundred million: %i', (fen, words) => expect(chinese(fen)).toBe(words))
  it('can be less than nothing', () => {
    expect([-1, -5000, -1050005].map(chinese)).toEqual(['负壹分', '负伍拾元整', '负壹万零伍佰元零伍分'])
  })
  it('is in words in English', () => {
    expect([0, 5, 1300, 2100, 4000, 28850, 100_005, 123_456_789, 1_000_000_000_000, -5000].map(english)).toEqual([
      'zero yuan only', 'five fen', 'thirteen yuan only', 'twenty-one yuan only', 'forty yuan only',
      'two hundred eighty-eight yuan five jiao only', 'one thousand yuan five fen',
      'one million two hundred thirty-four thousand five hundred sixty-seven yuan eight jiao nine fen', 'ten billion yuan only',
      'minus fifty yuan only',
    ])
  })
  it('says each amount in its own way', () => {
    for (const say of [chinese, english]) {
      const amounts = Array.from({ length: 30_000 }, (_, i) => i * 37)
      expect(new Set(amounts.map(say)).size).toBe(amounts.length)
    }
  })
})
