// Sends audit events to an address of the operator's: each account's in the order of its chain, at least once. The store
// is the queue: a cursor says what was taken, so nothing waits in memory but the batch under way, and a crash loses nothing.
import { createHmac } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import type { AuditChain, ChainedEvent, Store } from '../store/store.ts'
import { ofChains } from './keeper.ts'

/** Resolves when the receiver has taken the body; throws otherwise. */
export type Post = (url: string, body: string, headers: Readonly<Record<string, string>>) => Promise<void>

export interface WebhookParts {
  readonly store: Store
  readonly clock: Clock
  readonly url: string
  readonly secret: string
  readonly post: Post
}
export interface Webhook {
  /** Sends what waits, until there is no more or the receiver fails; then nothing is sent for a while. */
  run(): Promise<void>
}

/** Of one delivery. */
const batchMax = 500
/** One node delivers for an account at a time; longer than an exchange may take. */
const claimedMs = 60_000
const pauseFirstMs = 1_000
const pauseMaxMs = 5 * 60_000

/** `t=<ms>,v1=<hex>`: HMAC-SHA256 over the time, a dot and the body. The time lets a receiver refuse old ones. */
export const signatureOf = (secret: string, timeMs: number, body: string): string =>
  `t=${timeMs},v1=${createHmac('sha256', secret).update(`${timeMs}.${body}`).digest('hex')}`

const lineOf = (event: ChainedEvent): string => `${JSON.stringify({ type: 'event', ...event })}\n`

export function createWebhook({ store, clock, url, secret, post }: WebhookParts): Webhook {
  let failures = 0
  let restingUntilMs = 0

  async function send(account: number, events: readonly ChainedEvent[]): Promise<void> {
    const body = events.map(lineOf).join('')
    const timeMs = clock()
    await post(url, body, {
      'content-type': 'application/jsonl; charset=utf-8',
      'x-opencam-account': String(account),
      'x-opencam-positions': `${events[0]?.position}-${events.at(-1)?.position}`,
      'x-opencam-signature': signatureOf(secret, timeMs, body),
    })
  }

  /** A receiver that fails once is left alone for a while, by all accounts. */
  async function attempt(account: number, events: readonly ChainedEvent[]): Promise<void> {
    try {
      await send(account, events)
      failures = 0
    } catch (error) {
      restingUntilMs = clock() + Math.min(pauseFirstMs * 2 ** failures, pauseMaxMs)
      failures += 1
      throw error
    }
  }

  async function deliver({ account, delivered: known, position }: AuditChain): Promise<void> {
    if (known >= position || clock() < restingUntilMs) return
    const nowMs = clock()
    const mine = await store.transaction((writes) => writes.audit.claimDelivery(account, nowMs, nowMs + claimedMs))
    if (!mine) return
    // Another node may have come further before it let go.
    let delivered = (await store.read.audit.chain(account))?.delivered ?? known
    try {
      for (;;) {
        const events = await store.read.audit.after(account, delivered, batchMax)
        const last = events.at(-1)
        if (last === undefined) return
        await attempt(account, events)
        delivered = last.position
        // So much is taken, whatever becomes of the rest; the claim goes on.
        const at = delivered
        await store.transaction((writes) => writes.audit.delivered(account, at, clock() + claimedMs))
      }
    } finally {
      const at = delivered
      await store.transaction((writes) => writes.audit.delivered(account, at, 0))
    }
  }

  return {
    async run() {
      if (clock() < restingUntilMs) return
      await ofChains(store, 'due', deliver)
    },
  }
}
