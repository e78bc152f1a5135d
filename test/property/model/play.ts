// Plays a sequence: draws a step, tries it by a signed call, holds the outcome against the model, takes it over, and then
// looks whether anybody can do what it must not, or cannot do what it may.
import { type Dice, dice as diceOf } from '../policy/dice.ts'
import type { Attempt, Kind } from './attempt.ts'
import { differenceOf, probesOf } from './check.ts'
import { policyKinds } from './policy-kinds.ts'
import { roleKinds } from './role-kinds.ts'
import type { Server } from './server.ts'
import { sessionKinds } from './session-kinds.ts'
import { type Credential, emptyState, isForeign, lives, may, nearlyMay, type State } from './state.ts'
import { drawStep, type Step } from './step.ts'
import { userKinds } from './user-kinds.ts'

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({ ...userKinds, ...policyKinds, ...roleKinds, ...sessionKinds }),
)
export const kindNames: readonly string[] = [...kinds.keys()]
const weights = [...kinds].map(([name, { weight }]) => [weight, name] as const)

interface Given {
  readonly step: Partial<Step> & { readonly kind: string }
  /** What it sometimes is instead of anything drawn: chains need somebody who may use roles, and roles that let it. */
  readonly wide?: Partial<Step>
}
const everything: Step['text'] = [{ effect: 'allow', actions: ['*'], resources: ['*'], mfa: false }]
const everybody: Step['trust'] = [{ effect: 'allow', principals: ['own'], externalId: undefined }]

/** Made first, by root, so that there is something to speak of. */
const ground: readonly Given[] = [
  { step: { kind: 'addUser', user: 0 } },
  { step: { kind: 'addUser', user: 1 } },
  { step: { kind: 'createPolicy', policy: 0 } },
  { step: { kind: 'createPolicy', policy: 1 }, wide: { text: everything } },
  { step: { kind: 'attach', policy: 0, target: 'user', user: 0 } },
  { step: { kind: 'createRole', role: 0 }, wide: { trust: everybody } },
  { step: { kind: 'createRole', role: 1 }, wide: { trust: everybody } },
  { step: { kind: 'attach', policy: 1, target: 'role', role: 0 } },
]

export interface Count {
  /** Steps by kind, and how many of them were done and refused. */
  readonly kinds: Map<string, { done: number; refused: number }>
  steps: number
  checks: number
}
export const emptyCount = (): Count => ({ kinds: new Map(), steps: 0, checks: 0 })

export function addCount(sum: Count, more: Count): void {
  sum.steps += more.steps
  sum.checks += more.checks
  for (const [kind, { done, refused }] of more.kinds) {
    const row = sum.kinds.get(kind) ?? { done: 0, refused: 0 }
    sum.kinds.set(kind, { done: row.done + done, refused: row.refused + refused })
  }
}

export function countLines({ kinds, steps, checks }: Count): readonly string[] {
  const rows = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    `${steps} steps by signed calls, ${checks} credentials looked at between them`,
    ...rows.map(([kind, { done, refused }]) => `  ${kind}: ${done} done, ${refused} refused`),
  ]
}

export interface Failure {
  readonly seed: number
  readonly index: number
  readonly steps: readonly Step[]
  /** What was done, a line each. */
  readonly lines: readonly string[]
  readonly problem: string
}

export interface Plan {
  readonly seed: number
  readonly index: number
  /** Steps after the ground. */
  readonly length: number
  /** These instead of drawing any; then everybody is looked at after each of them. */
  readonly steps?: readonly Step[]
}

