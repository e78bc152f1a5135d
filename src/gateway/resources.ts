// What a call to a catalogued service asks of the policy engine: its action, and the resources that its own parameters
// name. Pure. A value from the call is only ever text in a resource: never a pattern, a variable or a border between
// segments, and nothing that is absent or unclear may stand for less than it could mean to the service.
import type { CatalogAction, Fill } from '../catalog/service.ts'
import { fillResource, holesOf } from '../catalog/templates.ts'
import type { Granularity } from '../policy/types.ts'
import { type ApiError, apiError } from '../protocol/api-error.ts'
import type { RawObject, RawValue } from '../protocol/call.ts'
import { clip } from '../protocol/utf8.ts'

/** The part of a call that says what it is about. */
export interface CataloguedCall {
  /** The common parameter Region. */
  readonly region: string | undefined
  /** Root account of the caller, who can only mean its own resources. */
  readonly account: number
  /** All parameters, or at least those that `isNeeded` tells. */
  readonly parameters: RawObject
}

/** What the engine is asked. */
export interface Asked {
  readonly kind: 'asked'
  /** `service:Action`. */
  readonly action: string
  /** Each once; every one must be allowed. Never empty. */
  readonly resources: readonly string[]
  readonly granularity: Granularity
  /** Paths of the parameters that were read, with their values; none where the call gave none. */
  readonly used: ReadonlyMap<string, readonly string[]>
  /** Tags that the call sets, each `key&value`. */
  readonly requestTags: readonly string[]
}

/** The documented error with which the call ends. */
export interface Unclear {
  readonly kind: 'refused'
  readonly error: ApiError
}

/** Longest value of a parameter in a resource. */
export const valueBytesMax = 1024
/** Most resources that one call may name. */
export const resourcesMax = 100

/** Most tags that one call may set. */
const tagsMax = 100

const everything: readonly string[] = ['*']
const unused: ReadonlyMap<string, readonly string[]> = new Map()

/** What a call of the row asks, or why that cannot be told: MissingParameter, InvalidParameter, InvalidParameterValue. */
export function resourcesOf(service: string, name: string, row: CatalogAction, call: CataloguedCall): Asked | Unclear {
  const action = `${service}:${name}`
  try {
    const requestTags = tagsOf(row.requestTags, call.parameters)
    if (row.resources.length === 0) {
      return { kind: 'asked', action, resources: everything, granularity: row.level, used: unused, requestTags }
    }
    return { kind: 'asked', action, granularity: 'resource', ...named(row, call), requestTags }
  } catch (error) {
    if (error instanceof Fault) return { kind: 'refused', error: error.answer }
    throw error
  }
}

/** Whether `resourcesOf` must be given a member of the call's parameters; the rest may be left out unread. */
export function isNeeded(row: CatalogAction, member: string): boolean {
  // Members that differ only in case are among them: they are a reason to refuse.
  const wanted = folded(member)
  const paths = [...(row.fill?.values() ?? [])].map(({ parameter }) => parameter)
  const tags = row.requestTags === undefined ? [] : [row.requestTags]
  return [...paths, ...tags].some((path) => folded(headOf(path)) === wanted)
}

const headOf = (path: string): string => path.split('.', 1)[0] ?? path

/** Leaves a reading of nested values; never leaves this file. */
class Fault extends Error {
  readonly answer: ApiError
  constructor(answer: ApiError) {
    super(answer.code)
    this.answer = answer
  }
}

function named(row: CatalogAction, call: CataloguedCall): Pick<Asked, 'resources' | 'used'> {
  const values = new Map<string, readonly string[]>()
  const used = new Map<string, readonly string[]>()
  for (const [hole, fill] of row.fill ?? []) {
    const found = valuesOf(fill, call.parameters)
    values.set(hole, found.all)
    if (found.given.length > 0) used.set(fill.parameter, found.given)
  }
  const resources = new Set<string>()
  for (const template of row.resources) {
    // In the loop: two long lists have more combinations than memory.
    for (const text of filled(template, values, call)) {
      if (resources.size === resourcesMax && !resources.has(text)) throw tooMany(row)
      resources.add(text)
    }
  }
  return { resources: [...resources], used }
}

function tooMany(row: CatalogAction): Fault {
  const name = [...(row.fill?.values() ?? [])].map(({ parameter }) => parameter).join(', ')
  const problem = `it names more than ${resourcesMax} resources`
  return new Fault(apiError('InvalidParameter', { wording: 'structure', name, problem }))
}

/** The template once for every combination of values: with two lists that is more than was meant, and never less. */
function* filled(
  template: string,
  values: ReadonlyMap<string, readonly string[]>,
  { region, account }: CataloguedCall,
): Iterable<string> {
  const known = template.includes('${region}') ? regionOf(region) : ''
  for (const parameters of combinations(holesOf(template), values)) {
    const result = fillResource(template, { region: known, account, parameters })
    if (result.kind === 'resource') yield result.text
    else if (result.kind === 'missing') throw new Fault(apiError('MissingParameter', { name: result.hole }))
    else throw unfit(result.hole, parameters.get(result.hole) ?? '')
  }
}

