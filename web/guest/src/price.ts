/** A stay's price as people compare it: for a night, and as a whole. */
import { money } from '@shared/format'
import { t } from './language'
import { trip } from './trip'

export interface Price {
  night: string
  /** "a night", or "a night on average" where the nights differ. */
  per: string
  /** For all nights and rooms; empty where that is the price of the night. */
  whole: string
}

const YUAN = 100

/** `total` is one room's over `nights`, `even` whether they all cost the same; an average is told in whole yuan. */
export function priceOf(total: number, nights: number, even: boolean): Price {
  const night = total / nights
  const { rooms } = trip
  const words = { nights: t('shared.nights', { n: nights }, nights), rooms: t('shared.rooms', { n: rooms }, rooms) }
  return {
    night: money(even ? night : Math.round(night / YUAN) * YUAN),
    per: even ? t('price.night') : t('price.average'),
    whole: nights * rooms > 1 ? t('price.whole', { ...words, money: money(total * rooms) }) : '',
  }
}
