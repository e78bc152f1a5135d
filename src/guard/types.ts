// The words of the guard: a request as a service received it, what its sender asks for, and the verdict. Types only.
import type { ContextValue, Decision, Granularity } from '../policy/index.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import type { SignedParts, Tc3Claim } from '../signing/index.ts'

/** A request as it was received, before anything in it is believed. */
export interface GuardRequest {
  readonly method: string
  /** As received, without the query. */
  readonly path: string
  /** As received, without the question mark. */
  readonly query: string
  /** Header value by lower-case name. */
  header(name: string): string | undefined
  readonly body: Uint8Array
  /** Address that it came from; `undefined`: not known, so there is no `qcs:ip`. */
  readonly address: string | undefined
  readonly tls: boolean
}

/** What the sender of a request asks for. */
export interface Ask {
  /** Name of the action, without the product. */
  readonly action: string
  /** Six-segment texts, all of which must be allowed; left out: the operation as a whole (`*`). */
  readonly resources?: readonly string[]
  /** By default `resource`, or `operation` where there is none. */
  readonly granularity?: Granularity
  /** Condition keys that the service knows; what the server knows of the sender cannot be stated. */
  readonly context?: Readonly<Record<string, ContextValue>>
}

/** Who signed a request. */
export interface GuardedCaller {
  readonly kind: 'root' | 'user' | 'role'
  readonly account: number
  readonly appId: number
  /** 0 where the caller is of another account. */
  readonly uin: number
  readonly secretId: string
  /** Of a temporary key. */
  readonly session: GuardedSession | undefined
}
export interface GuardedSession {
  readonly kind: string
  readonly name: string
  readonly role: { readonly id: string; readonly name: string } | undefined
  readonly sourceIdentity: string | undefined
  readonly secondFactor: boolean
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

/** A question to the engine, whole. */
export interface Question {
  /** `product:Action`. */
  readonly action: string
  readonly resources: readonly string[]
  readonly granularity: Granularity
  readonly context: ReadonlyMap<string, ContextValue>
}

/** A signed request on its way to an engine. */
export interface Incoming {
  readonly claim: Tc3Claim & { readonly token: string | undefined }
  readonly parts: SignedParts
  readonly address: string | undefined
  readonly tls: boolean
  /** The revision that the sender asks to be judged by at least, as it was sent. */
  readonly atLeast?: string | undefined
}

export type EngineAnswer =
  | {
      readonly kind: 'verified'
      readonly caller: GuardedCaller
      readonly decision: Pick<Decision, 'effect' | 'resource'>
    }
  /** The signature is not accepted. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Nothing can be said now: whoever asks is refused. `problem` is for the log. */
  | { readonly kind: 'unavailable'; readonly problem: string }

/** Verifies signatures and decides. Never throws for what a client sends or a server answers. */
export interface Engine {
  authorize(incoming: Incoming, question: Question): Promise<EngineAnswer>
}

export type Verdict = { readonly allowed: true; readonly caller: GuardedCaller; readonly requestId: string } | Denial

export interface Denial {
  readonly allowed: false
  /** What plain HTTP says of it: 400, 401, 403, 413, 503. */
  readonly status: number
  readonly code: ErrorCode | (string & {})
  readonly message: string
  readonly requestId: string
}
