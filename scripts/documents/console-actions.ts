// console/src/api/actions.ts: parameters and results of every action as types for the console's client, and which product
// each belongs to. Derived from the description of the actions. Pure.
import type { ActionDescription, ApiDescription, FieldDescription } from '../describe.ts'

const scalars: ReadonlyMap<string, string> = new Map([
  ['Integer', 'number'],
  ['String', 'string'],
  ['Boolean', 'boolean'],
  ['Timestamp', 'string'],
  ['Date', 'string'],
])
/** The product of most actions; the others are listed. */
const usual = 'cam'

/** The text of console/src/api/actions.ts. */
export function renderConsoleActions({ actions, types }: ApiDescription): string {
  const signed = actions.filter((action) => action.unsigned === undefined)
  const versions = [...new Map(signed.map(({ product, version }) => [product, version]))].sort()
  const others = signed.filter(({ product }) => product !== usual)
  return `// Written by scripts/documents.ts from the rows of src/actions; do not edit. Every action that is signed, as types.

${types.map((type) => `export interface ${type.name} {\n${type.fields.map((field) => member(field, '  ')).join('\n')}\n}`).join('\n\n')}

export interface Actions {
${signed.map(actionType).join('\n')}
}

const versions: ReadonlyMap<string, string> = new Map([
${versions.map(([product, version]) => `  ['${product}', '${version}'],`).join('\n')}
])

const products: ReadonlyMap<string, string> = new Map([
${others.map(({ name, product }) => `  ['${name}', '${product}'],`).join('\n')}
])

export const productOf = (action: keyof Actions): string => products.get(action) ?? '${usual}'
export const versionOf = (action: keyof Actions): string => versions.get(productOf(action)) ?? ''
`
}

function actionType({ name, parameters, results }: ActionDescription): string {
  return `  readonly ${name}: {
    readonly params: ${members(parameters)}
    readonly result: ${members(results)}
  }`
}

function members(fields: readonly FieldDescription[]): string {
  if (fields.length === 0) return 'Readonly<Record<never, never>>'
  return `{\n${fields.map((field) => member(field, '      ')).join('\n')}\n    }`
}

function member({ name, type, list, required, nullable }: FieldDescription, indent: string): string {
  const one = scalars.get(type) ?? type
  const whole = list === true ? `readonly ${one}[]` : one
  return `${indent}readonly ${name}${required ? '' : '?'}: ${whole}${nullable === true ? ' | null' : ''}${required ? '' : ' | undefined'}`
}

/** The text of console/src/api/meanings.json: what each error code means, for the panel that shows a refusal. */
export function renderConsoleMeanings(errors: Readonly<Record<string, { readonly meaning: string }>>): string {
  const rows = Object.entries(errors).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(rows.map(([code, { meaning }]) => [code, meaning])), null, 2)}\n`
}
