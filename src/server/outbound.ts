// Fetches documents from addresses that customers named. It must not become a way into the operator's own network: unless
// told otherwise it speaks HTTPS only and connects to public addresses only, judged on the very address that it connects to.
// It follows no redirect, and neither time nor size is without a bound.
import { type LookupAddress, lookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'
import { version } from './version.ts'

/** `off`: nowhere. `public`: HTTPS to public addresses. `private`: HTTPS to any. `any`: plain HTTP too. */
export type Reach = 'off' | 'public' | 'private' | 'any'

export interface OutboundOptions {
  /** For the whole of a fetch. */
  readonly timeoutMs?: number
  readonly bytesMax?: number
  /** Certificates of authorities, in place of those of the runtime. */
  readonly ca?: string
  /** Named where it does not go; `OPENCAM_PROVIDER_FETCH` by default. */
  readonly option?: string
  readonly lookup?: typeof lookup
}
export interface Outbound {
  /** The text of a 200 answer. Throws with a plain reason for everything else. */
  fetchText(url: string): Promise<string>
  /** Sends the body; resolves when the answer is a 2xx. Throws with a plain reason for everything else. */
  postText(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<void>
  /** Ends what is under way; nothing is fetched any more. */
  stop(): Promise<void>
}

export function createOutbound(reach: Reach, options: OutboundOptions = {}): Outbound {
  const { timeoutMs = 10_000, bytesMax = 262_144, ca, option = 'OPENCAM_PROVIDER_FETCH' } = options
  const closing = new AbortController()
  const limits: Limits = { reach, option }
  const guarded = guardedLookup(limits, options.lookup ?? lookup)

  function exchange(text: string, method: 'GET' | 'POST', more: Headers, body?: string): Promise<IncomingMessage> {
    const url = judged(limits, text)
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)])
    const headers = { 'user-agent': `opencam/${version}`, ...more }
    // No agent: a connection is for one exchange, to an address that was judged for it.
    const given = { method, headers, signal, agent: false, lookup: guarded } as const
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    return new Promise((resolve, reject) => {
      send(url, { ...given, ...(ca === undefined ? {} : { ca }) }, resolve)
        .on('error', reject)
        .end(body)
    })
  }

  return {
    async fetchText(text) {
      return bodyOf(await exchange(text, 'GET', { accept: 'application/json' }), bytesMax)
    },
    async postText(text, body, headers) {
      const length = String(Buffer.byteLength(body))
      const response = await exchange(text, 'POST', { ...headers, 'content-length': length }, body)
      const { statusCode = 0 } = response
      response.destroy()
      if (statusCode < 200 || statusCode > 299) throw new Error(`the answer is ${statusCode}, not 2xx`)
    },
    stop: async () => closing.abort(new Error('the server is closing')),
  }
}

type Headers = Readonly<Record<string, string>>
interface Limits {
  readonly reach: Reach
  readonly option: string
}

/** A host that is an address is judged here, because nothing looks it up. */
function judged({ reach, option }: Limits, text: string): URL {
  const url = new URL(text)
  const plain = url.protocol === 'http:' && reach === 'any'
  if (reach === 'off') throw new Error(`nothing may be fetched (${option})`)
  if (url.protocol !== 'https:' && !plain) throw new Error(`${url.protocol} is not fetched (${option})`)
  if (url.username !== '' || url.password !== '') throw new Error('an address with credentials is not fetched')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayReach(reach, host)) throw new Error(unreachable(host, option))
  return url
}

const mayReach = (reach: Reach, address: string): boolean => reach !== 'public' || isPublicAddress(address)
const unreachable = (host: string, option: string): string => `${host} is no public address (${option})`

/** Hands over only addresses that may be reached, so that no second look-up can answer otherwise. */
function guardedLookup({ reach, option }: Limits, look: typeof lookup): LookupFunction {
  return (host, options, callback) => {
    look(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, [])
      const addresses = found.filter(({ address }) => mayReach(reach, address))
      const [first] = addresses
      if (first === undefined) return callback(new Error(unreachable(host, option)), [])
      if (options.all === true) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

async function bodyOf(response: IncomingMessage, bytesMax: number): Promise<string> {
  if (response.statusCode !== 200) {
    response.destroy()
    throw new Error(`the answer is ${response.statusCode}, not 200`)
  }
  const parts: Buffer[] = []
  let bytes = 0
  // A break out of the loop ends the connection.
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > bytesMax) throw new Error(`the answer has more than ${bytesMax} bytes`)
    parts.push(part)
  }
  if (!response.complete) throw new Error('the answer broke off')
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
}
