// A program: everything that speaks about one principal, ready to decide. Assembled when policies change, used for
// every request until then. It holds no answers.

import { type CompileLookup, compileCache } from './compile-cache.ts'
import { type Owner, spelledAccount } from './resource.ts'
import { indexRules, type RuleIndex } from './rules.ts'
import type { Subject } from './types.ts'
import type { VariableValues } from './variables.ts'

export interface Program extends Owner {
  readonly kind: Subject['kind']
  readonly identity: RuleIndex
  readonly boundary: RuleIndex | undefined
  readonly session: RuleIndex | undefined
  /** What statements were compiled with. */
  readonly variables: VariableValues
}

/** `compiled` gives the compiled form of a version; pass one cache for all programs to share them. */
export function assemble(subject: Subject, compiled: CompileLookup = compileCache(0)): Program {
  const variables = variablesOf(subject)
  const { kind, account, appId, boundary, session } = subject
  const root = kind === 'root'
  return {
    kind,
    account,
    appId,
    spelled: spelledAccount(account),
    // No policy and no boundary applies to a root account. A session policy does: it limits what root handed out.
    identity: indexRules(root ? [] : subject.identity, compiled, variables),
    boundary: boundary === undefined || root ? undefined : indexRules([boundary], compiled, variables),
    session: session === undefined ? undefined : indexRules([session], compiled, variables),
    variables,
  }
}

function variablesOf(subject: Subject): VariableValues {
  return {
    uin: subject.uin === undefined ? undefined : String(subject.uin),
    owner_uin: String(subject.account),
    app_id: String(subject.appId),
  }
}
