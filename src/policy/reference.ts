// The oracle: says what the engine must answer, straight from the rules, parsing every document each time and trying
// everything. It shares no code with the engine, and no caller outside of tests and proofs may use it.

import { actionMatches, isAction, plainAction } from './reference/action.ts'
import { testHolds, type Witness } from './reference/condition.ts'
import { type PlainStatement, plainStatements } from './reference/document.ts'
import { isForeign, isResource, resourceMatches } from './reference/resource.ts'
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
]

/**
 * Decides one request. Each resource in turn must get past the built-in denies, then, unless the caller is root, past
 * the identity policies and the boundary, past the session policy, and be the caller's own; the first refusal is the
 * verdict. `witness` hears of every condition test on the way.
 */
export function referenceDecide(subject: Subject, request: AccessRequest, witness?: Witness): ReferenceDecision {
  const root = subject.kind === 'root'
  const nothing: ReferenceDecision = { effect: 'deny', layer: root ? 'root' : 'identity', cause: 'no-allow' }
  if (!isAction(request.action) || request.resources.length === 0) return nothing
  for (const resource of request.resources) {
    if (!isResource(resource)) return nothing
    const question: Question = { subject, request, resource, witness }
    const refusal = deniedGenerally(question) ?? (root ? refuseRoot(question) : refuse(question))
    if (refusal !== undefined) return refusal
  }
  return root
    ? { effect: 'allow', layer: 'root', cause: 'root' }
    : { effect: 'allow', layer: 'identity', cause: 'allow' }
}

/** One resource of a request, and who asks for it. */
interface Question {
  readonly subject: Subject
  readonly request: AccessRequest
  readonly resource: string
  readonly witness: Witness | undefined
}

function deniedGenerally({ subject, request }: Question): ReferenceDecision | undefined {
  const asked = plainAction(request.action)
  if (!generallyDenied.some((action) => action.toLowerCase() === asked)) return undefined
  const test = { operator: 'string_equal', key: 'mfa', values: ['0'] }
  if (!testHolds(test, request.context, subject, 'deny')) return undefined
  return { effect: 'deny', layer: 'general', cause: 'explicit-deny' }
}

/** No policy or boundary speaks about root; a session policy narrows a token that root made. */
function refuseRoot(question: Question): ReferenceDecision | undefined {
  return refuseForeign(question) ?? refuseBy('session', policies(question.subject.session), question)
}

function refuse(question: Question): ReferenceDecision | undefined {
  const { identity, boundary, session } = question.subject
  return (
    refuseBy('identity', identity, question) ??
    refuseBy('boundary', policies(boundary), question) ??
    refuseBy('session', policies(session), question) ??
    refuseForeign(question)
  )
}

/** Roles are assumed across accounts; everything else stays within its own. */
function refuseForeign({ subject, request, resource }: Question): ReferenceDecision | undefined {
  if (plainAction(request.action) === 'sts:assumerole' || !isForeign(resource, subject)) return undefined
  return { effect: 'deny', layer: 'cross-account', cause: 'foreign-resource' }
}

/** `undefined`: there is no such policy set, which refuses nothing. An empty list of policies refuses everything. */
function policies(source: PolicySource | undefined): readonly PolicySource[] | undefined {
  return source === undefined ? undefined : [source]
}

function refuseBy(
  layer: Layer,
  sources: readonly PolicySource[] | undefined,
  question: Question,
): ReferenceDecision | undefined {
  if (sources === undefined) return undefined
  const matching = new Set<Effect>()
  for (const source of sources) {
    for (const statement of plainStatements(source.document)) {
      if (statementMatches(statement, source, question)) matching.add(statement.effect)
    }
  }
  if (matching.has('deny')) return { effect: 'deny', layer, cause: 'explicit-deny' }
  return matching.has('allow') ? undefined : { effect: 'deny', layer, cause: 'no-allow' }
}

function statementMatches(statement: PlainStatement, source: PolicySource, question: Question): boolean {
  const { effect, actions, resources, tests } = statement
  const { subject, request, resource, witness } = question
  const standing = { subject, source, effect }
  return (
    actions.some((action) => actionMatches(action, request.action, request.granularity)) &&
    resources.some((written) => resourceMatches(written, resource, request, standing)) &&
    tests.every((test) => testHolds(test, request.context, subject, effect, witness))
  )
}

/** For each statement of a policy: its effect if it matches one resource of a request, else `undefined`. */
export function referenceMatches(
  subject: Subject,
  source: PolicySource,
  request: AccessRequest,
  resource: string,
): (Effect | undefined)[] {
  const question: Question = { subject, request, resource, witness: undefined }
  return plainStatements(source.document).map((statement) => {
    return statementMatches(statement, source, question) ? statement.effect : undefined
  })
}
