// The door for the old component calls: JSON in, JSON out, signed with TC3-HMAC-SHA256 like calls of the API. It turns a
// component call into the call that it means and lets the stages of dispatch do all the rest; it decides nothing itself.
import type { World } from '../../actions/world.ts'
import type { SignedCall } from '../../dispatch/authenticate.ts'
import { versions } from '../../dispatch/find.ts'
import { comesFirst, type OnceOnly } from '../../dispatch/once.ts'
import type { Dispatcher } from '../../dispatch/pipeline.ts'
import { lost } from '../../dispatch/reaching-door.ts'
import { type JsonObject, printJson } from '../../policy/json.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { RawValue } from '../../protocol/call.ts'
import { claimFromHeaders } from '../../protocol/common-parameters.ts'
import type { Door, Reply } from '../../protocol/door.ts'
import { errorText } from '../../protocol/errors.ts'
import { type HttpRequest, mannerOf } from '../../protocol/request.ts'
import type { Manner } from '../../protocol/response.ts'
import { readFields } from '../../protocol/shape.ts'
import { queryText } from '../../protocol/utf8.ts'
import type { Tc3Claim } from '../../signing/index.ts'
import { StoreUnreachable } from '../../store/unreachable.ts'
import { type Envelope, type Outcome, rawValue, readEnvelope, writeEnvelope } from './envelope.ts'
import type { InterfaceRow } from './interface.ts'
import { interfacesByName } from './interfaces.ts'
import { returnNameOf } from './return-codes.ts'

export const componentPath = '/component'
/** More than the longest policy needs with every character escaped. */
export const componentBytesMax = 262_144

type Parts = Pick<Dispatcher, 'world' | 'signerOf' | 'perform' | 'keepRefusal' | 'revisionOf'>

export function createComponentDoor(parts: Parts): Door {
  const { world } = parts
  async function answer(request: HttpRequest, manner: Manner): Promise<Reply> {
    const fault = transportFault(request)
    if (fault !== undefined) return writeEnvelope(0, protocolFault(fault), request.method === 'POST' ? 200 : 405)
    const read = readEnvelope(request.body)
    if ('problem' in read) return writeEnvelope(read.eventId, protocolFault(read.problem))
    const { envelope } = read
    const row = interfacesByName.get(envelope.interfaceName)
    if (row === undefined) {
      const known = [...interfacesByName.keys()].join(' and ')
      return writeEnvelope(envelope.eventId, failure('interface', `there is no such interface; there are ${known}`))
    }
    return writeEnvelope(envelope.eventId, await outcomeOf(parts, { request, manner, envelope, row }))
  }

  return {
    path: componentPath,
    bodyBytesMax: componentBytesMax,
    respond: (request) => answer(request, mannerOf(request, world.random.uuid(), world.rules.language)),
  }
}

function transportFault({ method, header }: HttpRequest): string | undefined {
  if (method !== 'POST') return 'a component call is a POST'
  const type = (header('content-type') ?? '').toLowerCase().replaceAll(' ', '')
  const json = type === 'application/json' || type === 'application/json;charset=utf-8'
  return json ? undefined : 'Content-Type must be application/json, in UTF-8'
}

interface Asked {
  readonly request: HttpRequest
  readonly manner: Manner
  readonly envelope: Envelope
  readonly row: InterfaceRow
}

/** Recognises the signer, then makes the call. Never throws. */
async function outcomeOf(parts: Parts, asked: Asked): Promise<Outcome> {
  const { world, signerOf, perform, keepRefusal, revisionOf } = parts
  const { manner, envelope, row } = asked
  try {
    const signed = signedCall(world, asked)
    const api = { product: 'cam', version: versions.get('cam') ?? '', region: undefined }
    // Of a call that is not looked at, the interface's name is all that is known.
    const unread = { ...signed, ...manner, ...api, action: row.name, parameters: {} }
    const caller = await signerOf(signed).catch((error: unknown) => keepRefusal(error, unread))
    // Calls of the API may come twice with one TC3 signature; here the documents promise that a replay is refused. Only
    // verified calls are remembered, so that strangers cannot fill the memory.
    const { claim } = signed
    if (claim.kind !== 'tc3' || !(await comesFirst(world.store, onceOnly(claim, caller.account)))) {
      return failure('replay', 'this signed call came before: sign each call anew, with an eventId of its own')
    }
    const para = readFields(row.para, parametersOf(row, envelope.para), { valueFault: 'InvalidParameter.ParamError' })
    const { action, parameters } = row.call(para)
    const meant = { ...unread, action, parameters }
    const result = await perform(meant, caller, { policyPrincipal: 'attach' })
    const { account: ownerUin, uin, appId: ownerAppid } = caller
    return {
      name: 'ok',
      message: 'OK',
      data: { ...row.data(result), ownerUin, uin, ownerAppid },
      headers: revisionOf(result),
    }
  } catch (error) {
    return refusalOf(world, error, asked)
  }
}

/** However the digits of the signature are written. */
function onceOnly({ secretId, timestamp, signature }: Tc3Claim, account: number): OnceOnly {
  return { account, secretId, timestamp, signature: `component ${signature.toLowerCase()}` }
}

/** What was signed, and by whom it says it was. */
function signedCall(world: World, { request, manner }: Asked): SignedCall {
  const header = (name: string): string | undefined => request.header(name)
  const { path, body, from } = request
  const host = header('host') ?? ''
  const query = queryText(request.rawQuery)
  return {
    requestId: manner.requestId,
    claim: claimFromHeaders(header),
    signed: { method: 'POST', path, query, host, header, body, form: undefined },
    from,
    receivedMs: world.clock(),
  }
}

/** Parameters as values; an object where JSON text is expected becomes its text, every number as it was spelled. */
function parametersOf({ documents }: InterfaceRow, { members }: JsonObject): Readonly<Record<string, RawValue>> {
  const parameters: Record<string, RawValue> = Object.create(null)
  for (const { name, value } of members) {
    parameters[name] = documents.includes(name) && value.kind === 'object' ? printJson(value) : rawValue(value)
  }
  return parameters
}

const failure = (name: Outcome['name'], message: string): Outcome => ({ name, message, data: {} })
const protocolFault = (problem: string): Outcome => failure('protocol', problem)

/** The code and text that the API would have answered, under the return code that stands for it. */
function refusalOf(world: World, error: unknown, { manner, row }: Asked): Outcome {
  const { requestId, language } = manner
  const told = error instanceof StoreUnreachable ? lost() : error
  if (!(told instanceof ApiError)) {
    world.log.error({ requestId, interface: row.name, error }, 'a component call failed')
  }
  const { code, detail } = told instanceof ApiError ? told : new ApiError('InternalError')
  const text = errorText(code, detail, language)
  return failure(returnNameOf(code), `${code}: ${text} (RequestId ${requestId})`)
}
