// One round: a right in force is used on every server, taken away on one, and used again: with the revision at once, without
// it within the bound and after it. All that is seen goes into the history of the right.
import type { Told } from '../nodes.ts'
import type { NodeProcess } from '../processes.ts'
import type { Operation } from '../register.ts'
import type { Chance } from './nemesis.ts'
import type { Subject } from './subjects.ts'

export interface Counts {
  /**
   * Uses of a right that was there: proof that refusals are not all that these servers can do. One that a server is slow to
   * answer may end after the right was taken away, and be refused.
   */
  readonly before: { accepted: number; refused: number; unavailable: number }
  /** Uses in the bound after the revocation, without the revision: either answer is right. */
  readonly within: { accepted: number; refused: number; unavailable: number }
  /** Uses of a right after it was taken away, and how they ended. */
  readonly afterwards: { refused: number; unavailable: number }
  /** Milliseconds of all rounds, by what they went to. */
  readonly spent: Record<'using' | 'revoking' | 'checking' | 'restoring', number>
  readonly wrong: string[]
}

export const noCounts = (): Counts => ({
  before: { accepted: 0, refused: 0, unavailable: 0 },
  within: { accepted: 0, refused: 0, unavailable: 0 },
  afterwards: { refused: 0, unavailable: 0 },
  spent: { using: 0, revoking: 0, checking: 0, restoring: 0 },
  wrong: [],
})

export interface Arena {
  readonly nodes: readonly NodeProcess[]
  readonly chance: Chance
  readonly boundMs: number
  readonly counts: Counts
  /** The newest revision of each account that anybody was told. */
  readonly acknowledged: Map<number, number>
}

interface Changed {
  readonly revision: string
  /** When its answer was here. */
  readonly at: number
}

interface Use {
  readonly atLeast?: string | undefined
  /** When the revision was told. */
  readonly since?: number | undefined
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const anyNode = ({ nodes, chance }: Pick<Arena, 'nodes' | 'chance'>): NodeProcess =>
  nodes[chance.below(nodes.length)] as NodeProcess

/** A caller's clock is right by the server that it asks. */
export const nowOf = ({ skewMs }: NodeProcess): number => Date.now() + skewMs

/** Takes the right away and gives it back. `false`: the subject is used up. */
export async function playRound(arena: Arena, subject: Subject, history: Operation[]): Promise<boolean> {
  const { counts } = arena
  const timed = async <T>(part: keyof Counts['spent'], work: Promise<T>): Promise<T> => {
    const from = performance.now()
    const value = await work
    counts.spent[part] += performance.now() - from
    return value
  }
  const uses = useBefore(arena, subject, history)
  await timed('using', Promise.race([uses.all, uses.first.then(() => pause(arena.boundMs))]))
  const revoked = await timed('revoking', change(arena, subject.revoke, 'off', history))
  // Whoever is held up answers meanwhile, one way or the other; the history tells whether that can be.
  const checks = revoked === undefined ? undefined : useAfter(arena, subject, history, revoked)
  await timed('checking', Promise.all([checks, uses.all]))
  if (revoked === undefined) return false
  if (subject.restore === undefined) return false
  const restored = await timed('restoring', change(arena, subject.restore, 'on', history))
  if (restored === undefined) return false
  const node = anyNode(arena)
  const again = used(arena, subject, node, history, { atLeast: restored.revision, since: restored.at })
  if ((await timed('restoring', again)) === 'refused') {
    counts.wrong.push(`${subject.kind} ${subject.name}: refused on ${node.name} after it was given back`)
  }
  return true
}

/**
 * Asks servers until one has done it; only one that says that it is not available has done nothing. `undefined`: one of them may have done it without an answer, so that it may yet be done
 * at any time: the subject is of no more use.
 */
async function change(
  arena: Arena,
  work: (url: string, nowMs: number) => Promise<Told>,
  value: string,
  history: Operation[],
): Promise<Changed | undefined> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const node = anyNode(arena)
    const from = performance.now()
    const told = await work(node.url(), nowOf(node)).catch(untold)
    const at = performance.now()
    if (told !== 'not sent' && told?.revision !== undefined && told.code === undefined) {
      history.push({ kind: 'write', value, from, to: at })
      acknowledge(arena, told.revision)
      return { revision: told.revision, at }
    }
    if (told !== 'not sent' && told?.code !== 'ServiceUnavailable') {
      history.push({ kind: 'write', value, from, to: Number.POSITIVE_INFINITY })
      return undefined
    }
    await pause(20)
  }
  throw new Error('no server could change anything')
}

