// Mixed clients on several servers over one PostgreSQL while servers are killed at random: no acknowledged write is lost, no
// refused call acted upon, no decision wrong, memory flat.
import { setTimeout as wait } from 'node:timers/promises'
import { allowAll, makeUser, ok } from '../../cluster/nodes.ts'
import { chanceOf, weighted } from '../chance.ts'
import type { Field } from './field.ts'
import { type Client, type ClientKind, clientKinds } from './kinds.ts'
import { type Node, startKiller, startNodes } from './nodes.ts'

export interface ClientsOptions {
  readonly folder: string
  readonly databaseUrl: string
  readonly nodes: number
  readonly clients: number
  readonly seconds: number
  readonly seed: number
  /** Between two calls of a client, on average. */
  readonly pauseMs: number
  readonly killEveryMs: number
  say(line: string): void
}

export interface ClientsReport {
  readonly kinds: ReadonlyMap<string, number>
  readonly ends: ReadonlyMap<string, number>
  readonly kills: number
  /** Groups that must be there, and those that must not. */
  readonly there: number
  readonly notThere: number
  /** Most resident megabytes of a server in each part of the time. */
  readonly residentMb: readonly number[]
  readonly wrong: readonly string[]
}

/** Parts of the time whose memory is told. */
const parts = 10
const lookEveryMs = 250
const wrongMax = 20
/** Shorter runs say nothing of memory. */
const judgedSeconds = 120

export async function runClients(options: ClientsOptions): Promise<ClientsReport> {
  const nodes = await startNodes(options.databaseUrl, options.folder, options.nodes)
  try {
    const url = urlOf(nodes)
    const chance = chanceOf(options.seed)
    const may = await makeUser(url, 'may', allowAll('*'))
    const given = { PolicyName: 'listing', PolicyDocument: allowAll('cam:ListGroups') }
    const listing = Number((await ok(url, 'CreatePolicy', given)).answer['PolicyId'])
    const account = Number((await ok(url, 'GetUserAppId')).answer['OwnerUin'])
    const sets = { acknowledged: new Set<string>(), deleted: new Set<string>(), refused: new Set<string>() }
    const field: Field = { nodes, chance, account, may, listing, ...sets, tally: new Map(), wrong: [] }
    const { clients, kinds } = await makeClients(field, options.clients)
    options.say(
      `${clients.length} clients on ${nodes.length} servers: ${[...kinds].map(([kind, some]) => `${some} ${kind}`).join(', ')}`,
    )
    field.tally.clear()
    const killer = startKiller(nodes, chanceOf(options.seed + 1), options.killEveryMs)
    const residentMb = await live(field, clients, options, killer.kills)
    await killer.stop()
    if (nodes.some((node) => node.died())) field.wrong.push('a server ended by itself')
    else await compare(field)
    const { acknowledged, deleted, refused, tally: ends, wrong } = field
    const report = { kinds, ends, kills: killer.kills(), residentMb, wrong }
    return { ...report, there: acknowledged.size, notThere: deleted.size + refused.size }
  } finally {
    for (const node of nodes) await node.kill()
  }
}

const urlOf = (nodes: readonly Node[]): string => nodes.map((node) => node.url()).find((url) => url !== undefined) ?? ''

/** Made before anybody is killed. */
async function makeClients(field: Field, count: number) {
  const chosen: ClientKind[] = [...clientKinds]
  while (chosen.length < count) chosen.push(weighted(clientKinds, field.chance))
  const clients: Client[] = []
  const kinds = new Map<string, number>()
  const next = chosen.entries()
  const lane = async (): Promise<void> => {
    for (const [index, kind] of next) {
      clients.push(await kind.make(field, `${kind.name}-${index}`))
      kinds.set(kind.name, (kinds.get(kind.name) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return { clients, kinds }
}

/** All clients at once, each in its own pace. Answers how much memory a server had at most, part by part. */
async function live(
  field: Field,
  clients: readonly Client[],
  { seconds, pauseMs, say }: ClientsOptions,
  kills: () => number,
): Promise<readonly number[]> {
  const over = new AbortController()
  const running = clients.map(async (client) => {
    await wait(field.chance.next() * pauseMs)
    while (!over.signal.aborted && field.wrong.length < wrongMax) {
      await client()
      await wait(field.chance.next() * 2 * pauseMs, undefined, { signal: over.signal }).catch(() => {})
    }
  })
  const all = Promise.all(running)
  const residentMb: number[] = []
  for (let part = 1; part <= parts; part += 1) {
    residentMb.push(await mostIn(field.nodes, (seconds * 1000) / parts, all))
    const calls = ['done', 'refused', 'cut', 'late', 'unable'].map((end) => `${field.tally.get(end) ?? 0} ${end}`)
    say(
      `${part * 10} %: ${calls.join(', ')}; ${kills()} kills, at most ${residentMb.at(-1)?.toFixed(0)} MB, ${field.wrong.length} wrong`,
    )
  }
  over.abort()
  await all
  const [early, late] = [residentMb.slice(1, 4), residentMb.slice(-3)].map((some) => Math.max(...some))
  // A process that has just started grows to its size.
  if (seconds >= judgedSeconds && late !== undefined && early !== undefined && late > early * 1.2 + 20)
    field.wrong.push(`memory grew from ${early.toFixed(0)} to ${late.toFixed(0)} MB`)
  return residentMb
}

/** Most memory of a server in that time. Rejects where a client does. */
async function mostIn(nodes: readonly Node[], ms: number, all: Promise<unknown>): Promise<number> {
  let most = 0
  for (const until = performance.now() + ms; performance.now() < until; ) {
    await Promise.race([wait(lookEveryMs), all])
    most = Math.max(most, ...nodes.map((node) => node.residentMb() ?? 0))
  }
  return most
}

/** Groups as each server tells them. */
async function compare({ nodes, acknowledged, deleted, refused, wrong }: Field): Promise<void> {
  for (const node of nodes) {
    const url = node.url()
    if (url === undefined) throw new Error('a server is still dead')
    const there = new Set<string>()
    for (let Page = 1; ; Page += 1) {
      const { answer } = await ok(url, 'ListGroups', { Page, Rp: 200 })
      const rows = answer['GroupInfo'] as readonly { readonly GroupName: string }[]
      for (const { GroupName } of rows) there.add(GroupName)
      if (rows.length < 200) break
    }
    const missing = [...acknowledged].filter((name) => !there.has(name))
    wrong.push(...missing.map((name) => `${name} was acknowledged and is gone`))
    wrong.push(...[...deleted].filter((name) => there.has(name)).map((name) => `${name} was deleted and is there`))
    wrong.push(...[...refused].filter((name) => there.has(name)).map((name) => `${name} was refused and is there`))
  }
}
