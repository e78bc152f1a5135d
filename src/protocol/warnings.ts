// What a call that succeeded may not have meant, beside its answer: a header that clients may read and may pass over. The
// envelope stays as documented, because clients check its members.

export interface Warning {
  /** Ours, in small letters and dashes. */
  readonly code: string
  /** JSON path into the parameter that is doubtful. */
  readonly path: string
  readonly message: string
}

export const warningsHeader = 'X-OpenCAM-Warnings'

/** Proxies commonly keep 4 KiB for all headers of an answer. */
const headerBytesMax = 2048

/** A JSON list in visible ASCII, cut to what a header can be; its last entry then says how many are left out. */
export function warningsText(warnings: readonly Warning[]): string {
  for (let kept = warnings.length; ; kept -= 1) {
    const left = warnings.length - kept
    const more = { code: 'more', path: '$', message: `and ${left} more` }
    const text = ascii(JSON.stringify([...warnings.slice(0, kept), ...(left > 0 ? [more] : [])]))
    if (text.length <= headerBytesMax || kept === 0) return text
  }
}

const ascii = (json: string): string =>
  json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
