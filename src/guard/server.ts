// Signed calls of a guard to the server that it trusts. Says how a call ended as a value; shows no secret in any of them.
import { type Answer, buildCall, readAnswer } from '../client/call.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Credential } from '../signing/index.ts'

export interface ServerOptions {
  /** Origin of the server, such as `https://cam.example.com`. */
  readonly endpoint: string
  /** Key whose policies allow what the engine calls. A function is asked before each call, for temporary keys. */
  readonly credential: Credential | (() => Promise<Credential>)
  /** A call that takes longer has failed. */
  readonly timeoutMs?: number
}

export type CallOutcome =
  | { readonly kind: 'answered'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'failed'; readonly problem: string }

/** `atLeast`: the server answers by that revision or a later one, or not at all. */
export type Call = (action: string, parameters: object, atLeast?: string) => Promise<CallOutcome>

/** On requests to a guard, which passes it on, and on calls to the server. */
export const atLeastHeader = 'x-opencam-at-least'

const version = '2019-01-16'

/** The calls to a server. Throws for an endpoint that is no origin. */
export function callsTo({ endpoint, credential, timeoutMs = 5_000 }: ServerOptions, clock: Clock): Call {
  const { origin, host, protocol } = new URL(endpoint)
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error(`${endpoint} is no http or https origin`)
  return async (action, parameters, atLeast) => {
    try {
      const by = typeof credential === 'function' ? await credential() : credential
      const target = { host, product: 'cam', version, action }
      const wire = buildCall(target, parameters, by, { timestamp: Math.floor(clock() / 1000), nonce: 1 })
      const { Host: _, ...signed } = wire.headers
      const headers = atLeast === undefined ? signed : { ...signed, [atLeastHeader]: atLeast }
      const signal = AbortSignal.timeout(timeoutMs)
      const reply = await fetch(`${origin}/`, { method: 'POST', headers, body: Buffer.from(wire.body), signal })
      return outcomeOf(readAnswer(await reply.text()))
    } catch (error) {
      return { kind: 'failed', problem: `${action}: ${error instanceof Error ? error.message : String(error)}` }
    }
  }
}

function outcomeOf({ RequestId: _, Error: error, ...result }: Answer): CallOutcome {
  return error === undefined
    ? { kind: 'answered', result }
    : { kind: 'refused', code: error.Code, message: error.Message }
}
