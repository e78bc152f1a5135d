// docs/lint.md: every rule of the linter, what it finds and what comes of it. Derived from the rules, their prose and their
// vectors. Pure.
import { type LintRule, lint, type Severity } from '../../src/policy/lint/index.ts'
import { RULE_REASONS } from '../../src/policy/lint/reasons.ts'
import { ACTION_RULES } from '../../src/policy/lint/rules/action.ts'
import { CONDITION_KEY_RULES } from '../../src/policy/lint/rules/condition-key.ts'
import { CONDITION_LOGIC_RULES } from '../../src/policy/lint/rules/condition-logic.ts'
import { CONDITION_VALUE_RULES } from '../../src/policy/lint/rules/condition-value.ts'
import { ESCALATION_RULES } from '../../src/policy/lint/rules/escalation.ts'
import { FORM_RULES } from '../../src/policy/lint/rules/form.ts'
import { READER_RULES } from '../../src/policy/lint/rules/reader.ts'
import { RESOURCE_RULES } from '../../src/policy/lint/rules/resource.ts'
import { STATEMENT_RULES } from '../../src/policy/lint/rules/statement.ts'
import { TRUST_RULES } from '../../src/policy/lint/rules/trust.ts'
import { type LintVector, lintOptions, textOfCase } from '../../test/vectors/lint-cases.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

const groups: readonly (readonly [heading: string, rules: readonly LintRule[]])[] = [
  ['Documents that are refused', READER_RULES],
  ['How a document is written', FORM_RULES],
  ['Actions', ACTION_RULES],
  ['Resources', RESOURCE_RULES],
  ['Statements', STATEMENT_RULES],
  ['Ways to more rights', ESCALATION_RULES],
  ['Condition keys', CONDITION_KEY_RULES],
  ['Values of conditions', CONDITION_VALUE_RULES],
  ['What conditions say together', CONDITION_LOGIC_RULES],
  ['Trust policies', TRUST_RULES],
]

/** The text of docs/lint.md. Throws for a rule without prose. */
export function renderLint(vectors: readonly LintVector[]): string {
  const edits = editsOf(vectors)
  const rules = groups.flatMap(([, some]) => some)
  const count = (severity: Severity): number => rules.filter((rule) => rule.severity === severity).length
  return `${generatedFrom('src/policy/lint and test/vectors/lint')}
# Linting policies

\`lint\` says what could be wrong, dangerous or said better in a policy: ${rules.length} rules. ${count('error')} are for documents that are refused, ${count('warning')}
warn of documents that do something else than they seem to say, or give more than one would think, and ${count('notice')} note what could be said better.

\`\`\`ts
import { applyFix, lint } from 'opencam/policy/lint'

const text = JSON.stringify({
  version: '2.0',
  statement: [
    {
      effect: 'deny',
      action: ['cos:Delete*', 'cos:DeleteObject'],
      resource: 'qcs::cos:gz:uid/1250000000:photos-1250000000/*',
      condition: { string_not_equal: { 'qcs:vpc': 'vpc-1' } },
    },
  ],
})

const findings = lint(text)
console.log(findings.map(({ rule }) => rule).join(' ')) // → deny-only repeated-action short-region deny-passes-missing-key

const gap = findings.find(({ fix }) => fix?.kind === 'suggestion')
console.log(gap?.message) // → statement 0: a request without "qcs:vpc" is not denied
if (gap?.fix !== undefined) {
  const { statement } = JSON.parse(applyFix(text, gap.fix))
  console.log(JSON.stringify(statement[0].condition)) // → {"string_not_equal_if_exist":{"qcs:vpc":"vpc-1"}}
}
\`\`\`

A finding names its rule, the statement, the JSON path, line and column. Its edit, where it has one, is either **safe**, so that every
request is answered as before, or a **suggestion**, which changes the meaning to what was probably meant. \`applyFix\` carries one out; after that
the others stand elsewhere, so lint again. A document that is refused has errors only, one for each fault of the reader.

| Option | What it is for |
| --- | --- |
| \`purpose\` | \`identity\` (by default), \`preset\`, \`session\` or \`trust\` |
| \`vocabulary\` | Catalogs: which products, actions, levels and resources there are. Without it no name is judged |
| \`nowMs\` | The moment, for times that are over. Without it no time is judged |
| \`account\`, \`appId\` | Whose policy it is, for resources and principals of other accounts |
| \`regions\` | Regions of a private cloud |
| \`lengthMax\`, \`principalAllowed\`, \`strictActionServices\` | As for \`readPolicy\` |

Statements are only called covered where that is certain for every request; a covering that takes several statements together is not
looked for. The words of this page come with the package as \`RULE_REASONS\` of \`opencam/policy/lint-reasons\`, apart from the rules, so that code that
only lints stays small. Each rule has documents in which it finds something, and others in which it does not, in [test/vectors/lint](../test/vectors/lint).

${groups.map(([heading, rules]) => `## ${heading}\n\n${renderRules(rules, edits)}`).join('\n\n')}
`
}

function renderRules(rules: readonly LintRule[], edits: ReadonlyMap<string, string>): string {
  const rows = rules.map(({ id, severity, needs }) => {
    const reason = RULE_REASONS.get(id)
    if (reason === undefined) throw new Error(`no prose for the rule ${id}`)
    const needed = needs === undefined ? '' : `; needs ${needs === 'catalog' ? 'a vocabulary' : code(needs)}`
    return [
      `<a id="${id}"></a>${code(id)}`,
      `${severity}${needed}`,
      `${prose(reason.title)}. ${prose(reason.why)}`,
      edits.get(id) ?? '',
    ]
  })
  return table(['Rule', 'Severity', 'What is found, and what comes of it', 'Edit'], rows)
}

/** Which kinds of edit each rule proposes for the documents of its vectors. */
function editsOf(vectors: readonly LintVector[]): ReadonlyMap<string, string> {
  const edits = vectors.map(({ rule, found }): [string, string] => {
    const findings = found.flatMap((one) => lint(textOfCase(one), lintOptions(one)))
    const kinds = findings.flatMap((finding) => (finding.rule === rule ? (finding.fix?.kind ?? []) : []))
    return [rule, [...new Set(kinds)].sort().join(', ')]
  })
  return new Map(edits)
}

/** Text for a cell whose code spans are left alone. */
function prose(text: string): string {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 0 ? cell(piece) : `\`${piece.replaceAll('|', '\\|')}\``))
    .join('')
}
