// Deliveries of audit events: in order, at least once, signed, and left alone for a while where the receiver fails.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWebhook, type Post } from '../../src/audit/webhook.ts'
import { virtualClock } from '../../src/kernel/clock.ts'
import { createOutbound } from '../../src/server/outbound.ts'
import type { Store } from '../../src/store/store.ts'
import { backends, type Place } from '../store/backends.ts'
import { auditEvent, insertAccount } from '../store/contract/context.ts'

interface Delivery {
  readonly body: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

let place: Place | undefined
let store: Store
let account: number
const clock = virtualClock(1_000_000)
beforeEach(async () => {
  place = await backends[0]?.make()
  if (place === undefined) throw new Error('there is no database')
  store = await place.open()
  account = await insertAccount(store)
})
afterEach(async () => {
  await store.close()
  await place?.drop()
})

const append = (count: number): Promise<void> =>
  store.transaction((writes) =>
    writes.audit.appendAll(
      account,
      Array.from({ length: count }, (_, i) => auditEvent(account, i)),
    ),
  )
const secret = 'a-secret-of-the-webhook'
const webhookOver = (post: Post) => createWebhook({ store, clock, url: 'https://hook.example/', secret, post })
const positionsIn = ({ body }: Delivery): number[] =>
  body
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { position: number }).position)

test('every event comes in order, in bounded deliveries, and each once while all is well', async () => {
  const taken: Delivery[] = []
  const webhook = webhookOver(async (_, body, headers) => void taken.push({ body, headers }))
  await append(600)
  await webhook.run()
  await webhook.run()
  await append(1)
  await webhook.run()
  expect(taken.map(({ headers }) => headers['x-opencam-positions'])).toEqual(['1-500', '501-600', '601-601'])
  expect(taken.flatMap(positionsIn)).toEqual(Array.from({ length: 601 }, (_, index) => index + 1))
  expect((await store.read.audit.chain(account))?.delivered).toBe(601)
})

test('a receiver that fails is tried again later and later, from where it had come', async () => {
  let calls = 0
  let broken = true
  const taken: Delivery[] = []
  const webhook = webhookOver(async (_, body, headers) => {
    calls += 1
    if (broken) throw new Error('the answer is 503, not 2xx')
    taken.push({ body, headers })
  })
  await append(3)
  await expect(webhook.run()).rejects.toThrow('503')
  await webhook.run()
  expect(calls).toBe(1)
  clock.advance(1_000)
  await expect(webhook.run()).rejects.toThrow('503')
  clock.advance(1_000)
  await webhook.run()
  expect(calls).toBe(2)
  clock.advance(1_000)
  broken = false
  await webhook.run()
  expect(taken.flatMap(positionsIn)).toEqual([1, 2, 3])
})

test('over a socket: signed over time and body; a private address is reached only where that is allowed', async () => {
  const taken: Delivery[] = []
  const receiver = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    taken.push({ body: Buffer.concat(parts).toString(), headers: request.headers })
    response.writeHead(taken.length === 1 ? 500 : 204).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`
  const option = 'OPENCAM_AUDIT_WEBHOOK_REACH'
  const over = (reach: 'public' | 'any') =>
    createWebhook({ store, clock, url, secret, post: createOutbound(reach, { option }).postText })
  try {
    await append(2)
    await expect(over('public').run()).rejects.toThrow('http: is not fetched (OPENCAM_AUDIT_WEBHOOK_REACH)')
    await expect(over('any').run()).rejects.toThrow('the answer is 500, not 2xx')
    await over('any').run()
    expect(taken.map(positionsIn)).toEqual([
      [1, 2],
      [1, 2],
    ])
    const [, { body, headers } = { body: '', headers: {} }] = taken
    const [, time = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-opencam-signature'])) ?? []
    expect(mac).toBe(createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'))
    expect(Number(time)).toBe(clock())
    expect(headers).toMatchObject({ 'x-opencam-account': String(account), 'x-opencam-positions': '1-2' })
  } finally {
    receiver.close()
  }
})