/** One sequence on a fresh account; `undefined`: server and model agree. */
export async function play(server: Server, plan: Plan, count: Count): Promise<Failure | undefined> {
  const { seed, index, length } = plan
  const dice = diceOf(seed, index)
  const state = await freshState(server, dice.chance(0.5))
  const steps: Step[] = []
  const lines: string[] = []
  const failed = (problem: string): Failure => ({ seed, index, steps, lines, problem })
  try {
    for (let at = 0; at < (plan.steps?.length ?? length + ground.length); at += 1) {
      const step = plan.steps?.[at] ?? nextStep(dice, state, at)
      const problem = await take(server, state, step, lines, count)
      steps.push(step)
      if (problem !== undefined) return failed(problem)
      const thorough = plan.steps !== undefined
      // Nobody but root has done anything before the ground is laid.
      if (!thorough && at + 1 < ground.length) continue
      const everybody = thorough || at + 1 === length + ground.length
      const asking = diceOf(seed, index, step.id)
      const different = await look(server, state, step, asking, { everybody, thorough }, count)
      if (different !== undefined) return failed(different)
    }
  } catch (error) {
    return failed(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  return undefined
}

async function freshState(server: Server, fine: boolean): Promise<State> {
  const root = await server.account()
  const { foreign, clock } = server
  const strangers = { account: foreign.root.account, uin: foreign.user.uin }
  const state = emptyState({ account: root.account, foreign: strangers, fine, nowMs: clock() })
  for (const key of [root, foreign.root, foreign.user]) state.credentials.set(key.name, key)
  return state
}

/** A step that makes sense as things are: one of the ground, or the most telling one of a few that were drawn. */
function nextStep(dice: Dice, state: State, at: number): Step {
  const given = ground[at]
  if (given !== undefined) {
    const wide = dice.chance(0.4) ? given.wide : undefined
    return { ...drawStep(dice, state, at, given.step.kind), by: 'root', ...given.step, ...wide }
  }
  let best = drawFitting(dice, state, at)
  if (best.step.by === 'root' || dice.chance(0.3)) return best.step
  for (let more = 0; more < 6 && best.telling < 2; more += 1) {
    const other = drawFitting(dice, state, at)
    if (other.telling > best.telling) best = other
  }
  return best.step
}

function drawFitting(dice: Dice, state: State, at: number): { readonly step: Step; readonly telling: number } {
  for (;;) {
    const step = drawStep(dice, state, at, dice.weighted(weights))
    const signer = state.credentials.get(step.by)
    const kind = kinds.get(step.kind)
    if (signer === undefined || kind === undefined || (kind.local && isForeign(state, signer))) continue
    const attempt = kind.attempt(state, step, signer)
    if (attempt !== undefined) return { step, telling: tellingOf(state, signer, attempt) }
  }
}

/** 2: refused, though only just, or by a rule of its own; or a chain of roles. 1: allowed. 0: refused by whatever there is. */
function tellingOf(state: State, signer: Credential, { needs, expect, trusts }: Attempt): number {
  if (!lives(state, signer) || isForeign(state, signer)) return 0
  const granted = needs.filter((question) => may(state, signer, question))
  if (granted.length === needs.length) return expect === 'refused' || (trusts && isOfRole(signer)) ? 2 : 1
  const missing = needs.filter((question) => !granted.includes(question))
  const near = granted.length > 0 || missing.every((question) => nearlyMay(state, signer, question))
  return near ? 2 : 0
}

const isOfRole = (signer: Credential): boolean => signer.type === 'session' && signer.kind === 'role'

type Outcome = 'done' | 'refused' | 'either'

/** What must come of it: nothing without a living credential, the rights, and an account of one's own. */
function expected(state: State, signer: Credential, attempt: Attempt): Outcome {
  if (!lives(state, signer)) return 'refused'
  if (attempt.trusts !== undefined && !attempt.trusts) return 'refused'
  if (isForeign(state, signer)) return attempt.trusts === undefined ? 'refused' : attempt.expect
  if (!attempt.needs.every((question) => may(state, signer, question))) return 'refused'
  return attempt.expect
}

/** Tries the step. A step whose people or things are not there (in a shortened sequence) is passed over. */
async function take(
  server: Server,
  state: State,
  step: Step,
  lines: string[],
  count: Count,
): Promise<string | undefined> {
  const signer = state.credentials.get(step.by)
  const attempt = signer && kinds.get(step.kind)?.attempt(state, step, signer)
  if (signer === undefined || attempt === undefined) return undefined
  const { product, action, params } = attempt
  const wanted = expected(state, signer, attempt)
  if (action === undefined) {
    attempt.apply({ RequestId: '' })
    server.clock.set(state.nowMs)
    lines.push(`${step.id} ${step.kind}`)
    return undefined
  }
  await attempt.before?.(server)
  attempt.settle?.()
  const answer = await server.call(signer, {
    product,
    action,
    params,
    form: attempt.form ?? step.form,
    fine: state.fine,
  })
  const outcome = answer.Error === undefined ? 'done' : 'refused'
  tally(count, step.kind, outcome)
  const code = answer.Error === undefined ? 'done' : `${answer.Error.Code} (${answer.Error.Message.split('[[')[0]})`
  lines.push(`${step.id} ${signer.name}: ${action} ${JSON.stringify(params)} -> ${code}`)
  if (wanted !== 'either' && outcome !== wanted) return `${action} by ${signer.name} was to be ${wanted}: ${code}`
  if (outcome === 'done') attempt.apply(answer)
  return undefined
}

function tally(count: Count, kind: string, outcome: 'done' | 'refused'): void {
  const row = count.kinds.get(kind) ?? { done: 0, refused: 0 }
  row[outcome] += 1
  count.kinds.set(kind, row)
  count.steps += 1
}

interface Look {
  /** Everybody that ever had a credential, not only some. */
  readonly everybody: boolean
  /** With every probing call, not only one each. */
  readonly thorough: boolean
}

/** Checks who the step can have changed, and some at random. */
async function look(
  server: Server,
  state: State,
  step: Step,
  dice: Dice,
  { everybody, thorough }: Look,
  count: Count,
): Promise<string | undefined> {
  for (const credential of everybody ? state.credentials.values() : chosen(state, step, dice)) {
    count.checks += 1
    const probes = probesOf(credential)
    for (const probe of thorough ? probes : [dice.pick(probes)]) {
      const form = dice.chance(0.1) ? 'v1-get' : 'tc3-json'
      const different = await differenceOf(server, state, credential, probe, form)
      if (different !== undefined) return different
    }
  }
  return undefined
}

function chosen(state: State, step: Step, dice: Dice): Iterable<Credential> {
  const all = [...state.credentials.values()]
  const user = state.users[step.user]
  const role = state.roles[step.role]
  const near = all.filter((one) => {
    if (one.type === 'session' && one.kind === 'role') return one.roleId === role?.roleId
    return one.uin === user?.uin || one.name === `k${step.id}` || one.name === `s${step.id}`
  })
  const picked = new Set<Credential>()
  if (near.length > 0) picked.add(dice.pick(near))
  picked.add(dice.pick(all))
  return picked
}
