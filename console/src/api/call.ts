// The only way that pages ask and change anything: a signed call of the public API, as any other client makes it.
import { productOf, versionOf } from './actions.ts'
import { Fault, noAnswer, notAnEnvelope, notSecure } from './fault.ts'
import { currentKeys, dropKeys, dropSession, serverNowMs } from './session.ts'
import { authorizationOf, contentType } from './sign.ts'
import type { ActionName, Params, Result } from './types.ts'

export type { ActionName, Params, Result } from './types.ts'

interface Envelope {
  readonly Response?: {
    readonly RequestId: string
    readonly Error?: { readonly Code: string; readonly Message: string }
  }
}

/** Codes that say a key ended before its time, as it does with another session of the browser. */
const keyIsGone = new Set(['AuthFailure.SecretIdNotFound', 'AuthFailure.TokenFailure'])
/** The clock of this machine was set, or it slept, since the server was asked for the time. */
const clockIsOff = 'AuthFailure.SignatureExpire'

/** Calls, and answers the result. Throws Fault. */
export async function call<A extends ActionName>(
  action: A,
  params: Params<A>,
  signal?: AbortSignal,
): Promise<Result<A>> {
  const { product, version } = { product: productOf(action), version: versionOf(action) }
  const answer = await callAnything({ product, version, action, params, ...(signal !== undefined && { signal }) })
  return answer as Result<A>
}

export interface AnyCall {
  readonly product: string
  readonly version: string
  readonly action: string
  readonly params: object
  readonly signal?: AbortSignal
}

/** The same for an action known only while the page runs. */
export async function callAnything(wanted: AnyCall): Promise<object> {
  try {
    return await send(wanted)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (error.code === clockIsOff) dropSession()
    else if (keyIsGone.has(error.code)) dropKeys()
    else throw error
    return send(wanted)
  }
}

async function send({ product, version, action, params, signal }: AnyCall): Promise<object> {
  if (!isSecureContext) throw new Fault(action, notSecure, '')
  const keys = await currentKeys()
  const timestamp = Math.floor(serverNowMs() / 1000)
  const body = JSON.stringify(params)
  const authorization = await authorizationOf({ host: window.location.host, product, body, timestamp }, keys)
  const headers = {
    Authorization: authorization,
    'Content-Type': contentType,
    'X-TC-Action': action,
    'X-TC-Version': version,
    'X-TC-Timestamp': String(timestamp),
    'X-TC-Language': document.documentElement.lang,
    ...(keys.token !== undefined && { 'X-TC-Token': keys.token }),
  }
  // The cookie is none of a call's business: what it may do comes from its signature.
  const request = { method: 'POST', headers, body, credentials: 'omit', ...(signal && { signal }) } as const
  const answer = await fetch('/', request).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new Fault(action, noAnswer, '', '', { cause: error })
  })
  return readAnswer(action, await answer.text())
}

function readAnswer(action: string, text: string): object {
  let read: Envelope
  try {
    read = JSON.parse(text)
  } catch (error) {
    throw new Fault(action, notAnEnvelope, '', '', { cause: error })
  }
  const { Response } = read
  if (Response === undefined) throw new Fault(action, notAnEnvelope, '')
  const { Error: refusal, RequestId } = Response
  if (refusal !== undefined) throw new Fault(action, refusal.Code, refusal.Message, RequestId)
  return Response
}
