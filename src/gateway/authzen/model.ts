// The questions of the AuthZEN Authorization API 1.0 as data, read from JSON. Members that the specification does not know
// are ignored, as it demands; a member that it knows must have the type it says.
import type { RawObject, RawValue } from '../../protocol/call.ts'

export interface Entity {
  readonly type: string
  readonly id: string
  readonly properties: RawObject
}
export interface Action {
  readonly name: string
  readonly properties: RawObject
}
export interface Question {
  readonly subject: Entity
  readonly action: Action
  readonly resource: Entity
  readonly context: RawObject
}

export const semantics = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const
export type Semantic = (typeof semantics)[number]

export interface Questions {
  /** `false`: asked as a single question, to be answered as one. */
  readonly several: boolean
  /** Each a question, or what is wrong with it. */
  readonly all: readonly (Question | Unclear)[]
  readonly semantic: Semantic
  /** An option of our own: decisions are answered with what led to them. */
  readonly explain: boolean
}

/** A question that cannot be answered, and why. */
export interface Unclear {
  readonly problem: string
}

export const questionsMax = 1000

/** Which member of a question a search is for. */
export type Searched = 'subject' | 'resource' | 'action'

export interface SearchQuestion {
  /** What is searched for has no name yet: an empty id, an empty name. */
  readonly question: Question
  readonly page: SearchPage
  readonly explain: boolean
}
export interface SearchPage {
  /** The request had a page object, so the answer has one. */
  readonly asked: boolean
  readonly token: string | undefined
  readonly limit: number | undefined
}

/** Stops the reading of one question; never leaves this file. */
class Fault extends Error {}

/** One question at the top. */
export function readSingle(body: RawObject): Questions | Unclear {
  return attempt(() => ({
    several: false,
    all: [questionOf(body)],
    semantic: 'execute_all',
    explain: readOptions(body).explain,
  }))
}

/** Several questions with defaults at the top; without any, the one question at the top. */
export function readSeveral(body: RawObject): Questions | Unclear {
  return attempt(() => {
    const { evaluations } = body
    if (evaluations === undefined) return readSingle(body)
    if (!isList(evaluations)) throw new Fault('`evaluations` must be a list')
    if (evaluations.length === 0) return readSingle(body)
    if (evaluations.length > questionsMax) throw new Fault(`\`evaluations\` has more than ${questionsMax} members`)
    // A default that is malformed is a fault of the whole, whoever uses it.
    const defaults = checkedDefaults(body)
    const all = evaluations.map((each) => attempt(() => questionOf(objectOf(each, 'an evaluation'), defaults)))
    return { several: true, all, ...readOptions(body) }
  })
}

/** A search: a question whose searched member needs no name, and where a name says nothing. */
export function readSearch(body: RawObject, searched: Searched): SearchQuestion | Unclear {
  return attempt(() => ({
    question: questionOf(body, nothing, searched),
    page: pageOf(body['page']),
    explain: readOptions(body).explain,
  }))
}

function pageOf(raw: RawValue | undefined): SearchPage {
  if (raw === undefined) return { asked: false, token: undefined, limit: undefined }
  const { token, limit } = objectOf(raw, '`page`')
  if (token !== undefined && typeof token !== 'string') throw new Fault('`page.token` must be a text')
  if (limit === undefined) return { asked: true, token, limit }
  if (typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 0) return { asked: true, token, limit }
  throw new Fault('`page.limit` must be a number from 0')
}

function attempt<T>(read: () => T): T | Unclear {
  try {
    return read()
  } catch (error) {
    if (error instanceof Fault) return { problem: error.message }
    throw error
  }
}

const inherited = ['subject', 'action', 'resource', 'context'] as const

/** Members at the top stand in whole for those that an evaluation lacks. An empty object says nothing. */
function checkedDefaults(body: RawObject): RawObject {
  const defaults: Record<string, RawValue> = Object.create(null)
  for (const name of inherited) {
    const value = body[name]
    if (value === undefined) continue
    const object = objectOf(value, `\`${name}\``)
    if (Object.keys(object).length > 0) defaults[name] = object
  }
  return defaults
}

function readOptions(body: RawObject): Pick<Questions, 'semantic' | 'explain'> {
  if (body['options'] === undefined) return { semantic: 'execute_all', explain: false }
  const options = objectOf(body['options'], '`options`')
  const asked = options['evaluations_semantic'] ?? 'execute_all'
  const semantic = semantics.find((one) => one === asked)
  if (semantic === undefined) throw new Fault(`\`evaluations_semantic\` must be one of ${semantics.join(', ')}`)
  return { semantic, explain: options['explain'] === true }
}

/** `defaults` stand for members that the question itself lacks. */
function questionOf(own: RawObject, defaults: RawObject = nothing, searched?: Searched): Question {
  const memberOf = (name: (typeof inherited)[number]): RawValue | undefined =>
    own[name] === undefined ? defaults[name] : own[name]
  const subject = entityOf(memberOf('subject'), 'subject', searched)
  const action = searched === 'action' ? noAction : actionOf(required(memberOf('action'), 'action'))
  const resource = entityOf(memberOf('resource'), 'resource', searched)
  const context = memberOf('context')
  return { subject, action, resource, context: context === undefined ? nothing : objectOf(context, '`context`') }
}

/** Properties or a context that a question lacks. */
export const nothing: RawObject = Object.create(null)
const noAction: Action = { name: '', properties: nothing }

const actionOf = (raw: RawObject): Action => ({
  name: textOf(raw, 'action', 'name'),
  properties: propertiesOf(raw, 'action'),
})

function entityOf(raw: RawValue | undefined, name: 'subject' | 'resource', searched: Searched | undefined): Entity {
  const entity = required(raw, name)
  const id = name === searched ? '' : textOf(entity, name, 'id')
  return { type: textOf(entity, name, 'type'), id, properties: propertiesOf(entity, name) }
}

function required(value: RawValue | undefined, name: string): RawObject {
  if (value === undefined) throw new Fault(`\`${name}\` is missing`)
  return objectOf(value, `\`${name}\``)
}

function propertiesOf(raw: RawObject, of: string): RawObject {
  return raw['properties'] === undefined ? nothing : objectOf(raw['properties'], `\`${of}.properties\``)
}

function textOf(raw: RawObject, of: string, name: string): string {
  const value = raw[name]
  if (value === undefined) throw new Fault(`\`${of}.${name}\` is missing`)
  if (typeof value !== 'string') throw new Fault(`\`${of}.${name}\` must be a text`)
  if (value === '') throw new Fault(`\`${of}.${name}\` is empty`)
  if (value.length > textLengthMax) throw new Fault(`\`${of}.${name}\` is longer than ${textLengthMax} characters`)
  return value
}

const textLengthMax = 2048

function objectOf(value: RawValue | undefined, what: string): RawObject {
  if (isObject(value)) return value
  throw new Fault(`${what} must be an object`)
}

export const isList = (value: RawValue | undefined): value is readonly RawValue[] => Array.isArray(value)
export const isObject = (value: RawValue | undefined): value is RawObject =>
  typeof value === 'object' && value !== null && !isList(value)