/** The tags that a call sets, each once. */
function tagsOf(path: string | undefined, parameters: RawObject): readonly string[] {
  if (path === undefined) return []
  const keys = leavesOf(parameters, [...path.split('.'), 'TagKey'], '')
  const values = leavesOf(parameters, [...path.split('.'), 'TagValue'], '')
  // Of a call without the parameter, or with an empty list of tags.
  if (keys.every((key) => key === null) && values.every((value) => value === null)) return []
  if (keys.length !== values.length) throw wrongType(path)
  const tags = keys.map((key, at) => `${tagText(path, key)}&${tagText(path, values[at] ?? null)}`)
  if (tags.length > tagsMax) throw new Fault(apiError('InvalidParameter', { wording: 'type', name: path }))
  return [...new Set(tags)]
}

/** A key or a value; a value may be empty. */
function tagText(path: string, text: Leaf): string {
  if (typeof text !== 'string') throw wrongType(path)
  if (Buffer.byteLength(text) > valueBytesMax) throw unfit(path, text)
  return text
}

/** Without a region the service would choose one, which a deny for that region must not miss. */
function regionOf(region: string | undefined): string {
  if (region === undefined || region === '') throw new Fault(apiError('MissingParameter', { name: 'Region' }))
  if (!/^[A-Za-z0-9-]{1,64}$/.test(region)) throw unfit('Region', region)
  return region
}

function* combinations(
  holes: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
): Iterable<ReadonlyMap<string, string>> {
  const [hole, ...others] = holes
  if (hole === undefined) yield new Map()
  else {
    for (const value of values.get(hole) ?? []) {
      for (const rest of combinations(others, values)) yield new Map([[hole, value], ...rest])
    }
  }
}

/** Values of a hole: the ones given, and `*` where the call leaves open which. */
interface Values {
  readonly given: readonly string[]
  readonly all: readonly string[]
}

function valuesOf(fill: Fill, parameters: RawObject): Values {
  const found = leavesOf(parameters, fill.parameter.split('.'), '')
  const open = found.length === 0 || found.some((leaf) => leaf === null || leaf === '')
  if (open && fill.absent === 'refuse') throw new Fault(apiError('MissingParameter', { name: fill.parameter }))
  const given = [...new Set(found.flatMap((leaf) => textOf(fill, leaf)))]
  return { given, all: open ? [...given, '*'] : given }
}

type Leaf = Exclude<RawValue, readonly RawValue[] | RawObject>

/** Every value at the end of the path, `null` where one is absent. An empty list has none, which is absent as well. */
function leavesOf(value: RawValue, steps: readonly string[], path: string): readonly Leaf[] {
  if (isList(value)) return value.flatMap((each) => leavesOf(each, steps, path))
  const [step, ...rest] = steps
  if (value === null) return [null]
  if (typeof value === 'object') {
    if (step === undefined) throw wrongType(path)
    const at = path === '' ? step : `${path}.${step}`
    refuseTwins(value, step, at)
    const member = Object.hasOwn(value, step) ? value[step] : undefined
    return member === undefined ? [null] : leavesOf(member, rest, at)
  }
  if (step !== undefined) throw wrongType(path)
  return [value]
}

const isList = (value: RawValue): value is readonly RawValue[] => Array.isArray(value)

/** Services that read names without regard to case would take the member that was not looked at here. */
function refuseTwins(object: RawObject, step: string, path: string): void {
  const wanted = folded(step)
  const twin = Object.keys(object).find((name) => name !== step && folded(name) === wanted)
  if (twin === undefined) return
  const problem = `it differs only in case from ${path}, by which the call is checked`
  throw new Fault(apiError('InvalidParameter', { wording: 'structure', name: clip(twin), problem }))
}

/** Both ways, because some letters (long s, the sign of kelvin) meet their ASCII twins in one direction only. */
const folded = (name: string): string => name.toUpperCase().toLowerCase()

function textOf(fill: Fill, leaf: Leaf): readonly string[] {
  const name = fill.parameter
  if (leaf === null || leaf === '') return []
  if (typeof leaf === 'boolean') throw wrongType(name)
  if (typeof leaf === 'number' && !Number.isSafeInteger(leaf)) throw unfit(name, String(leaf))
  const text = String(leaf)
  // An integer has one spelling, so that no deny is missed by `007`.
  if (fill.type === 'integer' && !/^(?:0|-?[1-9]\d{0,19})$/.test(text)) throw unfit(name, text)
  if (Buffer.byteLength(text) > valueBytesMax || /[\u0000-\u001f\u007f]/.test(text)) throw unfit(name, text)
  return [text]
}

const wrongType = (name: string): Fault => new Fault(apiError('InvalidParameter', { wording: 'type', name }))
const unfit = (name: string, value: string): Fault =>
  new Fault(apiError('InvalidParameterValue', { name, value: clip(value) }))
