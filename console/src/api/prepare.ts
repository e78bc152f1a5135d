// A call as the request that carries it: headers and body, and how its signature came about. Reads no clock and no page.
import { contentType, type Keys, type SigningSteps, signingSteps } from './sign.ts'

export interface CallToPrepare {
  /** With its port, exactly as the browser sends it. */
  readonly host: string
  readonly product: string
  readonly version: string
  readonly action: string
  readonly body: string
  readonly language: string
  /** Where the service is asked to act; empty: not said. */
  readonly region?: string | undefined
  /** Unix seconds. */
  readonly timestamp: number
  /** `undefined`: nobody signs the call. */
  readonly keys: Keys | undefined
}

export interface PreparedCall {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `undefined` where nobody signs. */
  readonly steps: SigningSteps | undefined
}

export async function preparedCall(call: CallToPrepare): Promise<PreparedCall> {
  const { version, action, body, language, region = '', timestamp, keys } = call
  const steps = keys === undefined ? undefined : await signingSteps(call, keys)
  const headers = {
    Authorization: steps?.authorization ?? 'SKIP',
    'Content-Type': contentType,
    'X-TC-Action': action,
    'X-TC-Version': version,
    'X-TC-Timestamp': String(timestamp),
    'X-TC-Language': language,
    ...(region !== '' && { 'X-TC-Region': region }),
    ...(keys?.token !== undefined && { 'X-TC-Token': keys.token }),
  }
  return { headers, body, steps }
}
