// deploy/alerts.yaml and docs/operating/runbooks.md, from the alert rows. Pure.
import { stringify } from 'yaml'
import type { AlertRow } from '../../src/observe/alerts.ts'
import { generatedFrom } from './markdown.ts'

const runbooks = 'docs/operating/runbooks.md'

/** Heading of an alert in the runbook, as GitHub and others make an anchor of it. */
export const anchorOf = ({ name }: Pick<AlertRow, 'name'>): string => name.toLowerCase()

/** Rules in Prometheus's own format. */
export function renderAlerts(rows: readonly AlertRow[]): string {
  const rules = rows.map((row) => ({
    alert: row.name,
    expr: row.expression,
    for: row.for,
    labels: { severity: row.severity },
    annotations: { summary: row.summary, runbook: `${runbooks}#${anchorOf(row)}` },
  }))
  const text = stringify({ groups: [{ name: 'opencam', rules }] }, { lineWidth: 0 })
  return `# Written by scripts/documents.ts from src/observe/alerts.ts; do not edit. For rule_files of Prometheus.\n${text}`
}

/** A section for each alert. */
export function renderRunbooks(rows: readonly AlertRow[]): string {
  return `${generatedFrom('src/observe/alerts.ts')}
# Runbooks

One section for each alert of [deploy/alerts.yaml](../../deploy/alerts.yaml), which Prometheus takes as a file of \`rule_files\`. The rules stand on the
[metrics](metrics.md). \`page\` wakes somebody, \`ticket\` waits for the day. The numbers in the rules are beginnings: change a copy
to what your load is.

${rows.map(section).join('\n')}`
}

function section(row: AlertRow): string {
  return `## ${row.name}

${row.summary}: \`${row.severity}\`, after ${row.for}.

\`\`\`
${row.expression}
\`\`\`

${row.means}

Look at:

${row.look.map((line) => `- ${line}`).join('\n')}

Do:

${row.act.map((line, at) => `${at + 1}. ${line}`).join('\n')}
`
}
