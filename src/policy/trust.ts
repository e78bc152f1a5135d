// The trust policy of a role: who may use the role. It has principals where other policies have resources, and it is
// decided for whoever asks, before the asker's own policies are. What it does not understand never lets anybody in.

import { type ActionMatcher, actionMatches, compileAction, type RequestAction, readRequestAction } from './action.ts'
import { type Condition, compileCondition, conditionHolds } from './condition.ts'
import type { ConditionForm, PolicyDocument, Principal, Statement } from './document.ts'
import { type ConditionFinding, conditionFinding } from './explain.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from './operators/family.ts'
import type { Problem } from './problem.ts'
import type { AccountUin, Cause, Effect, RequestContext } from './types.ts'
import { readPolicy } from './validate.ts'
import { hasVariable, type VariableValues } from './variables.ts'

/**
 * Who asks to use a role. An account asks by its root (`uin` is the account) or by one of its users; a session of a
 * role asks as that role; a product by its domain; whoever an identity provider vouches for by the provider's ARN.
 */
export type TrustAsker =
  | { readonly kind: 'account'; readonly account: AccountUin; readonly uin: number }
  | { readonly kind: 'role'; readonly account: AccountUin; readonly roleName: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'federated'; readonly arn: string }

/** A trust policy, compiled. Immutable, the same for every asker. */
export interface CompiledTrust {
  /** Root account that the role belongs to. */
  readonly owner: AccountUin
  readonly statements: readonly TrustStatement[]
  /** Why the stored text could not be read; normally empty. Such a policy refuses everybody. */
  readonly problems: readonly Problem[]
}

interface TrustStatement {
  /** Index in the document. */
  readonly index: number
  readonly effect: Effect
  readonly actions: readonly ActionMatcher[]
  readonly principals: readonly PrincipalMatcher[]
  readonly conditions: readonly BindCondition[]
}

type BindCondition = (variables: VariableValues) => Condition

interface PrincipalMatcher {
  readonly principal: Principal
  matches(asker: TrustAsker): Truth
}

export interface TrustDecision {
  readonly effect: Effect
  readonly cause: Extract<Cause, 'allow' | 'explicit-deny' | 'no-allow'>
  /** Index of the statement that settled it; `undefined` for `no-allow` and where the stored text is unreadable. */
  readonly statement: number | undefined
}

export interface TrustExplanation {
  readonly decision: TrustDecision
  /** The action is no `product:Action`; nothing can match it. */
  readonly malformedAction: boolean
  /** In document order. */
  readonly statements: readonly TrustFinding[]
}

export interface TrustFinding {
  readonly statement: number
  readonly effect: Effect
  readonly matched: boolean
  /** What kept it from matching: the action, or the principals, or each condition that does not hold. */
  readonly obstacles: readonly TrustObstacle[]
}

export type TrustObstacle =
  | { readonly element: 'action'; readonly wanted: readonly string[] }
  | { readonly element: 'principal'; readonly wanted: readonly Principal[] }
  | ({ readonly element: 'condition' } & ConditionFinding)

// ——— compiling ———

/** Compiles the stored trust policy of a role of `owner`. Never throws; what cannot be read refuses everybody. */
export function compileTrust(document: string, owner: AccountUin): CompiledTrust {
  const read = readPolicy(document, {
    purpose: 'trust',
    vocabulary: { service: () => undefined },
    lengthMax: Number.POSITIVE_INFINITY,
    principalAllowed: true,
  })
  if (read.document === undefined) return { owner, statements: [], problems: read.problems }
  return { owner, statements: compileStatements(read.document, owner), problems: [] }
}

function compileStatements({ statements }: PolicyDocument, owner: AccountUin): readonly TrustStatement[] {
  return statements.map(({ index, effect, actions, principals, conditions }: Statement) => ({
    index,
    effect,
    actions: actions.map(compileAction),
    principals: principals.map((principal) => ({ principal, matches: principalTest(principal, owner) })),
    conditions: conditions.map(bindCondition),
  }))
}

function bindCondition(form: ConditionForm): BindCondition {
  if (form.values.some(hasVariable)) return (variables) => compileCondition(form, variables)
  const compiled = compileCondition(form, undefined)
  return () => compiled
}

/**
 * What a principal says about an asker. UNKNOWN, which refuses and never lets in: a group, whose members are not
 * looked up, and everyone, which a role cannot be trusted to.
 */
function principalTest(principal: Principal, owner: AccountUin): (asker: TrustAsker) => Truth {
  switch (principal.kind) {
    case 'root':
      return (asker) => truth(isOfAccount(asker) && asker.account === principal.account)
    case 'user':
      return (asker) => truth(isUserOf(asker, principal.account) && asker.uin === principal.uin)
    case 'role':
      return roleTest(principal)
    case 'service': {
      const name = principal.name.toLowerCase()
      return (asker) => truth(asker.kind === 'service' && asker.name.toLowerCase() === name)
    }
    case 'provider':
      return providerTest(principal, owner)
    case 'group':
      return (asker) => (isUserOf(asker, principal.account) && asker.uin !== asker.account ? UNKNOWN : FALSE)
    case 'everyone':
      return () => UNKNOWN
    case 'anonymous':
      return () => FALSE
  }
}

