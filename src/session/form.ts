// Names and values that a browser sends: queries, forms, cookies. Strict: a name that occurs twice has no value, so that
// no two readers can differ about which one counts.

export interface Fields {
  /** `undefined`: not there, or there more than once. */
  get(name: string): string | undefined
}

export const noFields: Fields = { get: () => undefined }

/** Of a query, or of a body sent as `application/x-www-form-urlencoded`. */
export function readForm(text: string): Fields {
  const parameters = new URLSearchParams(text)
  return {
    get(name) {
      const values = parameters.getAll(name)
      return values.length === 1 ? values[0] : undefined
    },
  }
}

/** Of a Cookie header. */
export function readCookies(header: string | undefined): Fields {
  const pairs = (header ?? '').split(';').map((pair): readonly [string, string] => {
    const at = pair.indexOf('=')
    return at < 0 ? ['', ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })
  return {
    get(name) {
      const values = pairs.filter(([key]) => key === name)
      return values.length === 1 ? values[0]?.[1] : undefined
    },
  }
}
