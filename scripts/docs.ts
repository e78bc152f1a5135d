// Writes the generated documents, or with --check says which of them are stale (exit code 1). One row per file.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { actions } from '../src/actions/index.ts'
import { quotaRows } from '../src/actions/quotas.ts'
import { loadCatalogs } from '../src/catalog/load.ts'
import { catalogSchemaText } from '../src/catalog/schema.ts'
import { renderOptionsDocument } from '../src/config.ts'
import { interfaces } from '../src/gateway/component/interfaces.ts'
import { returnCodes } from '../src/gateway/component/return-codes.ts'
import { lint } from '../src/policy/index.ts'
import { RULE_REASONS } from '../src/policy/lint/reasons.ts'
import { ACTION_RULES } from '../src/policy/lint/rules/action.ts'
import { CONDITION_KEY_RULES } from '../src/policy/lint/rules/condition-key.ts'
import { CONDITION_LOGIC_RULES } from '../src/policy/lint/rules/condition-logic.ts'
import { CONDITION_VALUE_RULES } from '../src/policy/lint/rules/condition-value.ts'
import { ESCALATION_RULES } from '../src/policy/lint/rules/escalation.ts'
import { FORM_RULES } from '../src/policy/lint/rules/form.ts'
import { READER_RULES } from '../src/policy/lint/rules/reader.ts'
import { RESOURCE_RULES } from '../src/policy/lint/rules/resource.ts'
import { STATEMENT_RULES } from '../src/policy/lint/rules/statement.ts'
import { TRUST_RULES } from '../src/policy/lint/rules/trust.ts'
import { errors } from '../src/protocol/errors.ts'
import { provocations } from '../test/server/common-errors.ts'
import { LINT_VECTORS, lintOptions, textOfCase } from '../test/vectors/lint-cases.ts'
import { leftOutCases, plans, playedCases } from '../test/vectors/oidc-rp-cases.ts'
import { coverageFiles } from './coverage.ts'
import { describeActions, renderApi } from './describe.ts'
import { renderActions } from './documents/actions.ts'
import { renderComponentCalls } from './documents/component-calls.ts'
import { renderErrors } from './documents/errors.ts'
import { type RuleGroup, renderLint } from './documents/lint.ts'
import { renderQuotas } from './documents/quotas.ts'
import { renderRelyingParty } from './documents/relying-party.ts'
import { renderServices } from './documents/services.ts'

export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const lintGroups: readonly RuleGroup[] = [
  { heading: 'Documents that are refused', rules: READER_RULES },
  { heading: 'How a document is written', rules: FORM_RULES },
  { heading: 'Actions', rules: ACTION_RULES },
  { heading: 'Resources', rules: RESOURCE_RULES },
  { heading: 'Statements', rules: STATEMENT_RULES },
  { heading: 'Ways to more rights', rules: ESCALATION_RULES },
  { heading: 'Condition keys', rules: CONDITION_KEY_RULES },
  { heading: 'Values of conditions', rules: CONDITION_VALUE_RULES },
  { heading: 'What conditions say together', rules: CONDITION_LOGIC_RULES },
  { heading: 'Trust policies', rules: TRUST_RULES },
]

/** Which kinds of edit the rules propose for the documents of their vectors. */
function lintEdits(): ReadonlyMap<string, readonly string[]> {
  const edits = LINT_VECTORS.map(({ rule, found }): [string, readonly string[]] => {
    const findings = found.flatMap((one) => lint(textOfCase(one), lintOptions(one)))
    const kinds = findings.flatMap((finding) => (finding.rule === rule ? (finding.fix?.kind ?? []) : []))
    return [rule, [...new Set(kinds)].sort()]
  })
  return new Map(edits)
}

const makers: readonly { readonly path: string; readonly make: () => string | Promise<string> }[] = [
  { path: 'docs/options.md', make: renderOptionsDocument },
  { path: 'docs/quotas.md', make: () => renderQuotas(quotaRows) },
  { path: 'docs/errors.md', make: () => renderErrors(errors, actions, provocations) },
  { path: 'docs/actions.md', make: () => renderActions(describeActions(actions)) },
  { path: 'docs/component-codes.md', make: () => renderComponentCalls(interfaces, returnCodes) },
  { path: 'docs/api.json', make: () => renderApi(actions) },
  { path: 'docs/services.md', make: () => renderServices(loadCatalogs().all) },
  {
    path: 'docs/openid-relying-party.md',
    make: () => renderRelyingParty({ plans, played: playedCases, leftOut: leftOutCases }),
  },
  { path: 'docs/lint.md', make: () => renderLint(lintGroups, RULE_REASONS, lintEdits()) },
  { path: 'src/catalog/schema.json', make: catalogSchemaText },
]

/** Every file that is generated from the source, as it should be. */
export function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return Promise.all(makers.map(async ({ path, make }) => ({ path, text: await make() })))
}

function present(file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch {
    return undefined
  }
}

async function main(check: boolean): Promise<void> {
  // The table of coverage is made from a full run of the tests, so it is no business of the tests themselves.
  const files = [...(await generatedFiles()), ...coverageFiles()]
  const stale = files.filter((file) => present(file.path) !== file.text)
  for (const file of stale) {
    if (!check) writeFileSync(path.join(root, file.path), file.text)
    console.log(`${file.path} ${check ? 'is stale: run npm run docs' : 'written'}`)
  }
  if (stale.length === 0) console.log('the generated documents are up to date')
  else if (check) process.exitCode = 1
}

if (import.meta.main) await main(process.argv.includes('--check'))
