// A policy test as what is to be asked: every case and table as single requests with their verdicts, every `never` as proofs. A
// file with any fault is not run.

import { readRequestAction } from '../../policy/action.ts'
import { type ContextValue, compilePolicy, type Effect, type RequestPattern } from '../../policy/index.ts'
import { nearest } from '../../policy/lint/near.ts'
import { quote } from '../../policy/problem.ts'
import { readRequestResource, requestResource } from '../../policy/resource.ts'
import { type Because, becauseOf } from './because.ts'
import { type Asked, askedOf, contextFaults, keysOf, overlaid } from './context.ts'
import type { Library } from './documents.ts'
import { actionFault, actionPatternFault, type Known } from './names.ts'
import { type Principal, principalsOf } from './principals.ts'
import type { CaseData, ContextData, NeverData, SuiteData, TableData } from './shape.ts'
import { readShape } from './shape-faults.ts'
import { type Fault, type Path, type Place, readSource, type Source } from './source.ts'

interface Check {
  readonly title: string
  readonly place: Place
  readonly principal: Principal
}

export interface RequestCheck extends Check {
  readonly kind: 'case'
  readonly request: Asked
  readonly expect: Effect
  readonly because: Because | undefined
}

export interface ProofCheck extends Check {
  readonly kind: 'never'
  readonly pattern: RequestPattern
}

export interface Suite {
  readonly file: string
  readonly name: string | undefined
  readonly checks: readonly (RequestCheck | ProofCheck)[]
  readonly principals: readonly Principal[]
}

export interface World {
  readonly known: Known
  readonly library: Library
}

/** Reads a test; all its faults in the order of the text, or what it asks. */
export function readSuite(file: string, text: string, world: World): Suite | readonly Fault[] {
  const source = readSource(file, text)
  if ('faults' in source) return source.faults
  const shape = readShape(source)
  if ('faults' in shape) return shape.faults
  const faults: Fault[] = []
  const principals = principalsOf(shape.suite, source, world.library, faults)
  const asked = new Set([...principals.values()].flatMap(({ documents }) => documents.flatMap(({ keys }) => keys)))
  const reader: Reader = { asked, source, principals, suite: shape.suite, faults, ...world }
  faults.push(...contextFaults(shape.suite.context, ['context'], source, reader.asked))
  const checks = checksOf(reader)
  if (Object.keys(shape.suite.principals).length === 0) refuse(reader, ['principals'], 'there is nobody to test')
  if (checks.length === 0 && faults.length === 0) {
    faults.push({ ...source.place([]), message: 'there is nothing to test: `cases`, `tables` and `never` are missing' })
  }
  if (faults.length > 0) return inOrder(faults)
  return { file, name: shape.suite.name, checks, principals: [...principals.values()] }
}

/** Each once: several actions and principals can meet the same one. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const once = new Map(faults.map((fault) => [JSON.stringify(fault), fault]))
  return [...once.values()].toSorted((a, b) => a.line - b.line || a.column - b.column)
}

interface Reader extends World {
  readonly source: Source
  readonly suite: SuiteData
  readonly principals: ReadonlyMap<string, Principal>
  readonly faults: Fault[]
  /** Condition keys of all policies of the test. */
  readonly asked: ReadonlySet<string>
}

function checksOf(reader: Reader): Suite['checks'] {
  const { cases = [], tables = [], never = [] } = reader.suite
  return [
    ...cases.flatMap((one, index) => caseChecks(one, ['cases', index], reader)),
    ...tables.flatMap((one, index) => tableChecks(one, ['tables', index], reader)),
    ...never.flatMap((one, index) => neverChecks(one, ['never', index], reader)),
  ]
}

// ——— what several kinds share ———

interface Item<T> {
  readonly value: T
  readonly path: Path
}

const items = <T>(given: T | readonly T[], path: Path): readonly Item<T>[] =>
  isList(given) ? given.map((value, index) => ({ value, path: [...path, index] })) : [{ value: given, path }]

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

const refuse = ({ faults, source }: Reader, path: Path, message: string): void => {
  faults.push({ ...source.place(path), message })
}

function whom(given: string | readonly string[] | undefined, path: Path, reader: Reader): readonly Principal[] {
  if (given === undefined) return [...reader.principals.values()]
  return items(given, [...path, 'principal']).flatMap(({ value, path: at }) => named(value, at, reader) ?? [])
}

function named(name: string, path: Path, reader: Reader): Principal | undefined {
  const found = reader.principals.get(name)
  // One that is there and has faults of its own has been spoken of.
  if (found === undefined && !Object.hasOwn(reader.suite.principals, name)) {
    const near = nearest(name, Object.keys(reader.suite.principals))
    refuse(
      reader,
      path,
      `there is no principal ${quote(name)}${near === undefined ? '' : `; is ${quote(near)} meant?`}`,
    )
  }
  return found
}

