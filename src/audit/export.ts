// The audit log as lines of JSON, and the check of a log: of the store's, or of such lines with public keys alone.
import { z } from 'zod'
import type { AuditChain, AuditCheckpoint, AuditEvent, AuditSession, ChainedEvent, Store } from '../store/store.ts'
import type { CheckpointKeys } from './checkpoints.ts'
import { type ChainCheck, type ChainEnd, type ChainReport, checkChain } from './verify.ts'

/** One line of an export. Of each account: `chain`, then events and checkpoints in the chain's order, then `end`. */
export type AuditRecord =
  | { readonly type: 'chain'; readonly account: number; readonly dropped: number }
  | ({ readonly type: 'event' } & ChainedEvent)
  | ({ readonly type: 'checkpoint' } & AuditCheckpoint)
  | { readonly type: 'end'; readonly account: number; readonly position: number; readonly hash: string }

type Reading = Pick<Store, 'read' | 'auditChains'>
const pageMax = 500

/** Everything of one chain as it is at the beginning; what is chained meanwhile is not in it. */
export async function* recordsOf({ read }: Reading, chain: AuditChain): AsyncGenerator<AuditRecord> {
  const { account, dropped, position, hash } = chain
  yield { type: 'chain', account, dropped }
  const signed = checkpointsOf(read, account, dropped, position)
  let checkpoint = await signed.next()
  const upTo = async function* (at: number): AsyncGenerator<AuditRecord> {
    for (; checkpoint.done !== true && checkpoint.value.position <= at; checkpoint = await signed.next()) {
      yield { type: 'checkpoint', ...checkpoint.value }
    }
  }
  yield* upTo(dropped)
  for (let after = dropped; after < position; ) {
    const events = await read.audit.after(account, after, pageMax)
    for (const event of events) {
      if (event.position > position) break
      // What follows on a gap is told of before it, as far as it is signed.
      yield* upTo(event.position - 1)
      yield { type: 'event', ...event }
      yield* upTo(event.position)
    }
    const last = events.at(-1)
    if (last === undefined) break
    after = last.position
  }
  yield* upTo(Number.MAX_SAFE_INTEGER)
  yield { type: 'end', account, position, hash }
}

async function* checkpointsOf(read: Store['read'], account: number, dropped: number, end: number) {
  for (let after = dropped - 1; ; ) {
    const page: readonly AuditCheckpoint[] = await read.audit.checkpointsAfter(account, after, pageMax)
    for (const checkpoint of page) if (checkpoint.position <= end) yield checkpoint
    const last = page.at(-1)
    if (last === undefined) return
    after = last.position
  }
}

const repeatsMax = 3

/** Checks one chain of the store. Events that are dropped for their age meanwhile are no reason to complain. */
export async function verifyChain(store: Reading, account: number, keys: CheckpointKeys): Promise<ChainReport> {
  for (let turn = 1; ; turn++) {
    const chain = await store.read.audit.chain(account)
    if (chain === undefined) return checkChain(account, 0, keys).finish()
    const check = checkChain(account, chain.dropped, keys)
    for await (const record of recordsOf(store, chain)) take(check, record)
    const report = check.finish(chain)
    const same = (await store.read.audit.chain(account))?.dropped === chain.dropped
    if (same || turn === repeatsMax) return report
  }
}

function take(check: ChainCheck, record: AuditRecord): void {
  if (record.type === 'event') check.event(record)
  else if (record.type === 'checkpoint') check.checkpoint(record)
}

/** A line that is no record of an export, or stands where none may. */
export class BadLine extends Error {}

/** Checks an export line by line; each chain's report comes when its last line was read. Throws BadLine. */
export async function* verifyLines(lines: AsyncIterable<string>, keys: CheckpointKeys): AsyncGenerator<ChainReport> {
  let open: { readonly account: number; readonly check: ChainCheck; end?: ChainEnd } | undefined
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line === '') continue
    const record = readRecord(line, number)
    if (record.type === 'chain') {
      if (open !== undefined) yield open.check.finish(open.end)
      open = { account: record.account, check: checkChain(record.account, record.dropped, keys) }
    } else if (open === undefined || open.account !== record.account) {
      throw new BadLine(`line ${number} is of account ${record.account}, whose log has not begun`)
    } else if (record.type === 'end') open.end = record
    else take(open.check, record)
  }
  if (open !== undefined) yield open.check.finish(open.end)
}

const whole = z.int().min(0)
const text = z.string()
const session = z.strictObject({
  kind: text,
  name: text,
  secretId: text,
  roleId: text.exactOptional(),
  roleName: text.exactOptional(),
  callerAccount: whole,
  sourceIdentity: text.exactOptional(),
})
const event = {
  account: whole,
  revision: whole,
  requestId: text,
  timeMs: whole,
  uin: whole,
  secretId: text,
  access: z.enum(['read', 'write', 'unknown']),
  product: text,
  action: text,
  resources: z.array(text),
  decision: z.enum(['allow', 'deny', 'none']),
  outcome: text,
  sourceIp: text,
  userAgent: text,
  parameters: text,
  // As it came: the order of its members is part of what was hashed.
  session: z.custom<AuditSession>((value) => session.safeParse(value).success).optional(),
} satisfies Record<keyof AuditEvent, z.ZodType>
const record = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('chain'), account: whole, dropped: whole }),
  z.strictObject({ type: z.literal('event'), ...event, position: whole, hash: text }),
  z.strictObject({
    type: z.literal('checkpoint'),
    account: whole,
    position: whole,
    hash: text,
    timeMs: whole,
    previous: whole,
    keyId: text,
    signature: text,
  }),
  z.strictObject({ type: z.literal('end'), account: whole, position: whole, hash: text }),
])

function readRecord(line: string, number: number): AuditRecord {
  try {
    return record.parse(JSON.parse(line))
  } catch {
    throw new BadLine(`line ${number} is no line of an export of the audit log`)
  }
}
