// The production engine behind the small face that the proof needs. A copy of the engine has the same face.
import * as policy from '../../../src/policy/index.ts'
import type { AccessRequest, Decision, PolicySource, Subject, Vocabulary } from '../../../src/policy/types.ts'

export type PolicyModule = Pick<typeof policy, 'readPolicy' | 'compileCache' | 'assemble' | 'decide' | 'explain'>

export interface Engine {
  /** Code of the first error that the reader finds, `undefined` for a document that it accepts. */
  problem(source: PolicySource): string | undefined
  prepare(subject: Subject): PreparedSubject
}

export interface PreparedSubject {
  decide(request: AccessRequest): Decision
  explain(request: AccessRequest): policy.Explanation
}

const anyName: Vocabulary = { service: () => undefined }

export function engineOf({ readPolicy, compileCache, assemble, decide, explain }: PolicyModule): Engine {
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
    prepare(subject) {
      const program = assemble(subject, compiled)
      return { decide: (request) => decide(program, request), explain: (request) => explain(program, request) }
    },
  }
}

export const engine: Engine = engineOf(policy)
