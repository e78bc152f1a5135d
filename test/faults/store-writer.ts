// A store in a process of its own that does what its parent says and tells how it went: writes, reads, takes up every free
// descriptor, gives them back.
import { closeSync, openSync } from 'node:fs'
import { storeFaultOf } from '../../src/store/faults.ts'
import { openStore } from '../../src/store/open.ts'
import { auditEvent } from '../store/contract/context.ts'

export type Order =
  | { readonly do: 'write'; readonly account: number; readonly names: readonly string[]; readonly remark: string }
  | { readonly do: 'list'; readonly account: number }
  | { readonly do: 'take descriptors' }
  | { readonly do: 'free descriptors' }
/** Of each write `ok` or the name of the fault; of the others, what is there. */
export interface Told {
  readonly outcomes: readonly string[]
}

const [dataDir = '', databaseUrl] = process.argv.slice(2)
const outcomeOf = (error: unknown): string => storeFaultOf(error)?.name ?? `other: ${String(error)}`

const store = await openStore({ dataDir, databaseUrl }).catch((error: unknown) => {
  const said: Told = { outcomes: [outcomeOf(error), error instanceof Error ? error.message : ''] }
  // Only once it is through: a process that exits takes what it has not sent with it.
  return new Promise<never>(() => process.send?.(said, () => process.exit(1)))
})
const taken: number[] = []

async function write(account: number, name: string, remark: string): Promise<string> {
  return store.transaction(async (writes) => {
    const revision = await writes.accounts.advance(account)
    const groupId = await writes.ids.next('group')
    await writes.groups.insert(account, { groupId, name, remark, createdMs: 1 })
    await writes.audit.append(auditEvent(account, revision, { requestId: name }))
    return 'ok'
  })
}

async function list(account: number): Promise<readonly string[]> {
  const { rows } = await store.read.groups.list(account, {}, { offset: 0, limit: 1_000_000 })
  return rows.map(({ name }) => name)
}

async function follow(order: Order): Promise<readonly string[]> {
  if (order.do === 'write') {
    return Promise.all(order.names.map((name) => write(order.account, name, order.remark).catch(outcomeOf)))
  }
  if (order.do === 'list') return list(order.account).catch((error: unknown) => [outcomeOf(error)])
  if (order.do === 'take descriptors') {
    try {
      for (;;) taken.push(openSync('/dev/null', 'r'))
    } catch (error) {
      return [outcomeOf(error), String(taken.length)]
    }
  }
  for (const handle of taken.splice(0)) closeSync(handle)
  return []
}

process.on('message', async (order: Order) => {
  process.send?.({ outcomes: await follow(order) } satisfies Told)
})
process.on('disconnect', () => process.exit(0))
process.send?.({ outcomes: ['ready'] } satisfies Told)
