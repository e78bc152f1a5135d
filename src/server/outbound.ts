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
  readonly lookup?: typeof lookup
}
export interface Outbound {
  /** The text of a 200 answer. Throws with a plain reason for everything else. */
  fetchText(url: string): Promise<string>
  /** Ends what is under way; nothing is fetched any more. */
  stop(): Promise<void>
}

export function createOutbound(reach: Reach, options: OutboundOptions = {}): Outbound {
  const { timeoutMs = 10_000, bytesMax = 262_144, ca } = options
  const closing = new AbortController()
  const guarded = guardedLookup(reach, options.lookup ?? lookup)
  return {
    async fetchText(text) {
      const url = judged(reach, text)
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)])
      const headers = { accept: 'application/json', 'user-agent': `opencam/${version}` }
      // No agent: a connection is for one fetch, to an address that was judged for it.
      const given = { method: 'GET', headers, signal, agent: false, lookup: guarded } as const
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        send(url, { ...given, ...(ca === undefined ? {} : { ca }) }, resolve)
          .on('error', reject)
          .end()
      })
      return bodyOf(response, bytesMax)
    },
    stop: async () => closing.abort(new Error('the server is closing')),
  }
}

/** A host that is an address is judged here, because nothing looks it up. */
function judged(reach: Reach, text: string): URL {
  const url = new URL(text)
  const plain = url.protocol === 'http:' && reach === 'any'
  if (reach === 'off') throw new Error('nothing may be fetched (OPENCAM_PROVIDER_FETCH)')
  if (url.protocol !== 'https:' && !plain) throw new Error(`${url.protocol} is not fetched (OPENCAM_PROVIDER_FETCH)`)
  if (url.username !== '' || url.password !== '') throw new Error('an address with credentials is not fetched')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayReach(reach, host)) throw new Error(unreachable(host))
  return url
}

const mayReach = (reach: Reach, address: string): boolean => reach !== 'public' || isPublicAddress(address)
const unreachable = (host: string): string => `${host} is no public address (OPENCAM_PROVIDER_FETCH)`

/** Hands over only addresses that may be reached, so that no second look-up can answer otherwise. */
function guardedLookup(reach: Reach, look: typeof lookup): LookupFunction {
  return (host, options, callback) => {
    look(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, [])
      const addresses = found.filter(({ address }) => mayReach(reach, address))
      const [first] = addresses
      if (first === undefined) return callback(new Error(unreachable(host)), [])
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
