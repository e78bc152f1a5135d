// Moments as the wire writes them. Stored times are milliseconds UTC; most wire fields are UTC+8 without a zone.

const beijingOffsetMs = 8 * 3_600_000

/** `YYYY-MM-DD hh:mm:ss` in UTC+8, the form of CreateTime, AddTime and their like. */
export function wireTime(ms: number): string {
  return new Date(ms + beijingOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** `YYYY-MM-DD` in UTC+8. */
export function wireDate(ms: number): string {
  return new Date(ms + beijingOffsetMs).toISOString().slice(0, 10)
}

/** `YYYY-MM-DDThh:mm:ssZ`, the form of policy versions and STS. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
