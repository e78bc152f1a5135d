// Whoever can write to the database changes rows of the audit log behind the server's back: a check finds it, in the store
// and in an export, and says where. The rows are real ones, on both databases.
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CheckpointKeys, openSigner, readPublicKeys } from '../../src/audit/checkpoints.ts'
import { type AuditRecord, recordsOf, verifyChain, verifyLines } from '../../src/audit/export.ts'
import { createKeeper } from '../../src/audit/keeper.ts'
import type { ChainReport } from '../../src/audit/verify.ts'
import { virtualClock } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { chainHash } from '../../src/store/audit-chain.ts'
import { sealer as createSealer } from '../../src/store/seal.ts'
import type { ChainedEvent, Store } from '../../src/store/store.ts'
import { backends, type Place } from '../store/backends.ts'
import { auditEvent, insertAccount } from '../store/contract/context.ts'

/** Runs statements as somebody with a connection of their own would. */
type Sql = (text: string) => Promise<void>

async function connect({ options }: Place): Promise<{ readonly run: Sql; close(): Promise<void> }> {
  if (options.databaseUrl === undefined) {
    const db = new DatabaseSync(`${options.dataDir}/opencam.db`, { timeout: 5_000 })
    return { run: async (text) => db.exec(text), close: async () => db.close() }
  }
  const client = new pg.Client({ connectionString: options.databaseUrl })
  await client.connect()
  return { run: async (text) => void (await client.query(text)), close: () => client.end() }
}

const clock = virtualClock(1_000_000)
const random = seededRandom(7)
const sealer = createSealer({ current: { id: 'test', key: random.bytes(32) }, others: [] })

/** Ten events, checkpoints behind the fourth and the eighth. */
async function filled(store: Store): Promise<number> {
  const signer = await openSigner({ store, sealer, clock, random })
  const keeper = createKeeper({ store, clock, random, signer, checkpointMs: 0 })
  const account = await insertAccount(store)
  for (let i = 1; i <= 10; i++) {
    await store.transaction((writes) => writes.audit.append(auditEvent(account, i, { timeMs: clock() })))
    if (i === 4 || i === 8) await keeper.checkpoint(account)
    clock.advance(1_000)
  }
  return account
}

const keysOf = async (store: Store): Promise<CheckpointKeys> =>
  readPublicKeys((await store.auditKeys()).map(({ publicKey }) => publicKey).join(''))

async function exported(store: Store, account: number): Promise<AuditRecord[]> {
  const chain = await store.read.audit.chain(account)
  if (chain === undefined) throw new Error('there is no chain')
  return Array.fromAsync(recordsOf(store, chain))
}

async function checkLines(records: readonly AuditRecord[], keys: CheckpointKeys): Promise<ChainReport> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  const [report] = await Array.fromAsync(verifyLines(createInterface({ input: Readable.from([text]) }), keys))
  if (report === undefined) throw new Error('there is no report')
  return report
}

/** `kind from-to` of each finding. */
const found = ({ findings }: ChainReport): string[] => findings.map(({ kind, from, to }) => `${kind} ${from}-${to}`)

interface Tampering {
  readonly title: string
  /** `at`: what holds for rows of the account alone. */
  sql(account: number, events: readonly ChainedEvent[]): readonly string[]
  readonly finds: readonly string[]
}

/** The rows from `from` on moved by so many places, the furthest first. */
function moved(account: number, from: number, by: number): string[] {
  const places = Array.from({ length: 11 - from }, (_, index) => from + index)
  return (by > 0 ? places.toReversed() : places).map(
    (place) => `update audit_log set position = ${place + by} where account = ${account} and position = ${place}`,
  )
}
const copyOf = (account: number, place: number, to: number): string => `
  insert into audit_log (account, position, revision, request_id, time_ms, uin, secret_id, access, product, action, resources,
    decision, outcome, source_ip, user_agent, parameters, session, hash)
  select account, ${to}, revision, 'forged', time_ms, uin, secret_id, access, product, action, resources,
    decision, outcome, source_ip, user_agent, parameters, session, hash
  from audit_log where account = ${account} and position = ${place}`