/** An account has no two roles whose names differ in case only: a slip of case in a deny must not let the role in. */
function roleTest({ account, roleName }: Extract<Principal, { kind: 'role' }>): (asker: TrustAsker) => Truth {
  const name = roleName.toLowerCase()
  return (asker) => {
    return truth(asker.kind === 'role' && asker.account === account && asker.roleName.toLowerCase() === name)
  }
}

/** A provider vouches for users of roles of its own account; one of another account lets nobody in. */
function providerTest(
  { account, protocol, name }: Extract<Principal, { kind: 'provider' }>,
  owner: AccountUin,
): (asker: TrustAsker) => Truth {
  const arn = `qcs::cam::uin/${account}:${protocol}-provider/${name}`
  const known = account === owner ? TRUE : UNKNOWN
  return (asker) => (asker.kind === 'federated' && asker.arn === arn ? known : FALSE)
}

function isOfAccount(asker: TrustAsker): asker is Extract<TrustAsker, { kind: 'account' | 'role' }> {
  return asker.kind === 'account' || asker.kind === 'role'
}

function isUserOf(asker: TrustAsker, account: AccountUin): asker is Extract<TrustAsker, { kind: 'account' }> {
  return asker.kind === 'account' && asker.account === account
}

function truth(holds: boolean): Truth {
  return holds ? TRUE : FALSE
}

// ——— deciding ———

/** What is asked, taken apart once. */
interface TrustQuestion {
  readonly asker: TrustAsker
  readonly action: RequestAction
  readonly context: RequestContext
  readonly variables: VariableValues
}

/**
 * Whether the role trusts the asker with an action such as `sts:AssumeRole` (`name/` in front changes nothing). A deny
 * that matches wins; without an allow that matches the answer is no. Never throws. `context` holds the condition keys
 * of the request: `sts:external_id`, `oidc:…`, `saml:…`, `qcs:ip` and the like.
 */
export function decideTrust(
  compiled: CompiledTrust,
  asker: TrustAsker,
  action: string,
  context: RequestContext,
): TrustDecision {
  if (compiled.problems.length > 0) return { effect: 'deny', cause: 'explicit-deny', statement: undefined }
  const question = trustQuestion(asker, action, context)
  const matching = (effect: Effect) => {
    return compiled.statements.find((statement) => statement.effect === effect && statementMatches(statement, question))
  }
  const deny = matching('deny')
  if (deny !== undefined) return { effect: 'deny', cause: 'explicit-deny', statement: deny.index }
  const allow = matching('allow')
  if (allow !== undefined) return { effect: 'allow', cause: 'allow', statement: allow.index }
  return { effect: 'deny', cause: 'no-allow', statement: undefined }
}

function trustQuestion(asker: TrustAsker, action: string, context: RequestContext): TrustQuestion | undefined {
  const asked = readRequestAction(action)
  return asked === undefined ? undefined : { asker, action: asked, context, variables: variablesOf(asker) }
}

/** The uin of whoever asked for a role session is not known here, nor is any AppId. */
function variablesOf(asker: TrustAsker): VariableValues {
  return {
    uin: asker.kind === 'account' ? String(asker.uin) : undefined,
    owner_uin: isOfAccount(asker) ? String(asker.account) : undefined,
    app_id: undefined,
  }
}

function statementMatches(statement: TrustStatement, question: TrustQuestion | undefined): boolean {
  if (question === undefined) return false
  return (
    actionCovered(statement, question) &&
    principalCovered(statement, question) &&
    statement.conditions.every((bind) => {
      return conditionHolds(bind(question.variables), question.context, statement.effect)
    })
  )
}

function actionCovered({ actions }: TrustStatement, { action }: TrustQuestion): boolean {
  return actions.some((matcher) => actionMatches(matcher, action, 'resource'))
}

function principalCovered({ principals, effect }: TrustStatement, { asker }: TrustQuestion): boolean {
  return principals.some((principal) => {
    const known = principal.matches(asker)
    return known === TRUE || (known === UNKNOWN && effect === 'deny')
  })
}

// ——— explaining ———

/** Why `decideTrust` answers as it does. The decision in it is its own. Never throws. */
export function explainTrust(
  compiled: CompiledTrust,
  asker: TrustAsker,
  action: string,
  context: RequestContext,
): TrustExplanation {
  const question = trustQuestion(asker, action, context)
  const decision = decideTrust(compiled, asker, action, context)
  if (question === undefined) return { decision, malformedAction: true, statements: [] }
  return {
    decision,
    malformedAction: false,
    statements: compiled.statements.map((statement) => {
      const obstacles = obstaclesOf(statement, question)
      return { statement: statement.index, effect: statement.effect, matched: obstacles.length === 0, obstacles }
    }),
  }
}

function obstaclesOf(statement: TrustStatement, question: TrustQuestion): readonly TrustObstacle[] {
  if (!actionCovered(statement, question)) {
    return [{ element: 'action', wanted: statement.actions.map(({ text }) => text) }]
  }
  if (!principalCovered(statement, question)) {
    return [{ element: 'principal', wanted: statement.principals.map(({ principal }) => principal) }]
  }
  return statement.conditions
    .map((bind) => bind(question.variables))
    .filter((condition) => !conditionHolds(condition, question.context, statement.effect))
    .map((condition) => ({ element: 'condition', ...conditionFinding(condition, question.context) }))
}