/** The resources of single requests. What a catalogued API is decided on cannot be left out or made up. */
function resourcesOf(
  given: CaseData['resource'],
  action: string,
  path: Path,
  reader: Reader,
): readonly (readonly string[])[] {
  const { product = '', name = '' } = readRequestAction(action) ?? {}
  const forms = reader.known.words.service(product)?.resources(name)
  if (given === undefined) {
    const [form] = forms ?? []
    if (form !== undefined) refuse(reader, path, `${action} is decided on a resource, which is missing: ${form}`)
    return [['*']]
  }
  const listed = typeof given === 'string' ? [given] : given
  return listed.map((one, index) => {
    const at = [...path, 'resource', ...(typeof given === 'string' ? [] : [index])]
    const texts = items(one, at)
    for (const { value, path: place } of texts) checkResource(value, product, place, reader)
    if (forms?.length === 0 && texts.some(({ value }) => value !== '*')) {
      refuse(reader, at, `${action} is decided on * only`)
    }
    return texts.map(({ value }) => value)
  })
}

function checkResource(text: string, product: string, path: Path, reader: Reader): void {
  if (readRequestResource(requestResource(), text, product, { account: 1, appId: 1 })) return
  refuse(reader, path, `${quote(text)} is neither * nor six segments qcs::product:region:account:resource`)
}

const titleOf = (name: string | undefined, principal: Principal, asked: string): string =>
  `${name === undefined ? '' : `${name}: `}${principal.name}, ${asked}`

// ——— cases ———

function caseChecks(data: CaseData, path: Path, reader: Reader): readonly RequestCheck[] {
  const principals = whom(data.principal, path, reader)
  const context = contextOf(data.context, path, reader)
  const because = becauseOf(data.because, [...path, 'because'], principals, (at, message) =>
    refuse(reader, at, message),
  )
  return items(data.action, [...path, 'action']).flatMap(({ value: action, path: at }) => {
    const fault = actionFault(action, reader.known)
    if (fault !== undefined) refuse(reader, at, fault)
    const resources = fault === undefined ? resourcesOf(data.resource, action, path, reader) : []
    return principals.flatMap((principal) =>
      resources.map((list) => {
        const check = requestCheck(data.name, principal, action, list, context, reader)
        return { ...check, place: reader.source.place(at), expect: data.expect, because }
      }),
    )
  })
}

function contextOf(data: ContextData | undefined, path: Path, reader: Reader): ContextData {
  reader.faults.push(...contextFaults(data, [...path, 'context'], reader.source, reader.asked))
  return overlaid(reader.suite.context, data)
}

function requestCheck(
  name: string | undefined,
  principal: Principal,
  action: string,
  resources: readonly string[],
  context: ContextData,
  { known }: Reader,
): Pick<RequestCheck, 'kind' | 'title' | 'principal' | 'request'> {
  const request = askedOf(action, resources, keysOf(context, principal, true), known)
  return { kind: 'case', title: titleOf(name, principal, `${action} on ${resources.join(', ')}`), principal, request }
}

function tableChecks(data: TableData, path: Path, reader: Reader): readonly RequestCheck[] {
  const context = contextOf(data.context, path, reader)
  const columns = data.principal.map((name, index) => named(name, [...path, 'principal', index], reader))
  return Object.entries(data.rows).flatMap(([action, given]) => {
    const at = [...path, 'rows', action]
    const fault = actionFault(action, reader.known)
    if (fault !== undefined) {
      reader.faults.push({ ...reader.source.placeOfName(at), message: fault })
      return []
    }
    const verdicts = typeof given === 'string' ? columns.map(() => given) : given
    if (verdicts.length !== columns.length) {
      refuse(reader, at, `there are ${verdicts.length} verdicts for ${columns.length} principals`)
      return []
    }
    const resources = resourcesOf(data.resource, action, path, reader)
    return columns.flatMap((principal, column) => {
      const expect = verdicts[column]
      if (principal === undefined || expect === undefined) return []
      const place = reader.source.place(typeof given === 'string' ? at : [...at, column])
      return resources.map((list) => {
        const check = requestCheck(data.name, principal, action, list, context, reader)
        return { ...check, place, expect, because: undefined }
      })
    })
  })
}

// ——— never ———

function neverChecks(data: NeverData, path: Path, reader: Reader): readonly ProofCheck[] {
  const principals = whom(data.principal, path, reader)
  reader.faults.push(...contextFaults(data.context, [...path, 'context'], reader.source, reader.asked))
  const resource = data.resource ?? '*'
  for (const { value, path: at } of items(resource, [...path, 'resource'])) {
    const fault = patternFault('*', value)
    if (fault !== undefined) refuse(reader, at, fault)
  }
  return items(data.action, [...path, 'action']).flatMap(({ value: action, path: at }) => {
    const fault = actionPatternFault(action, reader.known) ?? patternFault(action, '*')
    if (fault !== undefined) refuse(reader, at, fault)
    const shown = isList(resource) ? resource.join(', ') : resource
    return principals.map((principal) => {
      const context: ReadonlyMap<string, ContextValue> = keysOf(data.context ?? {}, principal, false)
      const title = titleOf(data.name, principal, `never ${action} on ${shown}`)
      const pattern = { action, resource, context }
      return { kind: 'never' as const, title, place: reader.source.place(at), principal, pattern }
    })
  })
}

/** Why a pattern could not stand in a policy, or `undefined`. */
function patternFault(action: string, resource: string): string | undefined {
  const document = JSON.stringify({ version: '2.0', statement: { effect: 'allow', action, resource } })
  return compilePolicy({ document, preset: false, creator: 1 }).problems[0]?.message.replace('statement 0: ', '')
}
