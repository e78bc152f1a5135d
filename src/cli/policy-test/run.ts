// Runs what policy tests ask and says what came of it. Verdicts are those of the engine; where one rests on something that the
// test does not say, the test has failed.
import { readRequestAction } from '../../policy/action.ts'
import {
  canAllow,
  decide,
  type Effect,
  type Explanation,
  editText,
  explain,
  type ListedRequest,
  reasonOf,
  remedyOf,
} from '../../policy/index.ts'
import { findingText } from '../explained.ts'
import { judgeOf, withKnownAction } from '../policy/known-action.ts'
import { requestText } from '../policy/requests.ts'
import { isBecause } from './because.ts'
import { unsaidIn } from './certain.ts'
import type { Used } from './coverage.ts'
import type { Library } from './documents.ts'
import type { Known } from './names.ts'
import type { Place } from './source.ts'
import type { ProofCheck, RequestCheck, Suite } from './suite.ts'

export interface Result {
  readonly kind: 'case' | 'never'
  readonly title: string
  readonly place: Place
  readonly passed: boolean
  readonly expected: string
  readonly got: string
  /** Why it came out so, in lines; of results that failed only. */
  readonly why: readonly string[]
  /** The statement that decided, and where it stands; presets stand nowhere. */
  readonly decided: Decided | undefined
  /** The smallest change of request and policies that would allow what should be allowed. */
  readonly remedy: readonly string[]
}

export interface Decided {
  readonly effect: Effect
  readonly policy: string
  readonly statement: number
  readonly place: Place | undefined
}

export interface Ran {
  readonly suite: Suite
  readonly results: readonly Result[]
  /** Statements that decided, once for each case. */
  readonly used: readonly Used[]
}

export interface Runner {
  readonly known: Known
  readonly library: Library
  readonly wanted: (title: string) => boolean
}

export function runSuite(suite: Suite, runner: Runner): Ran {
  const used: Used[] = []
  const checks = suite.checks.filter(({ title }) =>
    runner.wanted(suite.name === undefined ? title : `${suite.name}: ${title}`),
  )
  const results = checks.map((check) =>
    check.kind === 'case' ? runCase(check, runner, used) : runProof(check, runner),
  )
  return { suite, results, used }
}

// ——— one request ———

function runCase(check: RequestCheck, { library }: Runner, used: Used[]): Result {
  const { request, principal, expect, because } = check
  const explanation = explain(principal.program, request)
  const { effect } = explanation.decision
  used.push(...usedIn(explanation))
  const decided = decidedIn(explanation, library)
  const head = { kind: check.kind, title: check.title, place: check.place, decided }
  const expected = because === undefined ? expect : `${expect} because of ${because.text}`
  const unsaid = unsaidIn(explanation)
  if (unsaid !== undefined) return { ...head, passed: false, expected, got: 'unknown', why: [unsaid], remedy: [] }
  if (effect !== expect) {
    const remedy = expect === 'allow' ? remedyText(check, library) : []
    return { ...head, passed: false, expected, got: effect, why: findings(explanation), remedy }
  }
  const reason = reasonOf(explanation)
  const document = reason.statement && library.byId(reason.statement.by.policyId)
  if (because !== undefined && !isBecause(because, reason, document)) {
    const got = `${effect}, for another reason: ${reason.layer}, ${reason.cause}`
    return { ...head, passed: false, expected, got, why: findings(explanation), remedy: [] }
  }
  return { ...head, passed: true, expected, got: effect, why: [], remedy: [] }
}

/** What each layer of a refusal lacked, or said; what allows is told by its statement alone. */
function findings({ decision, resources }: Explanation): readonly string[] {
  if (decision.effect === 'allow') return []
  return resources
    .filter(({ resource }) => resource === decision.resource)
    .flatMap((one) => findingText(one).split('\n'))
}

function remedyText({ principal, request }: RequestCheck, library: Library): readonly string[] {
  const remedy = remedyOf(principal.program, request, ({ policyId }) => library.byId(policyId)?.preset === true)
  return 'edits' in remedy ? remedy.edits.map(editText) : []
}

function decidedIn(explanation: Explanation, library: Library): Decided | undefined {
  const { statement } = reasonOf(explanation)
  if (statement?.matched !== true) return undefined
  const { policyId, policyName, statement: index } = statement.by
  const place = library.byId(policyId)?.statements?.[index]?.place
  return { effect: statement.effect, policy: policyName, statement: index, place }
}

/** Statements that took part in the verdict: all that deny where one denies, in each layer all that allow where all layers do. */
function usedIn({ decision, resources }: Explanation): readonly Used[] {
  const settled = resources.filter(({ resource }) => decision.effect === 'allow' || resource === decision.resource)
  return settled.flatMap(({ layers }) =>
    layers
      .filter(({ layer, outcome }) => {
        return decision.effect === 'allow'
          ? outcome === 'allow'
          : layer === decision.layer && outcome === 'explicit-deny'
      })
      .flatMap(({ statements }) =>
        statements
          .filter(({ matched, effect }) => matched && effect === decision.effect)
          .map(({ by }) => ({ policyId: by.policyId, statement: by.statement })),
      ),
  )
}

// ——— all requests ———

function runProof({ kind, title, place, principal, pattern }: ProofCheck, { known, library }: Runner): Result {
  const head = { kind, title, place, expected: 'never allowed', remedy: [] }
  const proof = canAllow(principal.policies, pattern, { subject: principal.who })
  if (proof.answer === 'no') return { ...head, passed: true, got: 'never allowed', why: [], decided: undefined }
  if (proof.answer === 'unknown') {
    return { ...head, passed: false, got: 'unknown', why: [`It is not known: ${proof.why}.`], decided: undefined }
  }
  const { action, resource } = pattern
  const asked = judgeOf(
    JSON.stringify({ version: '2.0', statement: { effect: 'allow', action, resource } }),
    principal.who,
  )
  const allowed = (request: ListedRequest) => decide(principal.program, request).effect === 'allow' && asked(request)
  const example = withKnownAction(proof.example, allowed, known.catalogs)
  const decided = decidedIn(explain(principal.program, example), library)
  return { ...head, passed: false, got: 'allowed', why: exampleText(example, known), decided }
}

/** Who asks is known. An action that nobody has yet is allowed by a pattern, and would be one day. */
function exampleText(example: ListedRequest, { catalogs }: Known): readonly string[] {
  const context = new Map([...example.context].filter(([key]) => key !== 'qcs:uin' && key !== 'qcs:owner_uin'))
  const shown = `This is allowed: ${requestText({ ...example, context })}`
  const { product = '', name = '' } = readRequestAction(example.action) ?? {}
  const actions = catalogs.get(product)?.actions
  const exists = actions === undefined || [...actions.keys()].some((one) => one.toLowerCase() === name)
  return exists ? [shown] : [shown, 'No action of today is one of these; a new one with such a name would be allowed.']
}
