// The option rows as text: for `--help` and for docs/options.md. Shows no value that was given, only defaults.
import type { OptionRow } from './row.ts'

const gap = 2
const helpColumnMax = 34

/** One line or two per option: flag, what it does, environment name, default. Test-only rows are left out. */
export function renderOptions(rows: readonly OptionRow[]): string {
  const shown = rows.filter((row) => !row.testOnly)
  const width = Math.min(helpColumnMax, Math.max(...shown.map((row) => headOf(row).length)))
  const indent = ' '.repeat(2 + width + gap)
  return shown
    .map((row) => {
      const lines = [row.help, noteOf(row)].flatMap((text) => wrap(text, 100 - indent.length))
      return `  ${headOf(row).padEnd(width + gap)}${lines.join(`\n${indent}`)}`
    })
    .join('\n')
}

const headOf = (row: OptionRow): string => `${row.flag} <value>`

function noteOf(row: OptionRow): string {
  return row.default === undefined ? `[${row.env}]` : `[${row.env}, default ${row.default}]`
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** The text of docs/options.md. */
export function renderOptionsPage(rows: readonly OptionRow[]): string {
  const table = (part: readonly OptionRow[]): string =>
    ['| Environment | Flag | Default | Meaning |', '| --- | --- | --- | --- |', ...part.map(tableRow)].join('\n')
  return `<!-- Written by scripts/documents.ts from src/config.ts; do not edit. -->
# Options

Every option can be given as a flag to \`opencam serve\` (or after \`npm start --\`) or as an environment variable. The flag
wins over the variable, the variable over the default. An empty variable counts as not set. An unknown flag or an unknown
\`OPENCAM_\` variable is an error that names the nearest known one (exit code 2). A flag is visible to other users of the
machine: give secrets as variables.

${table(rows.filter((row) => !row.testOnly))}

## For this project's own tests

${table(rows.filter((row) => row.testOnly))}
`
}

function tableRow(row: OptionRow): string {
  const value = row.default === undefined ? '' : `\`${row.default}\``
  const help = row.help.replaceAll('|', '\\|')
  return `| \`${row.env}\` | \`${row.flag}\` | ${value} | ${help}${row.secret ? ' Secret.' : ''} |`
}