/** A server that is not there has done nothing. */
function untold(error: unknown): 'not sent' | undefined {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } }
  return cause?.code === 'ECONNREFUSED' ? 'not sent' : undefined
}

/** What a token names is no secret from a test; that it is whole, servers see when it is brought back. */
function acknowledge({ acknowledged }: Arena, token: string): void {
  const [account = 0, revision = 0] = token.split('.').map((part) => Number.parseInt(part, 36))
  acknowledged.set(account, Math.max(revision, acknowledged.get(account) ?? 0))
}

interface Uses {
  /** When one of them was accepted. */
  readonly first: Promise<void>
  readonly all: Promise<unknown>
}

/** On every server, so that each has it in memory; and the register itself on one of them. */
function useBefore(arena: Arena, subject: Subject, history: Operation[]): Uses {
  const { before } = arena.counts
  const first = Promise.withResolvers<void>()
  const uses = arena.nodes.map(async (node) => {
    const outcome = await used(arena, subject, node, history, {})
    before[outcome] += 1
    if (outcome === 'accepted') first.resolve()
  })
  return { first: first.promise, all: Promise.all([...uses, readRegister(arena, subject, history)]) }
}

async function readRegister(arena: Arena, { read }: Subject, history: Operation[]): Promise<void> {
  if (read === undefined) return
  const node = anyNode(arena)
  const from = performance.now()
  const value = await read(node.url(), nowOf(node)).catch(() => undefined)
  if (value !== undefined) history.push({ kind: 'read', value, from, to: performance.now() })
}

/** With the revision at once, without it at once and after the bound, on every server. */
async function useAfter(
  arena: Arena,
  subject: Subject,
  history: Operation[],
  { revision, at }: Changed,
): Promise<void> {
  const { boundMs, chance, counts } = arena
  const must = async (node: NodeProcess, atLeast: string | undefined): Promise<void> => {
    const outcome = await used(arena, subject, node, history, {
      atLeast,
      since: atLeast === undefined ? undefined : at,
    })
    if (outcome !== 'accepted') counts.afterwards[outcome] += 1
    else {
      const how = atLeast === undefined ? `more than ${boundMs} ms later` : 'with the revision'
      counts.wrong.push(`${subject.kind} ${subject.name}: accepted on ${node.name} ${how}`)
    }
  }
  const each = arena.nodes.map(async (node) => {
    await Promise.all([
      must(node, revision),
      used(arena, subject, node, history, {}).then((outcome) => {
        counts.within[outcome] += 1
      }),
      pause(Math.max(0, Math.ceil(at + boundMs - performance.now()) + 1)).then(() => must(node, undefined)),
    ])
    // Once more when whatever held the server up is over: what it kept meanwhile is old by then.
    await pause(chance.below(100))
    await must(node, undefined)
  })
  await Promise.all([...each, readRegister(arena, subject, history)])
}

/** Uses the right; what came of it is a read of the register, as of some moment within the bound before it. */
async function used(arena: Arena, subject: Subject, node: NodeProcess, history: Operation[], { atLeast, since }: Use) {
  const began = performance.now()
  const outcome = await subject.use(node.url(), { nowMs: nowOf(node), atLeast })
  if (outcome !== 'unavailable') {
    const from = Math.max(began - arena.boundMs, since ?? Number.NEGATIVE_INFINITY)
    history.push({ kind: 'read', value: outcome === 'accepted' ? 'on' : 'off', from, to: performance.now() })
  }
  return outcome
}
