// Most of a server's file limit held open, more connections than it can have, and then very many one after another, from several
// addresses: each is answered rightly or not at all, and nothing of them stays.
import { setTimeout as wait } from 'node:timers/promises'
import { allowAll, makeUser, ok, root, type Signer } from '../cluster/nodes.ts'
import { type Chance, chanceOf, weighted } from './chance.ts'
import { type LimitedServer, startLimited } from './limited-server.ts'
import { bytesOf, type Reply, type Wire, wireTo } from './wire.ts'

export interface ConnectionsOptions {
  readonly dataDir: string
  readonly count: number
  readonly seed: number
  /** Files that the server's process may have open. */
  readonly files: number
  /** The server is told to serve fewer connections than it could have files. */
  readonly told: boolean
  say(line: string): void
}

export interface ConnectionsReport {
  readonly held: number
  /** Calls on held connections, all answered. */
  readonly kept: number
  /** Connections beyond the limit by what became of them. */
  readonly beyond: ReadonlyMap<string, number>
  /** Connections in turn by what was answered. */
  readonly turns: ReadonlyMap<string, number>
  readonly residentMb: readonly number[]
  readonly descriptors: { readonly before: number; readonly held: number; readonly after: number }
  readonly wrong: readonly string[]
}

const addresses = Array.from({ length: 16 }, (_, index) => `127.0.0.${index + 1}`)
const heldShare = 0.8
const toldShare = 0.9
/** Opened at once: the system refuses more than some in one go. */
const atOnce = 100
/** A connection that nobody uses is closed after 75 s. */
const keptEveryMs = 40_000
/** Connections in turn are made by so many at once. */
const lanes = 8
const looks = 10
const wrongMax = 20

interface Run {
  readonly server: LimitedServer
  readonly chance: Chance
  readonly wrong: string[]
  readonly may: Signer
  readonly mayNot: Signer
  readonly acknowledged: Set<string>
  readonly refused: Set<string>
  made: number
}

export async function runConnections(options: ConnectionsOptions): Promise<ConnectionsReport> {
  const { dataDir, files, told, seed, count, say } = options
  const limit = told ? ['--connections', String(Math.floor(files * toldShare))] : []
  const server = await startLimited(dataDir, files, ['--quotas', 'groups=1000000', ...limit])
  try {
    const may = await makeUser(server.url, 'may', allowAll('*'))
    const mayNot = await makeUser(server.url, 'may-not', allowAll('cam:ListUsers'))
    const [acknowledged, refused] = [new Set<string>(), new Set<string>()]
    const run: Run = { server, chance: chanceOf(seed), wrong: [], may, mayNot, acknowledged, refused, made: 0 }
    const before = server.descriptors()
    const held = await hold(run, Math.floor(files * heldShare))
    const descriptorsHeld = server.descriptors()
    say(`${held.length} of ${files} files held open by connections`)
    const keeper = keep(run, held)
    const beyond = await goBeyond(run, Math.ceil(files * 0.4))
    // The server has yet to hear that they left.
    while (server.descriptors() > descriptorsHeld) await wait(20)
    const { turns, residentMb } = await inTurn(run, count, say)
    const kept = await keeper.stop()
    for (const wire of held) wire.close()
    while (server.descriptors() > before) await wait(20)
    await compare(run)
    if (server.died()) run.wrong.push('the server ended by itself')
    const descriptors = { before, held: descriptorsHeld, after: server.descriptors() }
    return { held: held.length, kept, beyond, turns, residentMb, descriptors, wrong: run.wrong }
  } finally {
    await server.stop()
  }
}

const addressOf = (index: number): string => addresses[index % addresses.length] ?? ''
const codeOf = (reply: Reply): string => {
  if (reply === undefined) return 'hung up on'
  return reply.answer.Error?.Code ?? 'done'
}

/** Connections with an answered call each. */
async function hold({ server, may, wrong }: Run, count: number): Promise<readonly Wire[]> {
  const held: Wire[] = []
  while (held.length < count) {
    const some = Array.from({ length: Math.min(atOnce, count - held.length) }, async (_, index) => {
      const wire = wireTo(server.port, addressOf(index))
      const code = codeOf(await wire.call(bytesOf(server.url, 'GetUserAppId', {}, may)))
      if (code !== 'done') wrong.push(`a connection below the limit: ${code}`)
      return wire
    })
    held.push(...(await Promise.all(some)))
  }
  return held
}

/** Calls on the held connections, again and again, so that they are in use all the time. */
function keep({ server, may, wrong }: Run, held: readonly Wire[]): { stop(): Promise<number> } {
  const over = new AbortController()
  let kept = 0
  const work = (async () => {
    while (!over.signal.aborted) {
      for (let from = 0; from < held.length && !over.signal.aborted; from += atOnce) {
        const some = held.slice(from, from + atOnce)
        const codes = await Promise.all(
          some.map(async (wire) => codeOf(await wire.call(bytesOf(server.url, 'GetUserAppId', {}, may)))),
        )
        kept += codes.filter((code) => code === 'done').length
        wrong.push(...codes.filter((code) => code !== 'done').map((code) => `a held connection: ${code}`))
        await wait(keptEveryMs / Math.ceil(held.length / atOnce), undefined, { signal: over.signal }).catch(() => {})
      }
    }
  })()
  return {
    async stop() {
      over.abort()
      await work
      return kept
    },
  }
}

