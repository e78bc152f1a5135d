// docs/actions.md: every action for people, from the same description that programs read. Pure.
import type { ActionDescription, ApiDescription, FieldDescription, Limits, TypeDescription } from '../describe.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

/** The text of docs/actions.md. */
export function renderActions({ actions, types }: ApiDescription): string {
  const groups = [...new Set(actions.map((action) => action.group))].sort()
  const contents = groups.map((group) => {
    const links = actions.filter((action) => action.group === group).map(({ name }) => link(name))
    return `- **${group}**: ${links.join(', ')}`
  })
  return `${generatedFrom('src/actions')}
# Actions

The ${actions.length} actions of this server. Every call is a signed POST or GET to \`/\` that names \`Action\` and \`Version\`; any action can also
answer the [common error codes](errors.md#common-codes). Rates count per root account. What is marked *newer* is known from the SDKs, or is
this server's own, and is not in the published API reference. The same as data: [api.json](api.json).

${contents.join('\n')}

${actions.map(actionText).join('\n\n')}

# Types

${types.map((type) => typeText(type, actions)).join('\n\n')}
`
}

function actionText(action: ActionDescription): string {
  const { name, product, version, summary, access, perSecond, newer, deprecated, parameters, results, errors } = action
  return [
    `## ${name}`,
    `${newer ? '*Newer.* ' : ''}${cell(summary)} ${access === 'write' ? 'A write' : 'A read'} of ${product} ${version}, ${perSecond} calls a second. ${levelText(action)}`,
    ...(deprecated === undefined ? [] : [`*Deprecated.* ${cell(deprecated)}`]),
    parameters.length === 0 ? 'No parameters.' : fieldTable('Parameter', parameters, true),
    results.length === 0 ? 'Answers with nothing but its RequestId.' : fieldTable('Result', results, false),
    errors.length === 0 ? 'No error codes of its own.' : `Error codes: ${errors.map(code).join(', ')}.`,
  ].join('\n\n')
}

function levelText({ level, fine, unsigned }: ActionDescription): string {
  if (unsigned) return 'Is not signed: a parameter proves who makes it.'
  if (level === 'open') return 'Needs no permission.'
  if (level === 'names') return 'Authorised on the object under each of its names.'
  if (level === 'resource') return 'Authorised on the object that it names.'
  return fine
    ? 'Authorised on `*`; on the object that it names with `OPENCAM_RESOURCE_LEVEL=fine`.'
    : 'Authorised on `*`.'
}

function fieldTable(heading: string, fields: readonly FieldDescription[], sent: boolean): string {
  const last = sent ? ['Required', 'Default'] : ['Null']
  return table(
    [heading, 'Type', ...last, 'What it is'],
    fields.map((field) => [
      code(field.name),
      typeName(field),
      ...(sent ? askedCells(field) : [nullText(field)]),
      about(field),
    ]),
  )
}

const askedCells = (field: FieldDescription): readonly string[] => [
  field.required ? 'yes' : 'no',
  field.default === undefined ? '' : code(JSON.stringify(field.default)),
]

/** Of a result. */
export function nullText({ nullable, required }: FieldDescription): string {
  if (!required) return 'left out'
  return nullable ? 'possible' : 'no'
}

/** Types that have no page of their own. */
export const basic: ReadonlySet<string> = new Set(['Integer', 'String', 'Boolean', 'Timestamp', 'Date'])

function typeName({ type, list }: FieldDescription): string {
  const name = basic.has(type) ? type : link(type)
  return list ? `list of ${name}` : name
}

function about({ type, about, newer, secret, limits, entries }: FieldDescription): string {
  const parts = [
    ...(newer ? ['*Newer.*'] : []),
    cell(about),
    ...(limits === undefined ? [] : limitTexts(limits, type === 'Integer' ? '' : ' characters')),
    ...(entries === undefined ? [] : [`${rangeText(entries)} entries.`]),
    ...(secret ? ['Secret.'] : []),
  ]
  return parts.join(' ')
}

function limitTexts({ min, max, maxBytes, oneOf, pattern }: Limits, unit: string): readonly string[] {
  return [
    ...(min === undefined && max === undefined ? [] : [`${rangeText({ min, max })}${unit}.`]),
    ...(maxBytes === undefined ? [] : [`At most ${maxBytes} bytes.`]),
    ...(oneOf === undefined ? [] : [`One of ${oneOf.map((one) => code(String(one))).join(', ')}.`]),
    ...(pattern === undefined ? [] : [`Pattern ${code(pattern)}.`]),
  ]
}

/** `1 to 64`, `At least 1`, `At most 64`. */
export function rangeText({
  min,
  max,
}: {
  readonly min?: number | undefined
  readonly max?: number | undefined
}): string {
  if (min === undefined) return `At most ${max}`
  return max === undefined ? `At least ${min}` : `${min} to ${max}`
}

function typeText({ name, about, fields }: TypeDescription, actions: readonly ActionDescription[]): string {
  const uses = (list: readonly FieldDescription[]): boolean => list.some((field) => field.type === name)
  const sent = actions.some((action) => uses(action.parameters))
  return [`## ${name}`, cell(about), fieldTable('Member', fields, sent)].join('\n\n')
}

const link = (name: string): string => `[${name}](#${name.toLowerCase()})`
