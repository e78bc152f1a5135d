// docs/component-codes.md: the interfaces of the component call and its return codes, from their rows. Pure.
import type { InterfaceRow } from '../../src/gateway/component/interface.ts'
import type { ReturnCodeRow } from '../../src/gateway/component/return-codes.ts'
import { wireType } from '../../src/protocol/shape.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

/** The text of docs/component-codes.md. */
export function renderComponentCalls(interfaces: readonly InterfaceRow[], codes: readonly ReturnCodeRow[]): string {
  return `${generatedFrom('src/gateway/component')}
# Interfaces and return codes of the component call

[Component calls](component-call.md) says how to make one.

${interfaces.map(chapter).join('\n')}
## Return codes

\`returnCode\` and \`returnValue\` are the same number. Behind a failure \`returnMessage\` begins with the code that the API would have answered
([error codes](errors.md)), which is finer; the protocol's own failures have a sentence there. The numbers are this project's own.

${table(
  ['Return code', 'Meaning', 'Codes of the API'],
  codes.map(({ code: number, meaning, takes }) => [
    String(number),
    cell(meaning),
    takes.map(code).join(', ') || (number === 4000 ? 'all others' : '–'),
  ]),
)}
`
}

function chapter({ name, summary, para, documents, calls }: InterfaceRow): string {
  const rows = Object.entries(para).map(([parameter, shape]) => [
    code(parameter),
    documents.includes(parameter) ? 'String, or the JSON object itself' : wireType(shape).type,
    shape.required ? 'yes' : 'no',
    cell(shape.data.about),
  ])
  return `## ${name}

${summary} Needs the rights to: ${calls.map(code).join(', ')}, as far as it does what these do.

${table(['Parameter', 'Type', 'Required', 'What it is'], rows)}
`
}
