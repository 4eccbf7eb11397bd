/** Amounts in words, as slips for money have them besides the figures: 人民币大写 in Chinese. */

export type Say = (key: string, values?: Record<string, string>) => string

/** -1050005 fen → 负壹万零伍佰元零伍分. The words of a language, and how they are put together, are its texts. */
export function capitals(amount: number, say: Say): string {
  const small = say('capitals.small').split(' ')
  const tens = say('capitals.tens').split(' ')
  const units = say('capitals.units').split(' ').map((unit) => ({ size: parseInt(unit), name: unit.replace(/^\d+/, '') }))
  const next = (a: string, b: string) => (a && b ? say('capitals.next', { a, b }) : a || b)
  /* Over a place where a nought stands. */
  const skip = (a: string, b: string) => say('capitals.skip', { a, b })

  function spell(n: number): string {
    const unit = units.find(({ size }) => size <= n)
    if (unit) {
      const head = next(spell(Math.floor(n / unit.size)), unit.name)
      const rest = n % unit.size
      return rest ? (rest < unit.size / 10 ? skip : next)(head, spell(rest)) : head
    }
    const ten = tens[Math.floor(n / 10) - 2]
    if (!ten) return small[n] ?? ''
    return n % 10 ? say('capitals.ten', { a: ten, b: small[n % 10] ?? '' }) : ten
  }

  const all = Math.abs(amount)
  const [yuan, jiao, fen] = [Math.floor(all / 100), Math.floor(all / 10) % 10, all % 10]
  let said = yuan || !all ? next(spell(yuan), say('capitals.yuan')) : ''
  if (jiao) said = next(said, next(spell(jiao), say('capitals.jiao')))
  if (fen) said = (yuan && !jiao ? skip : next)(said, next(spell(fen), say('capitals.fen')))
  else said = next(said, say('capitals.whole'))
  return amount < 0 ? next(say('capitals.minus'), said) : said
}
