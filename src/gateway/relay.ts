// Takes the JSON calls of catalogued services off the socket, so that a body of any size passes in constant memory. All
// other requests come whole, by the server's own way.

import { capitalised } from '../protocol/common-parameters.ts'
import type { Reply, StreamedReply } from '../protocol/door.ts'
import type { Exchange } from '../protocol/exchange.ts'
import {
  calleeOf,
  type HttpHead,
  isJsonPost,
  type Products,
  postBytesMax,
  type ReadBody,
  type StreamedRequest,
} from '../protocol/request.ts'
import type { GatewayLimits } from './limits.ts'
import { isNeeded } from './resources.ts'
import type { GatewayServices } from './services.ts'
import type { Slots } from './slots.ts'
import { type Spooled, spool } from './spool.ts'

export interface RelayOptions {
  /** All products, ours among them: ours are not taken. */
  readonly products: Products
  readonly services: GatewayServices
  readonly limits: GatewayLimits
  readonly folder: string
  readonly files: Slots
  fileName(): string
  /** Whether the head names an active key and a fresh moment. Nothing is verified by that. */
  worthKeeping(head: HttpHead): Promise<boolean>
  respond(request: StreamedRequest): Promise<Reply | StreamedReply>
}

export interface GatewayRelay {
  takes(head: HttpHead): boolean
  take(exchange: Exchange): void
}

export function createRelay(options: RelayOptions): GatewayRelay {
  const { products, services } = options
  const actions = new Set(services.all.flatMap(({ catalog }) => [...catalog.actions.keys()]))
  const calleeIn = (head: HttpHead) => {
    // Most calls of our own are told from the others by their action alone.
    if (!actions.has(capitalised(head.header('x-tc-action') ?? ''))) return undefined
    const callee = isJsonPost(head) ? calleeOf(head, products) : undefined
    const service = callee === undefined ? undefined : services.get(callee.product)
    return callee === undefined || service === undefined ? undefined : { service, action: callee.action }
  }
  return {
    takes: (head) => calleeIn(head) !== undefined,
    take(exchange) {
      const callee = calleeIn(exchange.head)
      const row = callee?.service.catalog.actions.get(callee.action)
      relay(options, exchange, (name) => row !== undefined && isNeeded(row, name)).catch(exchange.fail)
    },
  }
}

async function relay(options: RelayOptions, exchange: Exchange, wanted: (name: string) => boolean): Promise<void> {
  const { head, announcedBytes = 0 } = exchange
  if (announcedBytes > postBytesMax) {
    exchange.reply(await options.respond({ ...head, body: tooLong(announcedBytes) }), false)
    return
  }
  const arrived = await arrive(options, exchange, wanted)
  if (arrived === undefined) return
  const { body, whole } = arrived
  try {
    exchange.reply(await options.respond({ ...head, body }), whole)
  } finally {
    await body.dispose()
  }
}

/** Refused for its length, before anything else in it matters. */
const tooLong = (length: number): ReadBody => ({ length, sha256: '', parameters: () => Object.create(null) })

/** The body; `undefined` when the client went away first. */
async function arrive(
  { limits, folder, files, fileName, worthKeeping }: RelayOptions,
  { head, body }: Exchange,
  wanted: (name: string) => boolean,
): Promise<Spooled | undefined> {
  try {
    return await spool(body, {
      bytesMax: postBytesMax,
      memoryBytesMax: limits.memoryBytesMax,
      folder,
      files,
      fileName,
      wanted,
      worthKeeping: () => worthKeeping(head),
    })
  } catch (error) {
    if (body.destroyed) return undefined
    throw error
  }
}
