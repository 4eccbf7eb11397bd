/** What the trail keeps of an object, as people read it. */
import { weekdayName } from '@shared/format'
import { language, t, text } from '../../core/language'
import { nameOf } from '../../core/names'
import { day, moment, money } from '../../core/shown'

type Bag = Record<string, unknown>
/* The program's own: what changes with every change, and numbers that stand for nothing a person knows. */
const INTERNAL = ['id', 'version', 'url', 'message_id']
/* Where the words of an object's states are; of all others "on" and "off". */
const STATES: Record<string, string> = { room: 'room_status', order: 'status' }
const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** The members of a kept state, those of what is inside it among them. */
export function read(state: string | null): Bag {
  try {
    const bag = (JSON.parse(state ?? '{}') ?? {}) as Bag
    const inside = Object.values(bag).filter((v): v is Bag => typeof v === 'object' && v !== null && !Array.isArray(v))
    const own = Object.entries(bag).filter(([name, v]) => !inside.includes(v as Bag) && !INTERNAL.includes(name))
    return Object.assign(Object.fromEntries(own), ...inside)
  } catch {
    return {}
  }
}

function nameOfId(field: string, id: string): string {
  return nameOf(field.replace(/_ids?$/, '').replace(/^.*_coupon$/, 'coupon'), id) || t('audit.gone')
}

function word(field: string, value: string, object: string): string {
  if (/_ids?$/.test(field)) return nameOfId(field, value)
  if (field === 'weekdays') return weekdayName(WEEK.indexOf(value), language())
  if (field === 'role') return text(`role.${value}`)
  if (field === 'stock_mode') return text(`stock_mode.${value}`)
  if (field === 'paper') return text(`paper_kind.${value}`)
  if (field === 'kind') return text(`coupon_kind.${value}`)
  if (field === 'topic') return text(`topic.${value}`)
  if (field === 'tag') return text(`tag.${value}`)
  if (field === 'language') return value === 'en' ? t('language.en') : t('language.zh')
  if (field === 'status') return text(`${STATES[object] ?? 'on_off'}.${value}`)
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(value)
  return /^\d{4}-\d\d-\d\dT/.test(value) ? moment(value) : value
}

export function shown(field: string, value: unknown, object: string): string {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)) return t('audit.nothing')
  if (field === 'images') return t('audit.pictures', (value as unknown[]).length)
  if (field === 'image') return t('audit.pictures', 1)
  if (Array.isArray(value)) return value.map((one) => word(field, String(one), object)).join(', ')
  if (typeof value === 'boolean') return value ? t('audit.yes') : t('audit.no')
  if (typeof value === 'number') return field.endsWith('_fen') ? money(value) : String(value)
  return word(field, String(value), object)
}
