// Questions about all requests at once: whether two policies allow the same, whether one allows more than another,
// whether anything is allowed by both, whether a document can ever allow something, and which statements decide
// nothing. Every answer is proven; every request that is shown was judged by the engine. What is not known says why.

import { compilePolicy } from '../compile.ts'
import type { ContextValue, Granularity, ListedRequest, PolicySource, Subject } from '../types.ts'
import type { Effort } from './effort.ts'
import { findRequest, type Question, type Side, sideOf } from './question.ts'

/** A document, or one that says where it comes from. */
export type ProofPolicy = string | (Pick<PolicySource, 'document'> & Partial<Pick<PolicySource, 'preset' | 'creator'>>)

/** One policy or several that are in force together, and the policies that limit what they allow. */
export type Policies = ProofPolicy | readonly ProofPolicy[] | LimitedPolicies

export interface LimitedPolicies {
  readonly policies: readonly ProofPolicy[]
  readonly boundary?: ProofPolicy | undefined
  readonly session?: ProofPolicy | undefined
}

/** For whom the policies are in force. Its account also made those that do not say who made them. */
export type ProofSubject = Pick<Subject, 'uin' | 'account' | 'appId'>

export interface ProofOptions {
  readonly subject?: ProofSubject
  /** Levels at which requests are checked; all of them by default. */
  readonly granularities?: readonly Granularity[]
  /** How much work an answer may cost; a million steps take a fraction of a second. */
  readonly steps?: number
}

export interface NotKnown {
  readonly answer: 'unknown'
  readonly why: string
}

/** Whether something is so for every request. */
export type Proof =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no'; readonly counterexample: ListedRequest }
  | NotKnown

/** Whether there is a request of some kind. */
export type Existence =
  | { readonly answer: 'yes'; readonly example: ListedRequest }
  | { readonly answer: 'no' }
  | NotKnown

export type Equivalence =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no'; readonly counterexample: ListedRequest; readonly allowedBy: 'first' | 'second' }
  | NotKnown

/** Whom questions are about that do not say it: somebody whose numbers no document is likely to name. */
export const PROOF_SUBJECT: ProofSubject = { uin: 100000000002, account: 100000000001, appId: 1250000001 }
export const PROOF_STEPS = 5_000_000

/** Whether `first` allows nothing that `second` does not allow. */
export function noNewAccess(first: Policies, second: Policies, options: ProofOptions = {}): Proof {
  return proofOf(find(options, { allowing: [sideFor(first, options)], refusing: sideFor(second, options) }))
}

/** Whether both allow the same requests. */
export function equivalent(first: Policies, second: Policies, options: ProofOptions = {}): Equivalence {
  const more = noNewAccess(first, second, options)
  if (more.answer === 'no') return { ...more, allowedBy: 'first' }
  const less = noNewAccess(second, first, options)
  if (less.answer === 'no') return { ...less, allowedBy: 'second' }
  return more.answer === 'unknown' ? more : less
}

/** Whether there is a request that both allow. */
export function overlap(first: Policies, second: Policies, options: ProofOptions = {}): Existence {
  return existenceOf(find(options, { allowing: [sideFor(first, options), sideFor(second, options)] }))
}

/** Requests of some kind, in the words of a statement. */
export interface RequestPattern {
  readonly action: string | readonly string[]
  readonly resource: string | readonly string[]
  /** Values of condition keys; keys that are not named may be anything. Who names one tag key names all of that kind. */
  readonly context?: ReadonlyMap<string, ContextValue>
}

/** Whether policies can ever allow a request of that kind. */
export function canAllow(policies: Policies, pattern: RequestPattern, options: ProofOptions = {}): Existence {
  const { action, resource, context } = pattern
  const document = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource }] })
  const [problem] = compilePolicy({ document, preset: false, creator: subjectOf(options).account }).problems
  if (problem !== undefined) return { answer: 'unknown', why: `the question cannot be read: ${problem.message}` }
  const allowing = [sideFor(policies, options), sideFor(document, options)]
  return existenceOf(find(options, { allowing, fixed: context }))
}

/** What a statement does for the verdicts of its document. */
export type StatementUse =
  /** Without it the request is judged otherwise. */
  | { readonly answer: 'used'; readonly example: ListedRequest }
  /**
   * `matches nothing`: nothing that somebody could be allowed. `shadowed`: other statements decide likewise wherever it
   * matches.
   */
  | { readonly answer: 'dead'; readonly because: 'matches nothing' | 'shadowed' }
  | NotKnown

