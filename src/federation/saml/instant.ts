// Times as SAML writes them: xs:dateTime in UTC. A time without a zone, or in another one, is refused: SAML forbids it,
// and readers would disagree about what it means.

const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/

/** Milliseconds since 1970; `undefined` for anything but an existing moment in UTC. */
export function readInstant(text: string): number | undefined {
  const match = pattern.exec(text.trim())
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = ''] = match
  const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const ms = Date.parse(`${whole}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  // Date.parse takes the 30th of February for the 2nd of March.
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(whole) ? undefined : ms
}
