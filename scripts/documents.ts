// Writes the generated documents, or with --check says which of them are stale (exit code 1). One row per file.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { actions } from '../src/actions/index.ts'
import { quotaRows } from '../src/actions/quotas.ts'
import { loadCatalogs } from '../src/catalog/load.ts'
import { ownCatalogs } from '../src/catalog/own.ts'
import { catalogSchemaText } from '../src/catalog/schema.ts'
import { optionRows, renderOptionsDocument } from '../src/config.ts'
import { interfaces } from '../src/gateway/component/interfaces.ts'
import { returnCodes } from '../src/gateway/component/return-codes.ts'
import { alertRows } from '../src/observe/alerts.ts'
import { metricRows } from '../src/observe/rows.ts'
import { errors } from '../src/protocol/errors.ts'
import { singleUses } from '../src/store/single-use.ts'
import { provocations } from '../test/server/common-errors.ts'
import { LINT_VECTORS } from '../test/vectors/lint-cases.ts'
import { leftOutCases, plans, playedCases } from '../test/vectors/oidc-rp-cases.ts'
import { coverageFiles } from './coverage.ts'
import { describeActions, renderApi } from './describe.ts'
import { renderActions } from './documents/actions.ts'
import { renderAlerts, renderRunbooks } from './documents/alerts.ts'
import { renderChartSchema } from './documents/chart-schema.ts'
import { renderComponentCalls } from './documents/component-calls.ts'
import { renderConsoleActions, renderConsoleMeanings } from './documents/console-actions.ts'
import { renderConsoleCatalogs } from './documents/console-catalogs.ts'
import { renderConsoleExplorer } from './documents/console-explorer.ts'
import { renderErrors } from './documents/errors.ts'
import { renderLint } from './documents/lint.ts'
import { renderMetricsDocument } from './documents/metrics.ts'
import { renderQuotas } from './documents/quotas.ts'
import { renderRelyingParty } from './documents/relying-party.ts'
import { renderServices } from './documents/services.ts'
import { renderSingleUse } from './documents/single-use.ts'
import { renderTenMillion } from './documents/ten-million.ts'

export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const makers: readonly { readonly path: string; readonly make: () => string | Promise<string> }[] = [
  { path: 'docs/options.md', make: renderOptionsDocument },
  { path: 'deploy/alerts.yaml', make: () => renderAlerts(alertRows) },
  { path: 'deploy/chart/alerts.yaml', make: () => renderAlerts(alertRows) },
  { path: 'deploy/chart/values.schema.json', make: () => renderChartSchema(optionRows) },
  { path: 'docs/operating/runbooks.md', make: () => renderRunbooks(alertRows) },
  { path: 'docs/operating/metrics.md', make: () => renderMetricsDocument(metricRows) },
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
  { path: 'docs/operating/single-use.md', make: () => renderSingleUse(singleUses) },
  { path: 'docs/operating/ten-million.md', make: renderTenMillion },
  { path: 'docs/lint.md', make: () => renderLint(LINT_VECTORS) },
  { path: 'src/catalog/schema.json', make: catalogSchemaText },
  { path: 'console/src/api/actions.ts', make: () => renderConsoleActions(describeActions(actions)) },
  {
    path: 'console/src/pages/explorer/api.json',
    make: () => renderConsoleExplorer(describeActions(actions), loadCatalogs().all),
  },
  {
    path: 'console/src/editor/catalogs.json',
    make: () => renderConsoleCatalogs(loadCatalogs(undefined, ownCatalogs(actions)).all),
  },
  { path: 'console/src/api/meanings.json', make: () => renderConsoleMeanings(errors) },
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
    console.log(`${file.path} ${check ? 'is stale: run npm run documents' : 'written'}`)
  }
  if (stale.length === 0) console.log('the generated documents are up to date')
  else if (check) process.exitCode = 1
}

if (import.meta.main) await main(process.argv.includes('--check'))
