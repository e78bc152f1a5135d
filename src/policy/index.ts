// The public door of the policy engine: read a document, compile it, assemble a program for a principal, decide,
// explain. Values in, values out.

export { type CompiledPolicy, compilePolicy } from './compile.ts'
export { type CompileLookup, compileCache } from './compile-cache.ts'
export { decide } from './decide.ts'
export type {
  AccountForm,
  ActionForm,
  ConditionForm,
  PolicyDocument,
  Principal,
  ResourceForm,
  SixSegments,
  Statement,
} from './document.ts'
export {
  type ConditionFinding,
  type ConditionObstacle,
  type Explanation,
  explain,
  type LayerFinding,
  type Obstacle,
  type ResourceFinding,
  type StatementFinding,
} from './explain.ts'
export { format } from './format.ts'
export { minify } from './json.ts'
export type { Position } from './position.ts'
export { PROBLEM_CODES, type Problem, type ProblemCode, WARNING_CODES, type WarningCode } from './problem.ts'
export { assemble, type Program } from './program.ts'
export { type ProgramCache, programCache } from './program-cache.ts'
export { POLICY_LENGTH_MAX, type ReadOptions } from './read-options.ts'
export { longRegion } from './regions.ts'
export type { ResourceSegment } from './resource.ts'
export {
  type CompiledTrust,
  compileTrust,
  decideTrust,
  explainTrust,
  type TrustAsker,
  type TrustDecision,
  type TrustExplanation,
  type TrustFinding,
  type TrustObstacle,
} from './trust.ts'
export type {
  AccessRequest,
  AccountUin,
  Cause,
  ContextScalar,
  ContextValue,
  DecidedBy,
  Decision,
  Effect,
  Granularity,
  Layer,
  ListedRequest,
  PolicySource,
  RequestContext,
  ServiceVocabulary,
  Subject,
  Via,
  Vocabulary,
} from './types.ts'
export { policyLength, type ReadResult, readPolicy } from './validate.ts'

// ——— partial evaluation: filters instead of trials ———

export type {
  FilterClause,
  FilterLayer,
  FilterQuestion,
  LeftCondition,
  ResourceFilter,
} from './partial/filter.ts'
export { actionsFor, type ListedItem, type Listing, listing } from './partial/listing.ts'
export { type FilterTest, filterMatches, filterTest } from './partial/matches.ts'
export { resourcesFor } from './partial/resources-for.ts'
export { filterText } from './partial/text.ts'

// ——— remedies: the smallest change that would allow ———

export { applyRemedy, type Remedied } from './remedy/apply.ts'
export type { AddedStatement, Edit, KeyEdit, PolicyEdit, Remedy } from './remedy/edit.ts'
export { remedyOf } from './remedy/remedy-of.ts'
export { editText } from './remedy/text.ts'

// ——— reasons: a decision in one layer and one statement ———

export { type Reason, type ReasonLayer, reasonOf, type TrustReason, trustReasonOf } from './reason.ts'

// ——— proofs: questions about all requests at once ———

export {
  canAllow,
  type Equivalence,
  type Existence,
  equivalent,
  type LimitedPolicies,
  type NotKnown,
  noNewAccess,
  overlap,
  type Policies,
  PROOF_STEPS,
  PROOF_SUBJECT,
  type Proof,
  type ProofOptions,
  type ProofPolicy,
  type ProofSubject,
  type RequestPattern,
  type StatementUse,
  statementUse,
  statementUses,
} from './prove/prove.ts'
