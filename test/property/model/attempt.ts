// What a step tries: the call, the rights that it needs, and what it changes in the model if it is done.
import type { Answer } from '../../../src/client/call.ts'
import type { Question } from './rights.ts'
import type { Server } from './server.ts'
import type { Credential, State } from './state.ts'
import type { Step } from './step.ts'

export interface Attempt {
  readonly product: 'cam' | 'sts'
  /** `undefined`: no call at all, time goes by. */
  readonly action: string | undefined
  readonly params: object
  /** Where only this form can carry the parameters. */
  readonly form?: 'tc3-json'
  /** All of them must be allowed. Empty: the call needs no right. */
  readonly needs: readonly Question[]
  /** Of a call that may come from another account: whether who is asked lets the signer in. */
  readonly trusts?: boolean
  /**
   * With the rights for it: `done` must succeed, `refused` must not, whoever asks; `either` where it depends on rules
   * that have nothing to do with rights.
   */
  readonly expect: 'done' | 'refused' | 'either'
  /** What happens before the call: a device is bound, wrong codes are tried. */
  before?(server: Server): Promise<void>
  /** Takes over what changes whatever comes of the call, before it is made. */
  settle?(): void
  /** Takes the change over into the model, after the server has done it. */
  apply(answer: Answer): void
}

/** A kind of step. */
export interface Kind {
  readonly weight: number
  /** Names nothing of the account: a stranger would do it in its own. */
  readonly local?: true
  /** `undefined`: makes no sense as things are. */
  attempt(state: State, step: Step, signer: Credential): Attempt | undefined
}

export function cam(action: string, params: object, rest: Omit<Attempt, 'product' | 'action' | 'params'>): Attempt {
  return { product: 'cam', action, params, ...rest }
}

/** The rights of a call that is checked on `*`, or on what it names where the operator turned that on. */
export function needs(state: State, action: string, ...segments: readonly string[]): readonly Question[] {
  if (!state.fine) return [{ action: `cam:${action}`, segment: '*' }]
  return segments.map((segment) => ({ action: `cam:${action}`, segment }))
}

/** One of the list by a number in [0, 1). */
export function pickBy<T>(list: readonly T[], which: number): T | undefined {
  return list[Math.floor(which * list.length)]
}

/** A member of an answer that must be there. */
export function textIn(answer: Answer, name: string): string {
  const value = answer[name]
  if (typeof value !== 'string') throw new Error(`${name} is missing in the answer`)
  return value
}
export function numberIn(answer: Answer, name: string): number {
  const value = answer[name]
  if (typeof value !== 'number') throw new Error(`${name} is missing in the answer`)
  return value
}
export function structIn(answer: Answer, name: string): Readonly<Record<string, unknown>> {
  const value = answer[name]
  if (typeof value !== 'object' || value === null) throw new Error(`${name} is missing in the answer`)
  return { ...value }
}
