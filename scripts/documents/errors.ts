// docs/errors.md: every error code, when it is sent or why never, and what shows it. Derived from the table of errors,
// the action rows and the provocations of the tests. Pure.
import type { ActionRow } from '../../src/actions/define.ts'
import type { ErrorRow } from '../../src/protocol/errors.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

type Errors = Readonly<Record<string, ErrorRow>>
type Provocations = ReadonlyMap<string, { readonly title: string }>

const testFile = 'test/server/common-errors.test.ts'

/** The text of docs/errors.md. Throws where a common code is sent without a test that shows it. */
export function renderErrors(errors: Errors, actions: readonly ActionRow[], provocations: Provocations): string {
  const rows = Object.entries(errors).sort(([a], [b]) => (a < b ? -1 : 1))
  const common = rows.filter(([, row]) => row.kind === 'common')
  const service = rows.filter(([, row]) => row.kind === 'service')
  return `${generatedFrom('src/protocol/errors.ts and src/actions')}
# Error codes

An error is answered with HTTP status 200 in the envelope of every answer:
\`{"Response":{"Error":{"Code":"…","Message":"…"},"RequestId":"…"}}\`. A program decides by \`Code\`; \`Message\` is for people, in English or,
with \`X-TC-Language: zh-CN\`, in Chinese. Holes like \`{name}\` are filled for the call. Of two faults, the one that is checked first is
answered: transport and size, common parameters, version and action, key, time, signature, token, rate, parameters, authorisation, the action
itself.

## Common codes

${common.length} codes that clients know. Those that are sent can be the answer to any action, whatever its own list says.
Each code that is sent has a case in [${testFile}](../${testFile}).

${table(
  ['Code', 'Meaning', 'Sent when, or why never', 'Case of the test'],
  common.map(([name, row]) => commonCells(name, row, provocations.get(name)?.title)),
)}

### Their texts

${table(
  ['Code', 'Text'],
  common.map(([name, row]) => [code(name), texts(row)]),
)}

## Codes of the actions

These ${service.length} codes are answered by the actions that list them.

${table(
  ['Code', 'Meaning', 'Text', 'Actions'],
  service.map(([name, row]) => [code(name), cell(row.meaning), texts(row), listedBy(name, actions)]),
)}
`
}

function commonCells(
  name: string,
  { meaning, trigger, never }: ErrorRow,
  title: string | undefined,
): readonly string[] {
  if (never !== undefined) return [code(name), cell(meaning), `Never sent, ${cell(never)}.`, '–']
  if (trigger === undefined || title === undefined) throw new Error(`no test shows how ${name} is sent`)
  return [code(name), cell(meaning), cell(trigger), cell(title)]
}

/** The text of a code and its further wordings. */
const texts = (row: ErrorRow): string =>
  [row, ...Object.values(row.wordings ?? {})]
    .map(({ en }) => cell(en))
    .filter((text) => text !== '{problem}')
    .join('<br>')

function listedBy(name: string, actions: readonly ActionRow[]): string {
  const listing = actions.filter((row) => row.errors.some((listed) => listed === name)).map((row) => row.name)
  if (listing.length === 0) return 'none that is served yet'
  return listing
    .sort()
    .map((action) => `[${action}](actions.md#${action.toLowerCase()})`)
    .join(', ')
}
