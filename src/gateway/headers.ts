// Which headers pass the gateway, in both directions. Nothing about the connection passes, no credential, and nothing by
// which a client could speak for the gateway.

/** About one connection, not about the call. */
const hopByHop = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Of requests besides: credentials, what is written anew, and what some servers take for another path or method. */
const ofClients: ReadonlySet<string> = new Set([
  ...hopByHop,
  'authorization',
  'content-length',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-uri',
  'x-original-url',
  'x-real-ip',
  'x-rewrite-url',
  'x-tc-action',
  'x-tc-content-sha256',
  'x-tc-region',
  'x-tc-token',
  'x-tc-version',
])

/** Of answers besides: a cookie would be set for the gateway's own host. */
const ofUpstreams: ReadonlySet<string> = new Set([...hopByHop, 'set-cookie'])

/** Some servers read `_` as `-`. */
const spelled = (name: string): string => name.toLowerCase().replaceAll('_', '-')

const speaksForUs = (name: string): boolean => name.startsWith('x-opencam-') || name.startsWith('x-forwarded-')

/** Pairs of a flat list of names and values, without those that the list's own Connection header names. */
function passing(raw: readonly string[], dropped: ReadonlySet<string>): [name: string, value: string][] {
  const pairs: [string, string][] = []
  const named = new Set<string>()
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = [raw[at], raw[at + 1]]
    if (spelled(name) === 'connection') for (const one of value.split(',')) named.add(spelled(one.trim()))
    pairs.push([name, value])
  }
  return pairs.filter(([name]) => {
    const plain = spelled(name)
    return !dropped.has(plain) && !named.has(plain) && !speaksForUs(plain)
  })
}

/** What a client sent and the service behind gets, names in lower case. */
export function requestHeaders(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of passing(raw, ofClients)) {
    const plain = name.toLowerCase()
    const before = headers[plain]
    if (before === undefined) headers[plain] = value
    else headers[plain] = [...(typeof before === 'string' ? [before] : before), value]
  }
  return headers
}

/** What the service answered and the client gets, as a flat list. */
export function answerHeaders(raw: readonly string[]): string[] {
  return passing(raw, ofUpstreams).flat()
}
