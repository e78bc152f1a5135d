// The page of everything that is good once, written from its rows.
import type { SingleUse } from '../../src/store/single-use.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

export function renderSingleUse(rows: Readonly<Record<string, SingleUse>>): string {
  const lines = Object.entries(rows).map(
    ([name, row]) => `| \`${name}\` | ${cell(row.what)} | \`${row.table}\` | ${cell(row.how)} | ${cell(row.until)} |`,
  )
  return [
    '<!-- Written by npm run documents from src/store/single-use.ts; do not edit. -->',
    '',
    '# Good once',
    '',
    'Everything that may be used once only. The place is the same for all servers of a database: of two uses at the same time, on',
    'whatever servers, one counts, and a server that is started anew knows what was used before. What the places promise is in',
    '[limits.md](limits.md).',
    '',
    '| Name | What | Place | Why a second use finds out | How long |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n')
}
