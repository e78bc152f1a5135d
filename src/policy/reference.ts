// The oracle: says what the engine must answer, straight from the rules, trying every statement on every request. It
// remembers nothing but what the documents of a subject say. It shares no code with the engine, and no caller outside
// of tests and proofs may use it.

import {
  type AskedAction,
  actionMatches,
  plainAction,
  readAskedAction,
  readWrittenAction,
  type WrittenAction,
} from './reference/action.ts'
import { type ReadTest, readTest, testHolds, type Witness } from './reference/condition.ts'
import { plainStatements } from './reference/document.ts'
import {
  type AskedResource,
  isForeign,
  readAskedResource,
  readWrittenResource,
  resourceMatches,
  type WrittenResource,
} from './reference/resource.ts'
import type { AccessRequest, Decision, Effect, Layer, PolicySource, Subject } from './types.ts'

/** What two evaluators must agree on. */
export type ReferenceDecision = Pick<Decision, 'effect' | 'layer' | 'cause'>

/** Refused to everybody, root too, when the second factor was not used. */
const generallyDenied = [
  'account:QueryKeyBySecretId',
  'account:SetSafeAuthFlag',
  'account:BindToken',
  'account:UnbindToken',
  'account:ModifyMail',
  'account:ModifyPhoneNum',
].map(plainAction)

/** The oracle for one subject, its documents read once. */
export interface Reference {
  decide(request: AccessRequest, witness?: Witness): ReferenceDecision
  /** For each statement of one of the subject's policies: its effect if it matches one resource, else `undefined`. */
  matches(source: PolicySource, request: AccessRequest, resource: string): (Effect | undefined)[]
}

export function referenceFor(subject: Subject): Reference {
  const { identity, boundary, session } = subject
  const read = new Map<PolicySource, readonly Statement[]>()
  for (const source of [...identity, boundary, session]) {
    if (source !== undefined) read.set(source, readStatements(source, subject))
  }
  const statementsOf = (source: PolicySource) => read.get(source) ?? readStatements(source, subject)
  const layers: Layers = {
    identity: identity.flatMap(statementsOf),
    // A policy set that there is not refuses nothing. An empty one refuses everything.
    boundary: boundary === undefined ? undefined : statementsOf(boundary),
    session: session === undefined ? undefined : statementsOf(session),
    mfa: readTest({ operator: 'string_equal', key: 'mfa', values: ['0'] }, subject),
  }
  return {
    decide: (request, witness) => decideBy(layers, subject, request, witness),
    matches(source, request, resource) {
      const action = readAskedAction(request.action)
      const asked = readAskedResource(resource, action.product, subject)
      return statementsOf(source).map((statement) => {
        if (asked === undefined) return undefined
        const matches = statementMatches(statement, { subject, request, action, resource: asked, witness: undefined })
        return matches ? statement.effect : undefined
      })
    },
  }
}

/** Decides one request. `witness` hears of every condition test on the way. */
export function referenceDecide(subject: Subject, request: AccessRequest, witness?: Witness): ReferenceDecision {
  return referenceFor(subject).decide(request, witness)
}

/** A statement of a policy, as it reads for one subject. */
interface Statement {
  readonly effect: Effect
  readonly actions: readonly WrittenAction[]
  readonly resources: readonly WrittenResource[]
  readonly tests: readonly ReadTest[]
}

function readStatements(source: PolicySource, subject: Subject): readonly Statement[] {
  return plainStatements(source.document).map(({ effect, actions, resources, tests }) => ({
    effect,
    actions: actions.map(readWrittenAction),
    resources: resources.flatMap((text) => readWrittenResource(text, { subject, source, effect }) ?? []),
    tests: tests.map((test) => readTest(test, subject)),
  }))
}

/** What there is to refuse a request. */
interface Layers {
  readonly identity: readonly Statement[]
  readonly boundary: readonly Statement[] | undefined
  readonly session: readonly Statement[] | undefined
  /** Says that the second factor was not used. */
  readonly mfa: ReadTest
}

/** One resource of a request, and who asks for it. */
interface Question {
  readonly subject: Subject
  readonly request: AccessRequest
  readonly action: AskedAction
  readonly resource: AskedResource
  readonly witness: Witness | undefined
}

/**
 * Each resource in turn must get past the built-in denies, then, unless the caller is root, past the identity policies
 * and the boundary, past the session policy, and be the caller's own; the first refusal is the verdict.
 */
function decideBy(
  layers: Layers,
  subject: Subject,
  request: AccessRequest,
  witness: Witness | undefined,
): ReferenceDecision {
  const root = subject.kind === 'root'
  const nothing: ReferenceDecision = { effect: 'deny', layer: root ? 'root' : 'identity', cause: 'no-allow' }
  const action = readAskedAction(request.action)
  if (!action.wellFormed || request.resources.length === 0) return nothing
  for (const text of request.resources) {
    const resource = readAskedResource(text, action.product, subject)
    if (resource === undefined) return nothing
    const question: Question = { subject, request, action, resource, witness }
    const refusal =
      deniedGenerally(layers, question) ?? (root ? refuseRoot(layers, question) : refuse(layers, question))
    if (refusal !== undefined) return refusal
  }
  return root
    ? { effect: 'allow', layer: 'root', cause: 'root' }
    : { effect: 'allow', layer: 'identity', cause: 'allow' }
}

function deniedGenerally({ mfa }: Layers, { action, request }: Question): ReferenceDecision | undefined {
  if (!generallyDenied.includes(action.plain) || !testHolds(mfa, request.context, 'deny')) return undefined
  return { effect: 'deny', layer: 'general', cause: 'explicit-deny' }
}

/** No policy or boundary speaks about root; a session policy narrows a token that root made. */
function refuseRoot({ session }: Layers, question: Question): ReferenceDecision | undefined {
  return refuseForeign(question) ?? refuseBy('session', session, question)
}

function refuse({ identity, boundary, session }: Layers, question: Question): ReferenceDecision | undefined {
  return (
    refuseBy('identity', identity, question) ??
    refuseBy('boundary', boundary, question) ??
    refuseBy('session', session, question) ??
    refuseForeign(question)
  )
}

/** Roles are assumed across accounts; everything else stays within its own. */
function refuseForeign({ subject, action, resource }: Question): ReferenceDecision | undefined {
  if (action.plain === 'sts:assumerole' || !isForeign(resource, subject)) return undefined
  return { effect: 'deny', layer: 'cross-account', cause: 'foreign-resource' }
}

function refuseBy(
  layer: Layer,
  statements: readonly Statement[] | undefined,
  question: Question,
): ReferenceDecision | undefined {
  if (statements === undefined) return undefined
  const matching = new Set<Effect>()
  for (const statement of statements) if (statementMatches(statement, question)) matching.add(statement.effect)
  if (matching.has('deny')) return { effect: 'deny', layer, cause: 'explicit-deny' }
  return matching.has('allow') ? undefined : { effect: 'deny', layer, cause: 'no-allow' }
}

function statementMatches({ effect, actions, resources, tests }: Statement, question: Question): boolean {
  const { request, action, resource, witness } = question
  return (
    actions.some((written) => actionMatches(written, action, request.granularity)) &&
    resources.some((written) => resourceMatches(written, resource)) &&
    tests.every((test) => testHolds(test, request.context, effect, witness))
  )
}