/** The hashes that a chain with another third event has from there on, as a forger would compute them. */
function rehashed(events: readonly ChainedEvent[], to: number): { readonly position: number; readonly hash: string }[] {
  const made: { position: number; hash: string }[] = []
  let before = events[1]?.hash ?? ''
  for (const event of events.slice(2, to)) {
    const forged = event.position === 3 ? { ...event, outcome: 'Forged' } : event
    before = chainHash(forged, event.position, before)
    made.push({ position: event.position, hash: before })
  }
  return made
}

const at = (account: number, place: number): string => `where account = ${account} and position = ${place}`
const putHashes = (account: number, hashes: ReturnType<typeof rehashed>): string[] =>
  hashes.map(({ position, hash }) => `update audit_log set hash = '${hash}' ${at(account, position)}`)
const forge = (account: number): string => `update audit_log set outcome = 'Forged' ${at(account, 3)}`

const tamperings: readonly Tampering[] = [
  { title: 'nothing', sql: () => [], finds: [] },
  { title: 'another outcome', sql: (account) => [forge(account)], finds: ['changed 3-3'] },
  {
    title: 'another caller of the last event',
    sql: (account) => [`update audit_log set uin = 1 ${at(account, 10)}`],
    finds: ['changed 10-10'],
  },
  {
    title: 'another session',
    sql: (account) => [
      `update audit_log set session = '{"kind":"role","name":"x","secretId":"","callerAccount":1}' ${at(account, 5)}`,
    ],
    finds: ['changed 5-5'],
  },
  { title: 'an event removed', sql: (account) => [`delete from audit_log ${at(account, 6)}`], finds: ['removed 6-6'] },
  {
    title: 'an event removed, the later ones renumbered',
    sql: (account) => [`delete from audit_log ${at(account, 6)}`, ...moved(account, 7, -1)],
    finds: ['changed 5-8', 'removed 6-6', 'truncated 10-10'],
  },
  {
    title: 'the last events removed, one of which is signed',
    sql: (account) => [`delete from audit_log where account = ${account} and position > 7`],
    finds: ['truncated 8-10'],
  },
  {
    title: 'the last events removed behind the last checkpoint',
    sql: (account) => [`delete from audit_log where account = ${account} and position > 8`],
    finds: ['truncated 9-10'],
  },
  {
    title: 'the last events removed and the end of the chain with them: the checkpoint knows',
    sql: (account, events) => [
      `delete from audit_log where account = ${account} and position > 7`,
      `update audit_chains set position = 7, hash = '${events[6]?.hash}' where account = ${account}`,
    ],
    finds: ['truncated 8-8'],
  },
  {
    title: 'the first events removed, as if they had been too old',
    sql: (account) => [
      `delete from audit_log where account = ${account} and position <= 4`,
      `update audit_chains set dropped = 4 where account = ${account}`,
    ],
    finds: ['removed 1-4'],
  },
  {
    title: 'two events exchanged',
    sql: (account) => [
      `update audit_log set position = 99 ${at(account, 6)}`,
      `update audit_log set position = 6 ${at(account, 7)}`,
      `update audit_log set position = 7 ${at(account, 99)}`,
    ],
    finds: ['reordered 6-7'],
  },
  {
    title: 'an event inserted, the later ones renumbered',
    sql: (account) => [...moved(account, 6, 1), copyOf(account, 5, 6)],
    finds: ['changed 5-8', 'inserted 6-6', 'inserted 11-11'],
  },
  {
    title: 'an event added behind the end',
    sql: (account) => [copyOf(account, 10, 11)],
    finds: ['inserted 11-11', 'changed 11-11'],
  },
  {
    title: 'an event changed, and every hash behind it computed anew',
    sql: (account, events) => [
      forge(account),
      ...putHashes(account, rehashed(events, 10)),
      `update audit_chains set hash = '${rehashed(events, 10).at(-1)?.hash}' where account = ${account}`,
    ],
    finds: ['changed 1-4', 'changed 5-8'],
  },
  {
    title: 'an event changed with its hash',
    sql: (account, events) => [forge(account), ...putHashes(account, rehashed(events, 3))],
    finds: ['changed 4-4'],
  },
  {
    title: 'a checkpoint changed',
    sql: (account) => [`update audit_checkpoints set time_ms = 1 ${at(account, 8)}`],
    finds: ['signature 8-8'],
  },
  {
    title: 'a checkpoint removed',
    sql: (account) => [`delete from audit_checkpoints ${at(account, 4)}`],
    finds: ['checkpoint 4-8'],
  },
  {
    title: 'a checkpoint of a forger’s own key',
    sql: (account) => [`update audit_checkpoints set key_id = 'feedfacefeedface' ${at(account, 4)}`],
    finds: ['signature 4-4', 'checkpoint 4-8'],
  },
]

