// The linter: everything about a document that could be wrong, dangerous or said better, in the order of the text. It
// reads no clock and no store and never throws; what a rule would need and is not given, the rule does not judge.

import type { Element } from '../element.ts'
import { type JsonNode, readJson } from '../json.ts'
import { positions } from '../position.ts'
import { isWarning, type Problem } from '../problem.ts'
import type { Vocabulary } from '../types.ts'
import { readPolicy } from '../validate.ts'
import type { CheckedRule } from './check.ts'
import { type Facts, factsOf, type Member, membersOf } from './facts.ts'
import type { Finding, LintOptions, LintRule } from './finding.ts'
import { ACTION_RULES } from './rules/action.ts'
import { CONDITION_KEY_RULES } from './rules/condition-key.ts'
import { CONDITION_LOGIC_RULES } from './rules/condition-logic.ts'
import { CONDITION_VALUE_RULES } from './rules/condition-value.ts'
import { ESCALATION_RULES } from './rules/escalation.ts'
import { FORM_RULES } from './rules/form.ts'
import { placeAt, READER_RULES, ruleOfProblem } from './rules/reader.ts'
import { RESOURCE_RULES } from './rules/resource.ts'
import { STATEMENT_RULES } from './rules/statement.ts'
import { TRUST_RULES } from './rules/trust.ts'

const CHECKED_RULES: readonly CheckedRule[] = [
  ...FORM_RULES,
  ...ACTION_RULES,
  ...RESOURCE_RULES,
  ...STATEMENT_RULES,
  ...ESCALATION_RULES,
  ...CONDITION_KEY_RULES,
  ...CONDITION_VALUE_RULES,
  ...CONDITION_LOGIC_RULES,
  ...TRUST_RULES,
]

/** Every rule: first those for documents that are refused, then those for documents that are accepted. */
export const LINT_RULES: readonly LintRule[] = [...READER_RULES, ...CHECKED_RULES]

// Without catalogs no name of a product or an action is judged.
const ANY_NAME: Vocabulary = { service: () => undefined }

/**
 * All findings of a document. A document that is refused has findings of the severity `error` only: what it would do is
 * judged when it can be read.
 */
export function lint(text: string, options: LintOptions = {}): readonly Finding[] {
  const filled = { purpose: 'identity' as const, vocabulary: ANY_NAME, ...options }
  const { document, problems } = readPolicy(text, filled)
  const tree = readJson(text)
  const root = 'node' in tree && tree.node.kind === 'object' ? tree.node : undefined
  const findings =
    document !== undefined && root !== undefined
      ? judge(factsOf(text, root, document, filled))
      : refusals(text, problems, 'node' in tree ? tree.node : undefined, filled)
  return findings.toSorted((a, b) => a.offset - b.offset)
}

function judge(facts: Facts): readonly Finding[] {
  const locate = positions(facts.text)
  return CHECKED_RULES.flatMap(({ check, needs, id, severity }) => {
    if (needs !== undefined && needs !== 'catalog' && facts.options[needs] === undefined) return []
    const findings: Finding[] = []
    check(facts, (place, text, fix) => {
      const { path, statement } = place
      const message = statement === undefined ? text : `statement ${statement}: ${text}`
      const found = { rule: id, severity, message, path, statement, ...locate(offsetOf(place)) }
      findings.push(fix === undefined ? found : { ...found, fix })
    })
    return findings
  })
}

function offsetOf(place: Element | Member): number {
  return 'at' in place ? place.at : place.node.at
}

function refusals(
  text: string,
  problems: readonly Problem[],
  node: JsonNode | undefined,
  options: Facts['options'],
): readonly Finding[] {
  return problems.flatMap((problem) => {
    const { code, message, path, statement, offset, line, column } = problem
    if (isWarning(code)) return []
    const root = node && { node, path: '$', statement: undefined }
    const place = root === undefined ? { node: undefined, member: undefined } : placeAt(root, offset, membersOf)
    const found = ruleOfProblem({ problem, text, options, ...place })
    if (found === undefined) return []
    const { rule, familiar } = found
    const words = familiar.advice === undefined ? message : `${message}; ${familiar.advice}`
    const finding = {
      rule: rule.id,
      severity: rule.severity,
      message: words,
      path,
      statement,
      offset,
      line,
      column,
      code,
    }
    return [familiar.fix === undefined ? finding : { ...finding, fix: familiar.fix }]
  })
}
