// docs/quotas.md: the limits of an account and how an operator raises them. Derived from the quota rows. Pure.
import type { QuotaRow } from '../../src/actions/quotas.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

/** The text of docs/quotas.md. */
export function renderQuotas(rows: readonly QuotaRow[]): string {
  return `${generatedFrom('src/actions/quotas.ts')}
# Quotas

The documented limits. \`OPENCAM_QUOTAS=users=2000,policies=3000\` gives other numbers for all accounts,
\`opencam account set-quota <account> <quota> <value>\` for one account, which is stronger. Lowering a number below what an account
has takes nothing away; it only keeps more from being made.

${table(
  ['Quota', 'Documented', 'How many'],
  rows.map(({ name, documented, meaning }) => [code(name), String(documented), cell(meaning)]),
)}
`
}