/** For each statement of a document whether it decides anything. */
export function statementUses(policy: ProofPolicy, options: ProofOptions = {}): readonly StatementUse[] {
  const { statements } = compilePolicy(sourceOf(policy, 0, subjectOf(options)))
  return statements.map((_, index) => statementUse(policy, index, options))
}

/** Whether one statement of a document decides anything: whether without it any request would be judged otherwise. */
export function statementUse(policy: ProofPolicy, statement: number, options: ProofOptions = {}): StatementUse {
  const whole = sideFor(policy, options)
  const rest = sideFor(policy, options, statement)
  const own = whole.layers[0]?.[statement]
  if (own === undefined) return { answer: 'unknown', why: `there is no statement ${statement}` }
  const allows = own.effect === 'allow'
  const changed = find(options, { allowing: [allows ? whole : rest], refusing: allows ? rest : whole })
  if (changed.state === 'found') return { answer: 'used', example: changed.request }
  if (changed.state === 'open') return { answer: 'unknown', why: changed.why }
  const matched = find(options, { allowing: [], matching: own })
  if (matched.state === 'open') return { answer: 'unknown', why: matched.why }
  return { answer: 'dead', because: matched.state === 'none' ? 'matches nothing' : 'shadowed' }
}

// ——— asking ———

interface Asked extends Pick<Question, 'allowing'>, Partial<Pick<Question, 'refusing' | 'matching'>> {
  readonly fixed?: Question['fixed'] | undefined
}

type Outcome =
  | { readonly state: 'found'; readonly request: ListedRequest }
  | { readonly state: 'none' }
  | { readonly state: 'open'; readonly why: string }

export const NOT_CONFIRMED = 'the engine does not confirm the request that was found'

function find(options: ProofOptions, asked: Asked): Outcome {
  const { uin, account, appId } = subjectOf(options)
  const effort: Effort = { stepsLeft: options.steps ?? PROOF_STEPS, open: new Set() }
  const { allowing, refusing, matching, fixed = new Map() } = asked
  const found = findRequest({
    owner: { account, appId },
    variables: { uin: uin === undefined ? undefined : String(uin), owner_uin: String(account), app_id: String(appId) },
    granularities: options.granularities ?? ['service', 'operation', 'resource'],
    fixed,
    allowing,
    refusing,
    matching,
    effort,
  })
  if (found === 'none') return { state: 'none' }
  if (found === 'open') return { state: 'open', why: [...effort.open].join('; ') }
  const confirmed = allowing.every(({ allows }) => allows(found.value)) && refusing?.allows(found.value) !== true
  return confirmed ? { state: 'found', request: found.value } : { state: 'open', why: NOT_CONFIRMED }
}

function proofOf(outcome: Outcome): Proof {
  if (outcome.state === 'found') return { answer: 'no', counterexample: outcome.request }
  return outcome.state === 'none' ? { answer: 'yes' } : { answer: 'unknown', why: outcome.why }
}

function existenceOf(outcome: Outcome): Existence {
  if (outcome.state === 'found') return { answer: 'yes', example: outcome.request }
  return outcome.state === 'none' ? { answer: 'no' } : { answer: 'unknown', why: outcome.why }
}

function subjectOf({ subject = PROOF_SUBJECT }: ProofOptions): ProofSubject {
  return subject
}

/** `without`: the index of a statement that is left out of the one policy. */
function sideFor(policies: Policies, options: ProofOptions, without?: number): Side {
  const { uin, account, appId } = subjectOf(options)
  const source = (policy: ProofPolicy, index: number) => sourceOf(policy, index, { account })
  const { policies: list, boundary, session } = limited(policies)
  const subject: Subject = {
    // A role session of somebody from elsewhere has no `${uin}`; nothing else tells users and roles apart here.
    kind: 'user',
    uin,
    account,
    appId,
    identity: list.map(source),
    boundary: boundary === undefined ? undefined : source(boundary, list.length),
    session: session === undefined ? undefined : source(session, list.length + 1),
  }
  return sideOf(subject, without)
}

function limited(policies: Policies): LimitedPolicies {
  if (typeof policies === 'string' || 'document' in policies) return { policies: [policies] }
  return 'policies' in policies ? policies : { policies }
}

function sourceOf(policy: ProofPolicy, index: number, { account }: Pick<ProofSubject, 'account'>): PolicySource {
  const given = typeof policy === 'string' ? { document: policy } : policy
  const { document, preset = false, creator = account } = given
  return {
    policyId: index + 1,
    policyName: `policy ${index + 1}`,
    versionId: 1,
    preset,
    creator,
    document,
    via: { kind: 'direct' },
  }
}
