// The envelope of component calls, from bytes and to bytes. Knows no interface. Nothing that comes in is believed or
// dropped: a member that is not part of the envelope is a fault, as it would be in a call of the API.
import { type JsonNode, type JsonObject, readJson } from '../../policy/json.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { RawValue } from '../../protocol/call.ts'
import type { Reply } from '../../protocol/door.ts'
import { clip, utf8Text } from '../../protocol/utf8.ts'
import { type ReturnName, returnCodeOf } from './return-codes.ts'

/** A component call that is well-formed; nothing is known of its interface yet. */
export interface Envelope {
  readonly eventId: number
  readonly interfaceName: string
  readonly para: JsonObject
}

export type EnvelopeRead =
  | { readonly envelope: Envelope }
  /** `eventId`: 0 where none could be read. */
  | { readonly problem: string; readonly eventId: number }

const envelopeVersion = 1
const askedComponent = 'MC'
const answeringComponent = 'CONSOLE_LOGICAL_SERVER'

/** Reads a body. Never throws. */
export function readEnvelope(body: Uint8Array): EnvelopeRead {
  const text = textOf(body)
  if (text === undefined) return { problem: 'the body is not UTF-8', eventId: 0 }
  const read = readJson(text)
  if ('fault' in read) {
    return { problem: `the body is not JSON: ${read.fault.message} (character ${read.fault.at + 1})`, eventId: 0 }
  }
  if (read.node.kind !== 'object') return { problem: 'the body is no JSON object', eventId: 0 }
  return readMembers(read.node)
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return utf8Text(body, 'body')
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

function readMembers(root: JsonObject): EnvelopeRead {
  const eventId = eventIdOf(member(root, 'eventId'))
  const fault = (problem: string): EnvelopeRead => ({ problem, eventId: eventId ?? 0 })
  const unknown = unknownMember(root, ['version', 'componentName', 'eventId', 'interface'])
  if (unknown !== undefined) return fault(`the envelope has no member ${unknown}`)
  if (eventId === undefined) return fault('eventId must be a whole number from 0 to 9007199254740991')
  if (numberOf(member(root, 'version')) !== envelopeVersion) return fault(`version must be ${envelopeVersion}`)
  if (stringOf(member(root, 'componentName')) !== askedComponent) {
    return fault(`componentName must be ${askedComponent}`)
  }
  const inner = member(root, 'interface')
  if (inner?.kind !== 'object') return fault('interface must be an object with interfaceName and para')
  const stray = unknownMember(inner, ['interfaceName', 'para'])
  if (stray !== undefined) return fault(`interface has no member ${stray}`)
  const interfaceName = stringOf(member(inner, 'interfaceName'))
  if (interfaceName === undefined) return fault('interface.interfaceName must be a text')
  const para = member(inner, 'para')
  if (para?.kind !== 'object') return fault('interface.para must be an object')
  return { envelope: { eventId, interfaceName, para } }
}

function member({ members }: JsonObject, name: string): JsonNode | undefined {
  return members.find((one) => one.name === name)?.value
}

function unknownMember({ members }: JsonObject, known: readonly string[]): string | undefined {
  const found = members.find(({ name }) => !known.includes(name))
  return found === undefined ? undefined : JSON.stringify(clip(found.name))
}

const stringOf = (node: JsonNode | undefined): string | undefined => (node?.kind === 'string' ? node.value : undefined)
const numberOf = (node: JsonNode | undefined): number | undefined =>
  node?.kind === 'number' ? Number(node.text) : undefined

function eventIdOf(node: JsonNode | undefined): number | undefined {
  const number = numberOf(node)
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/**
 * The value of a node as parameters are read from it: objects without a prototype, and a whole number that a number cannot
 * hold as its text, which no integer parameter takes.
 */
export function rawValue(node: JsonNode): RawValue {
  switch (node.kind) {
    case 'string':
    case 'word':
      return node.value
    case 'number': {
      const number = Number(node.text)
      return Number.isSafeInteger(number) || !/^-?\d+$/.test(node.text) ? number : node.text
    }
    case 'array':
      return node.items.map(rawValue)
    case 'object': {
      const object: Record<string, RawValue> = Object.create(null)
      for (const { name, value } of node.members) object[name] = rawValue(value)
      return object
    }
  }
}

/** What came of a component call. */
export interface Outcome {
  readonly name: ReturnName
  readonly message: string
  readonly data: object
  /** Names and values in turn, besides those of every answer. */
  readonly headers?: readonly string[]
}

/** The answer. A client looks at returnCode; the status says only whether it spoke to this door in the right way at all. */
export function writeEnvelope(
  eventId: number,
  { name, message, data, headers: more = [] }: Outcome,
  status = 200,
): Reply {
  const code = returnCodeOf(name)
  const body = JSON.stringify({
    version: envelopeVersion,
    eventId,
    componentName: answeringComponent,
    returnValue: code,
    returnCode: code,
    returnMessage: message,
    data,
  })
  const headers = ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body)), ...more]
  return { status, headers: status === 405 ? [...headers, 'Allow', 'POST'] : headers, body }
}