/**
 * More connections at once than there is room for, each with a write. Who waits for room gets it when the others have left.
 */
async function goBeyond(run: Run, count: number): Promise<ReadonlyMap<string, number>> {
  const { server, may, acknowledged, refused, wrong } = run
  const ends = new Map<string, number>()
  let settled = 0
  const served: Wire[] = []
  const one = async (index: number): Promise<void> => {
    const name = `beyond-${index}`
    const wire = wireTo(server.port, addressOf(index))
    const reply = await wire.call(bytesOf(server.url, 'CreateGroup', { GroupName: name }, may))
    settled += 1
    const code = codeOf(reply)
    ends.set(code, (ends.get(code) ?? 0) + 1)
    if (code === 'done') acknowledged.add(name)
    // One that was hung up on was never read.
    else refused.add(name)
    if (!['done', 'hung up on', 'ServiceUnavailable'].includes(code)) wrong.push(`beyond the limit: ${code}`)
    if (code === 'ServiceUnavailable' && reply?.status !== 503) wrong.push(`beyond the limit: status ${reply?.status}`)
    served.push(wire)
  }
  const all = Promise.all(Array.from({ length: count }, (_, index) => one(index)))
  for (let before = -1; settled < count; before = settled) {
    await wait(500)
    // Nothing moves: room is made.
    if (settled === before) for (const wire of served.splice(0)) wire.close()
  }
  await all
  for (const wire of served) wire.close()
  return ends
}

interface Kind {
  readonly action: string
  readonly weight: number
  readonly wanted: string
  by(run: Run): Signer
}

const kinds: readonly Kind[] = [
  { action: 'GetUserAppId', weight: 0.5, wanted: 'done', by: ({ may }) => may },
  { action: 'CreateGroup', weight: 0.02, wanted: 'done', by: ({ may }) => may },
  { action: 'ListUsers', weight: 0.08, wanted: 'done', by: ({ mayNot }) => mayNot },
  { action: 'CreateGroup', weight: 0.15, wanted: 'AuthFailure.UnauthorizedOperation', by: ({ mayNot }) => mayNot },
  {
    action: 'CreateGroup',
    weight: 0.15,
    wanted: 'AuthFailure.SignatureFailure',
    by: ({ may }) => ({ ...may, secretKey: 'x'.repeat(32) }),
  },
  {
    action: 'CreateGroup',
    weight: 0.1,
    wanted: 'AuthFailure.SecretIdNotFound',
    by: () => ({ secretId: `AKID${'n'.repeat(32)}`, secretKey: 'x'.repeat(32) }),
  },
]

async function oneTurn(run: Run, index: number): Promise<string> {
  const { server, acknowledged, refused, wrong } = run
  const kind = weighted(kinds, run.chance)
  const name = `turn-${index}`
  const parameters = kind.action === 'CreateGroup' ? { GroupName: name } : {}
  const wire = wireTo(server.port, addressOf(index))
  const code = codeOf(await wire.call(bytesOf(server.url, kind.action, parameters, kind.by(run))))
  wire.close()
  if (code !== kind.wanted) wrong.push(`${name}, ${kind.action}: ${code}, not ${kind.wanted}`)
  if (kind.action === 'CreateGroup') (code === 'done' ? acknowledged : refused).add(name)
  return code
}

async function inTurn(run: Run, count: number, say: (line: string) => void) {
  const turns = new Map<string, number>()
  const residentMb = [run.server.residentMb()]
  for (let look = 1; look <= looks && run.wrong.length < wrongMax; look += 1) {
    const until = Math.floor((count * look) / looks)
    const lane = async (): Promise<void> => {
      while (run.made < until && run.wrong.length < wrongMax) {
        const code = await oneTurn(run, run.made++)
        turns.set(code, (turns.get(code) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    residentMb.push(run.server.residentMb())
    say(`${run.made} connections in turn, ${residentMb.at(-1)?.toFixed(0)} MB resident, ${run.wrong.length} wrong`)
  }
  const [first = 0, last = 0] = [residentMb[1], residentMb.at(-1)]
  if (last > first * 1.15 + 10) run.wrong.push(`memory grew from ${first.toFixed(0)} to ${last.toFixed(0)} MB`)
  return { turns, residentMb }
}

/** What is there, against what was acknowledged and refused. */
async function compare({ server, acknowledged, refused, wrong }: Run): Promise<void> {
  const there = new Set<string>()
  for (let page = 1; ; page += 1) {
    const { answer } = await ok(server.url, 'ListGroups', { Page: page, Rp: 200 }, { by: root })
    const rows = answer['GroupInfo'] as readonly { readonly GroupName: string }[]
    for (const { GroupName } of rows) there.add(GroupName)
    if (rows.length < 200) break
  }
  wrong.push(
    ...[...acknowledged].filter((name) => !there.has(name)).map((name) => `${name} was acknowledged and is gone`),
  )
  wrong.push(...[...refused].filter((name) => there.has(name)).map((name) => `${name} was refused and is there`))
}
