// What the newest client library says of requests and answers: its own type declarations, read as data. They judge the
// actions that the reference does not have, and what catalogs say of parameters; our rows are not asked.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

export type SdkProduct = 'cam' | 'sts' | 'tag' | 'ses' | 'ccc' | 'cloudaudit'

export const versions: Readonly<Record<SdkProduct, string>> = {
  cam: 'v20190116',
  sts: 'v20180813',
  tag: 'v20180813',
  ses: 'v20201002',
  ccc: 'v20200210',
  cloudaudit: 'v20190319',
}

interface Member {
  readonly name: string
  /** `string`, `number`, `boolean`, `Array<…>` or a name. */
  readonly type: string
  readonly optional: boolean
  readonly nullable: boolean
  /** There only under a condition that the comment names. */
  readonly sometimes: boolean
}

type Models = ReadonlyMap<string, readonly Member[]>

const read = new Map<SdkProduct, Models>()

/** Whether the library has the action. */
export const hasModel = (product: SdkProduct, action: string): boolean => modelsOf(product).has(`${action}Response`)

/** What is wrong with an answer (RequestId included) by the library's declarations; empty when it fits. */
export function checkModel(product: SdkProduct, action: string, answer: unknown): readonly string[] {
  const models = modelsOf(product)
  if (!models.has(`${action}Response`)) return [`${action}: the library has no such answer`]
  return problems(models, `${action}Response`, answer, action)
}

/** Whether the library can make the call. */
export const hasRequest = (product: SdkProduct, action: string): boolean => modelsOf(product).has(`${action}Request`)

/** The kind of a parameter at a path, lists opened; `undefined` where the library has no such parameter. */
export function parameterAt(
  product: SdkProduct,
  action: string,
  path: string,
): { readonly type: string; readonly list: boolean; readonly optional: boolean } | undefined {
  let type = `${action}Request`
  let [list, optional] = [false, false]
  for (const step of path.split('.')) {
    const member = modelsOf(product)
      .get(type)
      ?.find(({ name }) => name === step)
    if (member === undefined) return undefined
    const entry = /^Array<(.*)>$/.exec(member.type)?.[1]
    list ||= entry !== undefined
    optional ||= member.optional
    type = entry ?? member.type
  }
  return { type, list, optional }
}

/** A request with everything that the library says it needs; empty where it does not have the action. */
export function sampleRequest(product: SdkProduct, action: string): Record<string, unknown> {
  return hasRequest(product, action) ? sampleOf(modelsOf(product), `${action}Request`) : {}
}

function sampleOf(models: Models, type: string): Record<string, unknown> {
  const needed = (models.get(type) ?? []).filter(({ optional }) => !optional)
  return Object.fromEntries(needed.map((member) => [member.name, sampleValue(models, member.type)]))
}

function sampleValue(models: Models, type: string): unknown {
  const entry = /^Array<(.*)>$/.exec(type)?.[1]
  if (entry !== undefined) return [sampleValue(models, entry)]
  if (type === 'string') return 'text'
  if (type === 'boolean') return true
  return models.has(type) ? sampleOf(models, type) : 1
}

function modelsOf(product: SdkProduct): Models {
  const known = read.get(product)
  if (known !== undefined) return known
  const root = dirname(require.resolve('tencentcloud-sdk-nodejs/package.json'))
  const file = join(root, 'tencentcloud/services', product, versions[product], `${product}_models.d.ts`)
  const text = readFileSync(file, 'utf8')
  const found = new Map([...text.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms)].map(interfaceOf))
  read.set(product, found)
  return found
}

function interfaceOf([, name = '', body = '']: RegExpMatchArray): [string, readonly Member[]] {
  const members = body.matchAll(/\/\*\*(.*?)\*\/\s*(\w+)(\??): ([^;]+);/gs)
  return [
    name,
    [...members].map(([, comment = '', name = '', mark = '', type = '']) => ({
      name,
      type,
      optional: mark === '?',
      nullable: comment.includes('null'),
      sometimes: comment.includes('才有此字段'),
    })),
  ]
}

const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => Number.isSafeInteger(value),
  'number | bigint': (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
}

function problems(models: Models, type: string, value: unknown, path: string): readonly string[] {
  const form = Object.hasOwn(forms, type) ? forms[type] : undefined
  if (form !== undefined) return form(value) ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`]
  const entry = /^Array<(.*)>$/.exec(type)?.[1]
  if (entry !== undefined) {
    if (!Array.isArray(value)) return [`${path}: no list`]
    return value.flatMap((each: unknown, index) => problems(models, entry, each, `${path}.${index}`))
  }
  const members = models.get(type)
  if (members === undefined) return [`${path}: the library has no type ${type}`]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`]
  const given = new Map<string, unknown>(Object.entries(value))
  const known = members.flatMap(({ name, type, nullable, sometimes }) => {
    const at = `${path}.${name}`
    if (!given.has(name)) return sometimes ? [] : [`${at}: missing`]
    const value = given.get(name)
    if (value === null) return nullable ? [] : [`${at}: null`]
    return problems(models, type, value, at)
  })
  const names = new Set(members.map(({ name }) => name))
  const unknown = [...given.keys()].filter((name) => !names.has(name)).map((name) => `${path}.${name}: not declared`)
  return [...known, ...unknown]
}
