// The oracle: says what the engine must answer, straight from the rules, parsing every document each time and trying
// everything. It shares no code with the engine, and no caller outside of tests and proofs may use it.

import { actionMatches, plainAction } from './reference/action.ts'
import { testHolds, type Witness } from './reference/condition.ts'
import { type PlainStatement, plainStatements } from './reference/document.ts'
import { isForeign, resourceMatches } from './reference/resource.ts'
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
 * Decides one request, layer by layer: built-in denies, root, then for each resource in order the identity policies,
 * the boundary, the session policy and the owner. `witness` hears of every condition test on the way.
 */
export function referenceDecide(subject: Subject, request: AccessRequest, witness?: Witness): ReferenceDecision {
  if (deniedGenerally(subject, request)) return { effect: 'deny', layer: 'general', cause: 'explicit-deny' }
  if (subject.kind === 'root') return decideRoot(subject, request, witness)
  for (const resource of request.resources) {
    const refusal = refuse(subject, request, resource, witness)
    if (refusal !== undefined) return refusal
  }
  return { effect: 'allow', layer: 'identity', cause: 'allow' }
}

function deniedGenerally(subject: Subject, request: AccessRequest): boolean {
  const asked = plainAction(request.action)
  if (!generallyDenied.some((action) => action.toLowerCase() === asked)) return false
  const test = { operator: 'string_equal', key: 'mfa', values: ['0'] }
  return testHolds(test, request.context, subject, 'deny')
}

/** No policy or boundary speaks about root; a session policy narrows a token that root made. */
function decideRoot(subject: Subject, request: AccessRequest, witness?: Witness): ReferenceDecision {
  for (const resource of request.resources) {
    if (foreignRefused(subject, request, resource)) return foreign
  }
  for (const resource of request.resources) {
    const refusal = refuseBy('session', policies(subject.session), subject, request, resource, witness)
    if (refusal !== undefined) return refusal
  }
  return { effect: 'allow', layer: 'root', cause: 'root' }
}

function refuse(
  subject: Subject,
  request: AccessRequest,
  resource: string,
  witness?: Witness,
): ReferenceDecision | undefined {
  return (
    refuseBy('identity', subject.identity, subject, request, resource, witness) ??
    refuseBy('boundary', policies(subject.boundary), subject, request, resource, witness) ??
    refuseBy('session', policies(subject.session), subject, request, resource, witness) ??
    (foreignRefused(subject, request, resource) ? foreign : undefined)
  )
}

const foreign: ReferenceDecision = { effect: 'deny', layer: 'cross-account', cause: 'foreign-resource' }

/** Roles are assumed across accounts; everything else stays within its own. */
function foreignRefused(subject: Subject, request: AccessRequest, resource: string): boolean {
  return plainAction(request.action) !== 'sts:assumerole' && isForeign(resource, subject)
}

/** `undefined`: there is no such policy set, which refuses nothing. An empty list of policies refuses everything. */
function policies(source: PolicySource | undefined): readonly PolicySource[] | undefined {
  return source === undefined ? undefined : [source]
}

function refuseBy(
  layer: Layer,
  sources: readonly PolicySource[] | undefined,
  subject: Subject,
  request: AccessRequest,
  resource: string,
  witness?: Witness,
): ReferenceDecision | undefined {
  if (sources === undefined) return undefined
  const matching = new Set<Effect>()
  for (const source of sources) {
    for (const statement of plainStatements(source.document)) {
      if (statementMatches(statement, source, subject, request, resource, witness)) matching.add(statement.effect)
    }
  }
  if (matching.has('deny')) return { effect: 'deny', layer, cause: 'explicit-deny' }
  return matching.has('allow') ? undefined : { effect: 'deny', layer, cause: 'no-allow' }
}

function statementMatches(
  statement: PlainStatement,
  source: PolicySource,
  subject: Subject,
  request: AccessRequest,
  resource: string,
  witness?: Witness,
): boolean {
  const { effect, actions, resources, tests } = statement
  const standing = { subject, source, effect }
  return (
    actions.some((action) => actionMatches(action, request.action, request.granularity)) &&
    resources.some((written) => resourceMatches(written, resource, request, standing)) &&
    tests.every((test) => testHolds(test, request.context, subject, effect, witness))
  )
}
