// What was called in this window: kept by the browser until the window closes, for the one who is signed in, without
// secrets, tokens or answers.
import { withoutSecrets } from './form.ts'
import type { ActionRow, FieldsOf } from './rows.ts'

export interface PastCall {
  /** Unix milliseconds. */
  readonly at: number
  readonly product: string
  readonly action: string
  /** Without secrets; empty for actions of which it is not known what is secret. */
  readonly params: Readonly<Record<string, unknown>>
  /** Of the refusal; empty where the call succeeded. */
  readonly code: string
  readonly requestId: string
  readonly tookMs: number
}

const place = 'opencam.explorer'
const callsMax = 50

/** As much of the browser's storage as is used here. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>

/** Past calls of the user, latest first. */
export function pastCalls(shelf: Shelf, uin: number): readonly PastCall[] {
  try {
    const kept: { readonly uin: number; readonly calls: readonly PastCall[] } = JSON.parse(shelf.getItem(place) ?? '{}')
    return kept.uin === uin && Array.isArray(kept.calls) ? kept.calls : []
  } catch {
    return []
  }
}

/** Adds a call; those of another user who was signed in before are gone with that. */
export function remember(shelf: Shelf, uin: number, call: PastCall): readonly PastCall[] {
  const calls = [call, ...pastCalls(shelf, uin)].slice(0, callsMax)
  try {
    shelf.setItem(place, JSON.stringify({ uin, calls }))
  } catch {
    // The browser keeps nothing for pages: the list lasts as long as the page then.
  }
  return calls
}

/** What of the parameters may be kept. */
export function keepable(
  { free, parameters }: ActionRow,
  params: Readonly<Record<string, unknown>>,
  types: FieldsOf,
): Readonly<Record<string, unknown>> {
  return free === true ? {} : withoutSecrets(parameters, params, types)
}
