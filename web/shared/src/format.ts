/**
 * Money, dates and distances as people read them, the one place for both pages. The mini-program's engine has no Intl
 * on some phones, so only `instant` and `today` use it, and do without.
 */
import en from '../texts/en.json'
import zh from '../texts/zh-CN.json'

export type Language = 'zh-CN' | 'en'

/** The texts that both pages share. */
export const words = { 'zh-CN': zh, en }

/** What the house wrote, for this reader: `name_en` where there is one, else `name`; the same of every text and list. */
export function inLanguage<K extends string, T extends Record<K | `${K}_en`, string | string[]>>(
  of: T,
  name: K,
  language: Language,
): T[K] {
  const english = of[`${name}_en`]
  return language === 'en' && english.length ? (english as T[K]) : of[name]
}

/** Puts values into the {names} of a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** 1234567 → "1,234,567", the same in both languages. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** 12345 fen → "¥123.45"; whole yuan without decimals. */
export function money(fen: number): string {
  const yuan = Math.floor(Math.abs(fen) / 100)
  const rest = Math.abs(fen) % 100
  return `${fen < 0 ? '-' : ''}¥${grouped(yuan)}${rest ? `.${String(rest).padStart(2, '0')}` : ''}`
}

/** "123.45" as typed → 12345 fen; null when it is no amount. */
export function parseMoney(text: string): number | null {
  const m = /^\s*[¥\uffe5]?\s*(\d{1,9})(?:\.(\d{1,2}))?\s*$/.exec(text)
  return m ? Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0')) : null
}

/** Hotel dates are "2026-12-01", no instants: they have no time zone. UTC keeps the arithmetic free of one. */
function utc(date: string): Date {
  return new Date(`${date}T00:00:00Z`)
}

export function addDays(date: string, days: number): string {
  return new Date(utc(date).getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

export function nightsBetween(arrival: string, departure: string): number {
  return Math.round((utc(departure).getTime() - utc(arrival).getTime()) / 86_400_000)
}

/** 0 Sunday … 6 Saturday. */
export function weekday(date: string): number {
  return utc(date).getUTCDay()
}

/** "周二" / "Tue". */
export function weekdayName(day: number, language: Language): string {
  return words[language].dates.weekdays[day] ?? ''
}

function monthOf(date: string, language: Language): string {
  return words[language].dates.months[utc(date).getUTCMonth()] ?? ''
}

/** "12月1日周二" / "Tue, Dec 1". */
export function hotelDate(date: string, language: Language): string {
  return fill(words[language].dates.hotel_date, {
    month: monthOf(date, language),
    day: utc(date).getUTCDate(),
    weekday: weekdayName(weekday(date), language),
  })
}

/** "12月1日" / "Dec 1", where there is little room. */
export function shortDate(date: string, language: Language): string {
  return fill(words[language].dates.short_date, { month: monthOf(date, language), day: utc(date).getUTCDate() })
}

/** "2026年12月1日" / "Dec 1, 2026". */
export function fullDate(date: string, language: Language): string {
  const day = utc(date).getUTCDate()
  return fill(words[language].dates.full_date, { month: monthOf(date, language), day, year: date.slice(0, 4) })
}

/** "2026年12月" / "Dec 2026". */
export function monthName(date: string, language: Language): string {
  return fill(words[language].dates.month_of_year, { month: monthOf(date, language), year: date.slice(0, 4) })
}

interface Clock {
  date: string
  time: string
}

/** What calendar and clock show at an instant; the phone's own zone where the engine knows no others. */
function clockAt(when: Date, timeZone: string): Clock {
  const two = (n: number) => String(n).padStart(2, '0')
  if (typeof Intl === 'undefined')
    return {
      date: `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`,
      time: `${two(when.getHours())}:${two(when.getMinutes())}`,
    }
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  })
  const part: Record<string, string> = {}
  for (const p of format.formatToParts(when)) part[p.type] = p.value
  return { date: `${part['year']}-${part['month']}-${part['day']}`, time: `${part['hour']}:${part['minute']}` }
}

/** The date it is now in a time zone such as "Asia/Shanghai". */
export function today(timeZone = 'Asia/Shanghai', now = new Date()): string {
  return clockAt(now, timeZone).date
}

/** An instant (RFC 3339) in a branch's time zone: "12-01 14:30", the year before it when it is not this one. */
export function instant(at: string, timeZone = 'Asia/Shanghai'): string {
  const { date, time } = clockAt(new Date(at), timeZone)
  return `${date.slice(0, 4) === today(timeZone).slice(0, 4) ? date.slice(5) : date} ${time}`
}

/** The same with its year, as papers have it: "2026-12-01 14:30". */
export function stamp(at: string, timeZone = 'Asia/Shanghai'): string {
  const { date, time } = clockAt(new Date(at), timeZone)
  return `${date} ${time}`
}

/** The same with its weekday: "12月1日周二 14:30" / "Tue, Dec 1, 14:30". */
export function moment(at: string, language: Language, timeZone = 'Asia/Shanghai'): string {
  const { date, time } = clockAt(new Date(at), timeZone)
  return fill(words[language].dates.moment, { date: hotelDate(date, language), time })
}

/** 950 → "950 m", 12345 → "12.3 km". */
export function distance(metres: number, language: Language): string {
  const w = words[language].distance
  return metres < 1000 ? fill(w.metres, { n: metres }) : fill(w.kilometres, { n: (metres / 1000).toFixed(1) })
}

/** 0.123 → "12.3%". */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`
}