for (const backend of backends) {
  describe(backend.name, () => {
    let place: Place | undefined
    let store: Store | undefined
    let forger: Awaited<ReturnType<typeof connect>> | undefined
    beforeAll(async () => {
      place = await backend.make()
      store = await place.open()
      forger = await connect(place)
    })
    afterAll(async () => {
      await forger?.close()
      await store?.close()
      await place?.drop()
    })

    test.each(tamperings)('$title', async ({ sql, finds }) => {
      if (store === undefined || forger === undefined) throw new Error('there is no store')
      const account = await filled(store)
      for (const text of sql(account, await store.read.audit.after(account, 0, 99))) await forger.run(text)
      const keys = await keysOf(store)
      expect(found(await verifyChain(store, account, keys))).toEqual(finds)
      // The same from lines alone.
      expect(found(await checkLines(await exported(store, account), keys))).toEqual(finds)
    })

    test('what was dropped for its age leaves a log that holds, also half way', async () => {
      const own = await backend.make()
      const store = await own.open()
      try {
        const account = await filled(store)
        const signer = await openSigner({ store, sealer, clock, random })
        const keys = await keysOf(store)
        const keeper = createKeeper({ store, clock, random, signer, checkpointMs: 0, keptMs: 5_000 })
        await keeper.run()
        await keeper.prune()
        await keeper.run()
        const report = await verifyChain(store, account, keys)
        expect(report).toMatchObject({ events: 7, first: 5, last: 11, signedTo: 11, findings: [] })
        expect((await store.read.audit.after(account, 0, 1))[0]?.position).toBe(5)
        expect(found(await checkLines(await exported(store, account), keys))).toEqual([])
        // A crash between the event that tells of it and the deletion.
        await store.transaction(async (writes) => {
          const [told] = await writes.audit.list(account, { action: 'DropAuditEvents' }, { limit: 1 })
          if (told === undefined) throw new Error('nothing tells of the drop')
          await writes.audit.append({ ...told, parameters: '{"through":8}' })
          await writes.audit.beginDrop(account, 8)
        })
        expect(found(await verifyChain(store, account, keys))).toEqual([])
      } finally {
        await store.close()
        await own.drop()
      }
    })
  })
}

describe('an export', () => {
  test('of which lines were moved, doubled, left out or changed', async () => {
    const [backend] = backends
    const place = await backend?.make()
    const store = await place?.open()
    if (store === undefined || place === undefined) throw new Error('there is no store')
    try {
      const lines = await exported(store, await filled(store))
      const keys = await keysOf(store)
      const check = async (made: readonly AuditRecord[]) => found(await checkLines(made, keys))
      const event = (position: number) =>
        lines.findIndex((record) => record.type === 'event' && record.position === position)
      expect(await check(lines)).toEqual([])
      expect(await check(lines.toSpliced(event(6), 2, ...lines.slice(event(6), event(6) + 2).toReversed()))).toEqual([
        'reordered 6-6',
      ])
      expect(await check(lines.toSpliced(event(6), 0, ...lines.slice(event(6), event(6) + 1)))).toEqual([
        'reordered 6-6',
      ])
      expect(await check(lines.toSpliced(event(2), 1))).toEqual(['removed 2-2'])
      expect(await check(lines.slice(0, event(9)))).toEqual([])
      expect(await check(lines.slice(0, event(7)))).toEqual([])
      const other = await openSigner({ store, sealer, clock, random })
      expect(other.keyId).toBe([...keys.keys()][0])
      expect(found(await checkLines(lines, new Map()))).toContain('signature 4-4')
      await expect(checkLines([...lines, { type: 'event' } as unknown as AuditRecord], keys)).rejects.toThrow(
        /line \d+ is no/,
      )
    } finally {
      await store.close()
      await place.drop()
    }
  })
})
