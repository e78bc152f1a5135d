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

/**
 * Everything that there is of one chain, also what should not be. Events that are chained meanwhile are in it: it ends where
 * neither the chain's end nor a checkpoint is ahead of the events that were found.
 */
export async function* recordsOf({ read }: Reading, { account, dropped }: AuditChain): AsyncGenerator<AuditRecord> {
  yield { type: 'chain', account, dropped }
  const signed = createSigned(read, account, dropped)
  yield* signed.upTo(dropped)
  let last = dropped
  for (;;) {
    const events = await read.audit.after(account, last, pageMax)
    for (const event of events) {
      // What was signed of events that are not there stands before the one behind them.
      yield* signed.upTo(event.position - 1)
      yield { type: 'event', ...event }
      yield* signed.upTo(event.position)
      last = event.position
    }
    if (events.length > 0) continue
    const end = await read.audit.chain(account)
    await signed.next()
    // Both were read: an event that they knew of would be here by now.
    if ((await read.audit.after(account, last, 1)).length > 0) continue
    yield* signed.upTo(Number.MAX_SAFE_INTEGER)
    yield { type: 'end', account, position: end?.position ?? 0, hash: end?.hash ?? '' }
    return
  }
}

/** Checkpoints in their order, the one at which the log begins first. */
function createSigned(read: Store['read'], account: number, dropped: number) {
  let waiting: readonly AuditCheckpoint[] = []
  let after = dropped - 1
  async function next(): Promise<AuditCheckpoint | undefined> {
    if (waiting.length === 0) {
      waiting = await read.audit.checkpointsAfter(account, after, pageMax)
      after = waiting.at(-1)?.position ?? after
    }
    return waiting[0]
  }
  async function* upTo(position: number): AsyncGenerator<AuditRecord> {
    for (let one = await next(); one !== undefined && one.position <= position; one = await next()) {
      waiting = waiting.slice(1)
      yield { type: 'checkpoint', ...one }
    }
  }
  return { next, upTo }
}

const repeatsMax = 3

/** Checks one chain of the store. Events that are dropped for their age meanwhile are no reason to complain. */
export async function verifyChain(store: Reading, account: number, keys: CheckpointKeys): Promise<ChainReport> {
  for (let turn = 1; ; turn++) {
    const chain = await store.read.audit.chain(account)
    if (chain === undefined) return checkChain(account, 0, keys).finish()
    const check = checkChain(account, chain.dropped, keys)
    let end: ChainEnd = chain
    for await (const record of recordsOf(store, chain)) {
      if (record.type === 'end') end = record
      else take(check, record)
    }
    const report = check.finish(end)
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
