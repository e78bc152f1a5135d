// A call as it is told to the makers of code, and how its parameters are written in several languages. Pure.

export interface CodeCall {
  readonly product: string
  readonly version: string
  readonly action: string
  readonly params: Readonly<Record<string, unknown>>
  /** Empty: not said. */
  readonly region: string
  /** Where the server answers: `https://cam.example:8600`. */
  readonly endpoint: string
}

/** Host with its port, and whether TLS protects it. */
export function addressOf({ endpoint }: CodeCall): { readonly host: string; readonly secure: boolean } {
  const { host, protocol } = new URL(endpoint)
  return { host, secure: protocol === 'https:' }
}

/** The body, on one line. */
export const compact = ({ params }: CodeCall): string => JSON.stringify(params)

/** The body, one member a line. */
export const pretty = ({ params }: CodeCall): string => JSON.stringify(params, null, 2)

/** A text between double quotes, for languages that read the escapes of JSON: Go, Java, C#, Python, JavaScript. */
export const quoted = (text: string): string => JSON.stringify(text)

/** A text between single quotes of a shell. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
