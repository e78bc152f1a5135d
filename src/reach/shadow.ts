// What drafts of policies would change: for requests that were recorded, verdict by verdict; and for every request that there can
// be, by proof, principal by principal. What could not be proven is said to be unknown.
import { isAssumeRole, readRequestAction } from '../policy/action.ts'
import {
  type AccessRequest,
  type DecidedBy,
  decide,
  type Effect,
  type LimitedPolicies,
  type ListedRequest,
  noNewAccess,
  type Program,
} from '../policy/index.ts'
import { rewritten, withPolicy } from './how/changes.ts'
import { compiledTexts, judgeOf } from './judge.ts'
import { everybody, groupsOf, keyOf, type Population, subjectOf, type Who } from './population.ts'

/** A request that somebody made, or could make. */
export interface Recorded {
  readonly who: Who
  readonly request: ListedRequest
  /** Other values that keys may have had: what is not known of the request. One change among them is a change. */
  readonly variants: readonly (readonly (readonly [key: string, value: string])[])[]
  /** Where it was found, for people: a RequestId or a line. */
  readonly at: string
}

/** Requests of one principal for one action whose verdict changes in the same way. */
export interface Change {
  readonly who: Who
  readonly action: string
  readonly before: Effect
  readonly after: Effect
  /** How many of the recorded ones. */
  readonly count: number
  readonly example: ListedRequest
  readonly at: string
  readonly byBefore: DecidedBy | undefined
  readonly byAfter: DecidedBy | undefined
}

/** For every request of those who have the same policies. */
export interface Proven {
  readonly whos: readonly Who[]
  readonly gains: Gain
  readonly loses: Gain
}
export type Gain =
  | { readonly answer: 'nothing' }
  | { readonly answer: 'something'; readonly example: ListedRequest }
  | { readonly answer: 'unknown'; readonly why: string }

export interface Shadow {
  readonly changes: readonly Change[]
  /** Recorded requests whose verdict stays. */
  readonly same: number
  readonly proven: readonly Proven[]
  /** How many have none of the policies, so that nothing changes for them. */
  readonly untouched: number
}

export interface ShadowOptions {
  readonly steps?: number
}

/** The account with the drafts in force, by number of the policy. */
export function drafted(population: Population, drafts: ReadonlyMap<number, string>): Population {
  let after = population
  for (const [policyId, document] of drafts) {
    const policy = after.policies.get(policyId)
    if (policy !== undefined) after = withPolicy(after, rewritten(policy, document))
  }
  return after
}

/** Requests are taken one by one, so that a long log needs no room. */
export async function shadow(
  population: Population,
  drafts: ReadonlyMap<number, string>,
  requests: AsyncIterable<Recorded>,
  options: ShadowOptions = {},
): Promise<Shadow> {
  const after = drafted(population, drafts)
  const compiled = compiledTexts()
  const judges = [judgeOf(population, compiled), judgeOf(after, compiled)] as const
  const changes = new Map<string, Change>()
  let same = 0
  for await (const recorded of requests) {
    const [old, fresh] = [judges[0].programOf(recorded.who), judges[1].programOf(recorded.who)]
    const change = changeOf(old, fresh, recorded)
    if (change === undefined) {
      same += 1
      continue
    }
    const key = `${keyOf(recorded.who)} ${change.action.toLowerCase()} ${change.before}`
    const known = changes.get(key)
    changes.set(key, known === undefined ? change : { ...known, count: known.count + 1 })
  }
  const touched = everybody(population).filter((who) => has(population, who, drafts))
  const untouched = everybody(population).length - touched.length
  return { changes: [...changes.values()], same, proven: proofs(population, after, touched, options), untouched }
}

function changeOf(old: Program, fresh: Program, { who, request, variants, at }: Recorded): Change | undefined {
  for (const variant of variants) {
    const example = { ...request, context: new Map([...request.context, ...variant]) }
    const [before, after] = [verdict(old, example), verdict(fresh, example)]
    if (before.effect === after.effect) continue
    const { action } = request
    const by = { byBefore: before.by, byAfter: after.by }
    return { who, action, before: before.effect, after: after.effect, count: 1, example, at, ...by }
  }
  return undefined
}

/** As the server decides: a role is one thing under several names, of which one is enough; other things must all be allowed. */
function verdict(
  program: Program,
  request: AccessRequest,
): { readonly effect: Effect; readonly by: DecidedBy | undefined } {
  const action = readRequestAction(request.action)
  if (action === undefined || !isAssumeRole(action)) return decide(program, request)
  const verdicts = request.resources.map((resource) => decide(program, { ...request, resources: [resource] }))
  const denied = verdicts.find(({ cause }) => cause === 'explicit-deny')
  return denied ?? verdicts.find(({ effect }) => effect === 'allow') ?? { effect: 'deny', by: undefined }
}

function has(population: Population, who: Who, drafts: ReadonlyMap<number, string>): boolean {
  if (who.kind === 'root') return false
  const holder = who.kind === 'user' ? population.users.get(who.uin) : population.roles.get(who.roleId)
  const through = groupsOf(population, who).flatMap(({ policies }) => policies)
  return [...(holder?.policies ?? []), ...through, holder?.boundary].some((id) => id !== undefined && drafts.has(id))
}

// ---- proofs --------------------------------------------------------------------------------------------------------------

function proofs(
  before: Population,
  after: Population,
  touched: readonly Who[],
  options: ShadowOptions,
): readonly Proven[] {
  const groups = Map.groupBy(touched, (who) =>
    JSON.stringify([limited(before, who), limited(after, who), namedBy(before, after, who)]),
  )
  return [...groups.values()].flatMap((whos): readonly Proven[] => {
    const [who] = whos
    if (who === undefined) return []
    const [old, fresh] = [limited(before, who), limited(after, who)]
    const subject = { uin: who.kind === 'user' ? who.uin : undefined, account: before.account, appId: before.appId }
    const all = { ...options, subject }
    const nothing = { answer: 'nothing' } as const
    if (JSON.stringify(old) === JSON.stringify(fresh)) return [{ whos, gains: nothing, loses: nothing }]
    return [{ whos, gains: gainOf(fresh, old, all), loses: gainOf(old, fresh, all) }]
  })
}

function gainOf(more: LimitedPolicies, less: LimitedPolicies, options: Parameters<typeof noNewAccess>[2]): Gain {
  const proof = noNewAccess(more, less, options)
  if (proof.answer === 'yes') return { answer: 'nothing' }
  return proof.answer === 'no' ? { answer: 'something', example: proof.counterexample } : proof
}

function limited(population: Population, who: Who): LimitedPolicies {
  const { identity, boundary } = subjectOf(population, who)
  const plain = ({ document, preset, creator }: (typeof identity)[number]) => ({ document, preset, creator })
  return { policies: identity.map(plain), boundary: boundary && plain(boundary) }
}

/** The number, where it plays a part in the policies. */
function namedBy(before: Population, after: Population, who: Who): number | undefined {
  if (who.kind !== 'user') return undefined
  const texts = [before, after].flatMap((population) => {
    const { identity, boundary } = subjectOf(population, who)
    return [...identity, ...(boundary === undefined ? [] : [boundary])].map(({ document }) => document)
  })
  return texts.some((text) => text.includes(`\${uin}`)) ? who.uin : undefined
}
