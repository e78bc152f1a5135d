// The work beside the calls on the audit log: the index, checkpoints, and dropping what is older than the operator keeps.
// Events are dropped up to a checkpoint only, and an event tells of it, so what is left can be checked like a whole chain.
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { AuditChain, Store } from '../store/store.ts'
import type { CheckpointSigner } from './checkpoints.ts'
import { operatorProduct } from './operator.ts'

export interface AuditKeeper {
  /** Brings index and checkpoints up to date wherever something was chained. */
  run(): Promise<void>
  /** Signs the end of a chain now, however young its last checkpoint is. */
  checkpoint(account: number): Promise<void>
  /** Drops what is too old. */
  prune(): Promise<void>
}

export interface KeeperParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly signer: CheckpointSigner
  /** Between two checkpoints of one chain. */
  readonly checkpointMs: number
  /** How long events are kept; `undefined`: for good. */
  readonly keptMs?: number | undefined
  /** A webhook takes events: none is dropped before it has. */
  readonly delivers?: boolean
}

/** Name of the event that tells which ones were dropped: `through` in its parameters. */
export const dropAction = 'DropAuditEvents'

/** Events of one transaction, so that no writer waits long. */
const batchMax = 200
const chainsPerPage = 500

export function createKeeper(parts: KeeperParts): AuditKeeper {
  const { store, signer, clock } = parts

  /** Puts what the index lacks into it, a batch in each transaction. */
  async function indexed({ account, indexed: from, position }: AuditChain): Promise<void> {
    for (let at = from; at < position; ) {
      const events = await store.read.audit.after(account, at, batchMax)
      const last = events.at(-1)
      if (last === undefined) return
      const mine = await store.transaction((writes) => writes.audit.index(account, at, events))
      if (!mine) return
      at = last.position
    }
  }

  async function sign(account: number, everyMs: number): Promise<void> {
    const chain = await store.read.audit.chain(account)
    if (chain === undefined) return
    const { position, hash, checkpointed } = chain
    const timeMs = clock()
    const due = position > checkpointed && timeMs - chain.checkpointMs >= everyMs
    const done = due || position === checkpointed
    const settled = done && chain.indexed === position && (parts.delivers !== true || chain.delivered === position)
    if (!due && !settled) return
    const made = due ? signer.sign({ account, position, hash, timeMs, previous: checkpointed }) : undefined
    await store.transaction(async (writes) => {
      if (made !== undefined && !(await writes.audit.checkpoint(made))) return
      if (settled) await writes.audit.settle(account, position)
    })
  }

  return {
    async run() {
      await ofChains(store, 'due', async (chain) => {
        await indexed(chain)
        await sign(chain.account, parts.checkpointMs)
      })
    },
    checkpoint: (account) => sign(account, 0),
    async prune() {
      const { keptMs } = parts
      if (keptMs === undefined) return
      await ofChains(store, 'all', (chain) => drop(parts, chain, clock() - keptMs))
    },
  }
}

/** One chain after the other, in the order of accounts. One that fails keeps no other waiting; its fault comes at the end. */
export async function ofChains(
  store: Pick<Store, 'auditChains'>,
  which: 'all' | 'due',
  work: (chain: AuditChain) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = []
  for (let after = -1; ; ) {
    const chains = await store.auditChains(which, after, chainsPerPage)
    for (const chain of chains) await work(chain).catch((fault: unknown) => faults.push(fault))
    const last = chains.at(-1)
    if (last === undefined) break
    after = last.account
  }
  if (faults.length > 0) throw faults[0]
}

async function drop(parts: KeeperParts, chain: AuditChain, olderThanMs: number): Promise<void> {
  const { store, random, clock } = parts
  const { account } = chain
  const last = await store.read.audit.droppable(account, olderThanMs)
  let through = chain.dropped
  const taken = parts.delivers === true ? chain.delivered : chain.position
  if (last !== undefined && last.position > through && last.position <= taken) {
    through = last.position
    const event = dropEvent(account, through, { requestId: random.uuid(), timeMs: clock(), olderThanMs })
    const revision = (await store.revision(account)) ?? 0
    await store.transaction(async (writes) => {
      await writes.audit.append({ ...event, revision })
      await writes.audit.beginDrop(account, through)
    })
  }
  if (through === 0) return
  for (;;) {
    const gone = await store.transaction((writes) => writes.audit.drop(account, through, batchMax))
    if (gone < batchMax) return
  }
}

interface Dropping {
  readonly requestId: string
  readonly timeMs: number
  readonly olderThanMs: number
}

const dropEvent = (account: number, through: number, { requestId, timeMs, olderThanMs }: Dropping) =>
  ({
    account,
    requestId,
    timeMs,
    uin: account,
    secretId: '',
    access: 'write',
    product: operatorProduct,
    action: dropAction,
    resources: [],
    decision: 'none',
    outcome: 'ok',
    sourceIp: '',
    userAgent: '',
    parameters: JSON.stringify({ through, olderThan: new Date(olderThanMs).toISOString() }),
  }) as const
