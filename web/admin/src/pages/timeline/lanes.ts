/** The timeline as numbers: which lane a bar lies in, and from which column to which. Columns are the nights of the range. */
import { nightsBetween } from '@shared/format'
import type { Timeline, TimelineBar, TimelineClosing, TimelineRoom } from '../../core/types'

export const tones = ['due_in', 'in_house', 'due_out', 'overdue', 'departed'] as const
export type Tone = (typeof tones)[number]

/** Half open, cut to the range. */
interface Columns {
  left: number
  right: number
}
export interface PlacedBar extends Columns {
  key: string
  bar: TimelineBar
  tone: Tone
  /** It began before the range, and goes on behind it. */
  before: boolean
  behind: boolean
  /** Its stay may still get another room, and another departure. */
  movable: boolean
  pullable: boolean
  /** Columns after its end that somebody stays on in, whatever the dates say. */
  tail: Columns | null
}
export interface PlacedClosing extends Columns {
  closing: TimelineClosing
}
export interface Lane {
  key: string
  room: TimelineRoom | null
  typeId: string
  bars: PlacedBar[]
  closings: PlacedClosing[]
}
export interface Range {
  from: string
  days: number
}

function cut(range: Range, from: string, to: string): Columns {
  const column = (date: string) => Math.min(Math.max(nightsBetween(range.from, date), 0), range.days)
  return { left: column(from), right: column(to) }
}

function toneOf(bar: TimelineBar, last: boolean, today: string): Tone {
  if (bar.state === 'due_in') return 'due_in'
  if (bar.state !== 'in_house') return 'departed'
  if (!last || bar.to > today) return 'in_house'
  return bar.to === today ? 'due_out' : 'overdue'
}

function place(range: Range, today: string, ends: Map<string, string>, bar: TimelineBar): PlacedBar {
  const last = ends.get(bar.stay_id) === bar.to
  const open = bar.state === 'due_in' || (bar.state === 'in_house' && last)
  const tone = toneOf(bar, last, today)
  const late = tone === 'due_out' || tone === 'overdue'
  const tomorrow = nightsBetween(range.from, today) + 1
  return {
    ...cut(range, bar.from, bar.to),
    key: `${bar.stay_id}-${bar.room_id ?? ''}-${bar.from}`, bar, tone,
    before: bar.from < range.from,
    behind: nightsBetween(range.from, bar.to) > range.days,
    movable: open && (bar.state === 'due_in' || bar.to > today),
    pullable: open && last,
    tail: late ? { left: cut(range, bar.from, bar.to).right, right: Math.min(tomorrow, range.days) } : null,
  }
}

/** The first lane that is free from there on takes it, else a new one does. */
function pack(typeId: string, bars: PlacedBar[]): Lane[] {
  const lanes: Lane[] = []
  for (const bar of bars) {
    let lane = lanes.find((l) => (l.bars.at(-1)?.right ?? 0) <= bar.left)
    if (!lane) lanes.push((lane = { key: `${typeId}-${lanes.length}`, room: null, typeId, bars: [], closings: [] }))
    lane.bars.push(bar)
  }
  return lanes
}

function gather<T>(of: T[], name: (one: T) => string): Map<string, T[]> {
  const by = new Map<string, T[]>()
  for (const one of of) by.set(name(one), [...(by.get(name(one)) ?? []), one])
  return by
}

export function lanesOf(answer: Timeline, range: Range, typeId: string): { rooms: Lane[]; waiting: Lane[]; unassigned: number } {
  const today = answer.business_date
  const ends = new Map<string, string>()
  for (const { stay_id, to } of answer.bars) if (to > (ends.get(stay_id) ?? '')) ends.set(stay_id, to)
  const bars = answer.bars.map((bar) => place(range, today, ends, bar))
  const byRoom = gather(bars.filter((b) => b.bar.room_id), (b) => b.bar.room_id as string)
  const shut = gather(answer.closings, (c) => c.room_id)
  const rooms = answer.rooms
    .filter((room) => !typeId || room.room_type_id === typeId)
    .map((room) => ({
      key: room.room_id, room, typeId: room.room_type_id, bars: byRoom.get(room.room_id) ?? [],
      closings: (shut.get(room.room_id) ?? []).map((closing) => ({ closing, ...lastIncluded(range, closing) })),
    }))
  const none = bars.filter((b) => !b.bar.room_id && (!typeId || b.bar.room_type_id === typeId))
  const waiting = [...gather(none, (b) => b.bar.room_type_id)].flatMap(([type, of]) => pack(type, of))
  return { rooms, waiting, unassigned: none.length }
}

function lastIncluded(range: Range, { from, to }: TimelineClosing): Columns {
  const { left, right } = cut(range, from, to)
  return { left, right: Math.min(to < range.from ? right : right + 1, range.days) }
}

/** Somebody else, or a closing, has the room on one of the bar's nights that are shown. */
export function clashes(lane: Lane, { left, right, bar }: PlacedBar, today: number): boolean {
  const from = bar.state === 'in_house' ? Math.max(left, today) : left
  const meets = (c: Columns) => c.left < right && c.right > from
  return lane.closings.some(meets) || lane.bars.some((b) => b.bar.stay_id !== bar.stay_id && b.tone !== 'departed' && meets(b))
}

/** The bar that an arrow key leads to: in its lane the one before or after, else the nearest of the next lane that has one. */
export function neighbour(lanes: Lane[], key: string, arrow: string): PlacedBar | undefined {
  const row = lanes.findIndex((l) => l.bars.some((b) => b.key === key))
  const bars = lanes[row]?.bars ?? []
  const at = bars.findIndex((b) => b.key === key)
  if (arrow === 'ArrowLeft') return bars[at - 1]
  if (arrow === 'ArrowRight') return bars[at + 1]
  if (arrow === 'Home') return bars[0]
  if (arrow === 'End') return bars.at(-1)
  const rest = arrow === 'ArrowDown' ? lanes.slice(row + 1) : lanes.slice(0, Math.max(row, 0)).reverse()
  const target = rest.find((l) => l.bars.length)?.bars ?? []
  const far = (b: PlacedBar) => Math.abs(b.left - (bars[at]?.left ?? 0))
  return target.reduce<PlacedBar | undefined>((best, b) => (best && far(best) <= far(b) ? best : b), undefined)
}
