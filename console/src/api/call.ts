// The only way that pages ask and change anything: a signed call of the public API, as any other client makes it.
import { productOf, versionOf } from './actions.ts'
import { Fault, noAnswer, notAnEnvelope, notSecure } from './fault.ts'
import { type PreparedCall, preparedCall } from './prepare.ts'
import { currentKeys, dropKeys, dropSession, serverNowMs } from './session.ts'
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
  readonly region?: string
  /** Nobody signs it. */
  readonly unsigned?: boolean
  /** Hears of the request as it is sent. */
  readonly onSending?: (request: PreparedCall) => void
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

/** The request that a call made now would send. */
export async function prepare({ product, version, action, params, region, unsigned }: AnyCall): Promise<PreparedCall> {
  if (!isSecureContext) throw new Fault(action, notSecure, '')
  const keys = unsigned === true ? undefined : await currentKeys()
  return preparedCall({
    host: window.location.host,
    product,
    version,
    action,
    body: JSON.stringify(params),
    language: document.documentElement.lang,
    region,
    timestamp: Math.floor(serverNowMs() / 1000),
    keys,
  })
}

async function send(wanted: AnyCall): Promise<object> {
  const { action, signal, onSending } = wanted
  const prepared = await prepare(wanted)
  onSending?.(prepared)
  const { headers, body } = prepared
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
