// A policy version, compiled once and shared by every principal that it applies to. What depends on the principal
// (policy variables) stays open until a program is assembled.

import type { PolicyHome } from './account.ts'
import { type ActionMatcher, compileAction } from './action.ts'
import { type Condition, compileCondition } from './condition.ts'
import type { Statement } from './document.ts'
import type { Problem } from './problem.ts'
import { compileResource, type ResourceMatcher } from './resource.ts'
import type { Effect, PolicySource, Vocabulary } from './types.ts'
import { readPolicy } from './validate.ts'
import { hasVariable, type VariableValues } from './variables.ts'

/** A statement ready to be matched. Immutable. */
export interface CompiledStatement {
  /** Index in the document. */
  readonly index: number
  readonly effect: Effect
  readonly actions: readonly ActionMatcher[]
  readonly resources: readonly ResourceMatcher[]
  /** Cheap ones first. */
  readonly conditions: readonly Condition[]
}

/** One version of a policy, compiled. Immutable, the same for every principal. */
export interface CompiledPolicy {
  readonly statements: readonly StatementTemplate[]
  /**
   * Why the stored text could not be read; normally empty. Such a policy denies everything: a deny that got lost
   * would widen access.
   */
  readonly problems: readonly Problem[]
}

export interface StatementTemplate {
  readonly effect: Effect
  /** The compiled statement, the same object for all; for a statement with variables a new one for each principal. */
  bind(variables: VariableValues): CompiledStatement
}

// Catalogs judge a document when it is written. A stored one stays in force whatever is loaded later.
const ANY_NAME: Vocabulary = { service: () => undefined }

/** Compiles the stored text of one version. Never throws. `policyId`, names and `via` play no part. */
export function compilePolicy(source: Pick<PolicySource, 'document' | 'preset' | 'creator'>): CompiledPolicy {
  const { document, problems } = readPolicy(source.document, {
    purpose: source.preset ? 'preset' : 'identity',
    vocabulary: ANY_NAME,
    lengthMax: Number.POSITIVE_INFINITY,
    principalAllowed: true,
  })
  if (document === undefined) return { statements: [template(DENY_ALL, source)], problems }
  return { statements: document.statements.map((statement) => template(statement, source)), problems: [] }
}

const DENY_ALL: Statement = {
  index: 0,
  effect: 'deny',
  actions: [{ text: '*', product: '*', name: '*' }],
  resources: [{ text: '*', every: true }],
  conditions: [],
  principals: [],
}

function template(form: Statement, home: PolicyHome): StatementTemplate {
  return usesVariables(form) ? openTemplate(form, home) : closedTemplate(compileStatement(form, home, undefined))
}

function openTemplate(form: Statement, { preset, creator }: PolicyHome): StatementTemplate {
  return { effect: form.effect, bind: (variables) => compileStatement(form, { preset, creator }, variables) }
}

// A function of its own, so that what it keeps alive is the compiled statement and not the parsed one as well.
function closedTemplate(compiled: CompiledStatement): StatementTemplate {
  return { effect: compiled.effect, bind: () => compiled }
}

function usesVariables(form: Statement): boolean {
  return (
    form.resources.some((resource) => !resource.every && hasVariable(resource.content)) ||
    form.conditions.some((condition) => condition.values.some(hasVariable))
  )
}

function compileStatement(form: Statement, home: PolicyHome, variables: VariableValues | undefined): CompiledStatement {
  return {
    index: form.index,
    effect: form.effect,
    actions: form.actions.map(compileAction),
    resources: form.resources.map((resource) => compileResource(resource, form.effect, home, variables)),
    conditions: form.conditions
      .toSorted((a, b) => a.operator.operator.cost - b.operator.operator.cost)
      .map((condition) => compileCondition(condition, variables)),
  }
}
