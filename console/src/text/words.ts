// Words in both languages. Every page and part keeps its own table beside it; nothing else holds words for people. The
// language is the page's: the server writes it there, and another one is another load of the page.

/** English and Chinese; `{name}` is a hole. */
export type Rows = Readonly<Record<string, readonly [en: string, zh: string]>>
export type Holes = Readonly<Record<string, string | number>>
export type Words<R extends Rows> = (word: keyof R, holes?: Holes) => string

export const chinese = document.documentElement.lang === 'zh-CN'
const at = chinese ? 1 : 0

/** The words of a table in the language of the page. */
export function words<const R extends Rows>(rows: R): Words<R> {
  return (word, holes) => {
    const text = rows[word]?.[at] ?? ''
    return holes === undefined ? text : text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(holes[name] ?? ''))
  }
}

const numbers = new Intl.NumberFormat(document.documentElement.lang)
const times = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })

export const numberText = (value: number): string => numbers.format(value)

/**
 * A moment of the wire in the browser's zone: Unix seconds, ISO, or `2026-01-02 03:04:05` in the protocol's own zone, which
 * is eight hours ahead. Empty and unreadable ones stay as they are.
 */
export function timeText(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return '–'
  const ms = typeof value === 'number' ? value * 1000 : Date.parse(isoOf(value))
  return Number.isNaN(ms) ? String(value) : times.format(ms)
}

const isoOf = (text: string): string =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}+08:00` : text
