// What the policy engine says in words and places, for every vector: the problems of documents, the findings of the
// linter, why requests were decided as they were and what would change it. Kept word for word in test/vectors/words, so
// that a change of what people read is seen as a change; `npm run words` writes them anew.
import { createHash } from 'node:crypto'
import {
  assemble,
  compileTrust,
  decide,
  editText,
  explain,
  explainTrust,
  filterText,
  type Position,
  readPolicy,
  reasonOf,
  remedyOf,
  resourcesFor,
  trustReasonOf,
} from '../../src/policy/index.ts'
import { lint } from '../../src/policy/lint/index.ts'
import { LINT_VECTORS, type LintCase, lintOptions, textOfCase } from './lint-cases.ts'
import {
  DECISION_CASES,
  type DecisionCase,
  DOCUMENT_CASES,
  type DocumentCase,
  OWNER,
  requestOf,
  subjectOf,
  textOf,
  VOCABULARY,
} from './policy-cases.ts'
import { TRUST_CASES, type TrustCase, textOfTrust } from './trust-cases.ts'

/** The kept files by name. */
export const WORDS: Readonly<Record<string, () => string>> = {
  'problems.txt': () => sections(DOCUMENT_CASES.map((vector) => [vector.name, problemsOf(vector)])),
  'lint.txt': () => sections(LINT_VECTORS.flatMap(({ rule, found }) => found.map((one) => [rule, findingsOf(one)]))),
  'decisions.txt': () => sections(DECISION_CASES.map((vector) => [vector.name, decisionOf(vector)])),
  'trust.txt': () => sections(TRUST_CASES.map((vector) => [vector.name, trustOf(vector)])),
}

function sections(parts: readonly (readonly [title: string, lines: readonly string[]])[]): string {
  return parts.map(([title, lines]) => `# ${title}\n${lines.map((line) => `${line}\n`).join('')}`).join('\n')
}

const at = ({ line, column }: Position): string => `${line}:${column}`

function problemsOf(vector: DocumentCase): readonly string[] {
  const options = { purpose: 'identity' as const, vocabulary: VOCABULARY, ...vector.options }
  const { document, problems } = readPolicy(textOf(vector), options)
  const read = document === undefined ? 'refused' : `read as ${digest(document)}`
  return [read, ...problems.map((one) => `${one.severity} ${one.code} ${at(one)} ${one.path} ${one.message}`)]
}

function findingsOf(one: LintCase): readonly string[] {
  const text = textOfCase(one)
  return [
    `in ${text}`,
    ...lint(text, lintOptions(one)).flatMap(({ rule, severity, path, message, fix, ...place }) => [
      `${severity} ${rule} ${at(place)} ${path} ${message}`,
      ...(fix === undefined ? [] : [`  ${fix.kind} ${fix.offset}+${fix.length} → ${fix.replacement}`]),
    ]),
  ]
}

/** The verdict in words; of the whole explanation, which is long, only whether it is still the same. */
function decisionOf(vector: DecisionCase): readonly string[] {
  const program = assemble(subjectOf(vector))
  const request = requestOf(vector)
  const { effect, layer, cause, by, resource } = decide(program, request)
  const explanation = explain(program, request)
  const remedy = remedyOf(program, request, ({ policyName }) => policyName === 'policy-2')
  const { action, granularity, context } = request
  const filters = [
    resourcesFor(program, { action, granularity, context, open: [] }),
    resourcesFor(program, { action, granularity, context: new Map(), open: 'rest' }),
  ]
  return [
    `${effect} by ${layer}: ${cause} on ${resource} ${by === undefined ? 'by nothing' : `by ${by.policyName} ${by.statement} ${by.via.kind}`}`,
    `reason ${JSON.stringify(reasonOf(explanation))}`,
    ...('edits' in remedy
      ? remedy.edits.map((edit) => `remedy ${editText(edit)} ${digest(edit)}`)
      : [JSON.stringify(remedy)]),
    ...filters.flatMap((filter) => [`${filter.kind} ${digest(filter)}`, ...filterText(filter).split('\n')]),
    `explanation ${digest(explanation)}`,
  ]
}

function trustOf(vector: TrustCase): readonly string[] {
  const compiled = compileTrust(textOfTrust(vector), OWNER)
  const explanation = explainTrust(compiled, vector.asker, vector.action, new Map(Object.entries(vector.context)))
  return [
    ...compiled.problems.map((one) => `${one.code} ${at(one)} ${one.message}`),
    `reason ${JSON.stringify(trustReasonOf(explanation))}`,
    `explanation ${digest(explanation)}`,
  ]
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
