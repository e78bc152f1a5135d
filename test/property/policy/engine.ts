// The production engine behind the small face that the proof needs. A copy of the engine has the same face.
import * as policy from '../../../src/policy/index.ts'
import type { TrustQuestion } from '../../../src/policy/reference/trust.ts'
import type { AccessRequest, Decision, PolicySource, Subject, Vocabulary } from '../../../src/policy/types.ts'

export type PolicyModule = Pick<
  typeof policy,
  | 'readPolicy'
  | 'compileCache'
  | 'assemble'
  | 'decide'
  | 'explain'
  | 'resourcesFor'
  | 'filterMatches'
  | 'compileTrust'
  | 'decideTrust'
  | 'explainTrust'
>

export interface Engine {
  /** Code of the first error that the reader finds, `undefined` for a document that it accepts. */
  problem(source: PolicySource): string | undefined
  prepare(subject: Subject): PreparedSubject
  trust(question: TrustQuestion): TrustAnswer
}

export interface TrustAnswer {
  /** Code of the first problem of a trust policy that cannot be read. */
  readonly problem: string | undefined
  readonly decision: policy.TrustDecision
  /** What the explanation says of each statement. */
  readonly matched: readonly boolean[]
}

export interface PreparedSubject {
  decide(request: AccessRequest): Decision
  explain(request: AccessRequest): policy.Explanation
  /** What a filter says of a resource whose own keys were not known when it was made. */
  passes(question: policy.FilterQuestion, resource: string, own: policy.RequestContext): boolean
}

const anyName: Vocabulary = { service: () => undefined }

export function engineOf(module: PolicyModule): Engine {
  const { readPolicy, compileCache, assemble, decide, explain, resourcesFor, filterMatches } = module
  // Small and shared, so that entries are used again, replaced and dropped all the time.
  const compiled = compileCache(24)
  return {
    problem({ document, preset }) {
      const { document: accepted, problems } = readPolicy(document, {
        purpose: preset ? 'preset' : 'identity',
        vocabulary: anyName,
      })
      if (accepted !== undefined) return undefined
      return problems[0]?.code ?? 'refused without a problem'
    },
    trust: trustOf(module),
    prepare(subject) {
      const program = assemble(subject, compiled)
      return {
        decide: (request) => decide(program, request),
        explain: (request) => explain(program, request),
        passes: (question, resource, own) => filterMatches(resourcesFor(program, question), resource, own),
      }
    },
  }
}

function trustOf({ compileTrust, decideTrust, explainTrust }: PolicyModule): Engine['trust'] {
  // Questions about one document come one after the other.
  let last: policy.CompiledTrust | undefined
  let lastDocument: string | undefined
  return ({ document, owner, asker, action, context }) => {
    const compiled = last?.owner === owner && lastDocument === document ? last : compileTrust(document, owner)
    last = compiled
    lastDocument = document
    const decision = decideTrust(compiled, asker, action, context)
    const explanation = explainTrust(compiled, asker, action, context)
    if (JSON.stringify(explanation.decision) !== JSON.stringify(decision)) throw new Error('explained another decision')
    const matched = explanation.statements.map((statement) => statement.matched)
    return { problem: compiled.problems[0]?.code, decision, matched }
  }
}

export const engine: Engine = engineOf(policy)
