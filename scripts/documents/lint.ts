// docs/lint.md: every rule of the linter, what it finds and what comes of it. Derived from the rules, their prose and their
// vectors. Pure.
import type { LintRule, Severity } from '../../src/policy/index.ts'
import type { RuleReason } from '../../src/policy/lint/reasons.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

export interface RuleGroup {
  readonly heading: string
  readonly rules: readonly LintRule[]
}

/** The text of docs/lint.md. `edits`: which kinds of edit each rule proposes. Throws for a rule without prose. */
export function renderLint(
  groups: readonly RuleGroup[],
  reasons: ReadonlyMap<string, RuleReason>,
  edits: ReadonlyMap<string, readonly string[]>,
): string {
  const rules = groups.flatMap((group) => group.rules)
  const count = (severity: Severity): number => rules.filter((rule) => rule.severity === severity).length
  return `${generatedFrom('src/policy/lint and test/vectors/lint')}
# Linting policies

\`lint\` says what could be wrong, dangerous or said better in a policy: ${rules.length} rules. ${count('error')} are for documents that are refused, ${count('warning')}
warn of documents that do something else than they seem to say, or give more than one would think, and ${count('notice')} note what could be said better.

\`\`\`ts
import { applyFix, lint } from 'opencam/policy'

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
console.log(findings[3].message) // → statement 0: a request without "qcs:vpc" is not denied
console.log(findings[3].fix.kind) // → suggestion

const better = applyFix(text, findings[3].fix)
console.log(Object.keys(JSON.parse(better).statement[0].condition)[0]) // → string_not_equal_if_exist
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

${groups.map((group) => renderGroup(group, reasons, edits)).join('\n\n')}
`
}

function renderGroup(
  { heading, rules }: RuleGroup,
  reasons: ReadonlyMap<string, RuleReason>,
  edits: ReadonlyMap<string, readonly string[]>,
): string {
  const rows = rules.map(({ id, severity, needs }) => {
    const reason = reasons.get(id)
    if (reason === undefined) throw new Error(`no prose for the rule ${id}`)
    const needed = needs === undefined ? '' : `; needs ${needs === 'catalog' ? 'a vocabulary' : code(needs)}`
    const title = prose(reason.title)
    return [code(id), `${severity}${needed}`, `${title}. ${prose(reason.why)}`, edits.get(id)?.join(', ') ?? '']
  })
  return `## ${heading}

${table(['Rule', 'Severity', 'What is found, and what comes of it', 'Edit'], rows)}`
}

/** Text for a cell whose code spans are left alone. */
function prose(text: string): string {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 0 ? cell(piece) : `\`${piece.replaceAll('|', '\\|')}\``))
    .join('')
}
