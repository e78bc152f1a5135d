// What clients share: the servers, calls to whichever of them lives, and the tally of how they ended.
import { call, type Signer, type Told } from '../../cluster/nodes.ts'
import type { Chance } from '../chance.ts'
import type { Node } from './nodes.ts'

export interface Field {
  readonly nodes: readonly Node[]
  readonly chance: Chance
  readonly account: number
  /** May do everything. */
  readonly may: Signer
  /** A policy that lets somebody list groups. */
  readonly listing: number
  readonly acknowledged: Set<string>
  readonly deleted: Set<string>
  readonly refused: Set<string>
  readonly tally: Map<string, number>
  readonly wrong: string[]
}

/**
 * `cut`: nobody knows what became of it; `late`: nor what will; `unable`: the server said that it could not.
 */
export type End = 'done' | 'refused' | 'cut' | 'late' | 'unable'

export interface Outcome {
  readonly end: End
  readonly code: string | undefined
  readonly told: Told | undefined
}

export const count = ({ tally }: Field, what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

const patienceMs = 60_000
const unable = /^(InternalError|ServiceUnavailable|FailedOperation$)/

/** A call to some server that lives, or seems to. */
export async function callSome(
  field: Field,
  action: string,
  parameters: object,
  given: { readonly by?: Signer; readonly atLeast?: string | undefined } = {},
): Promise<Outcome> {
  const urls = field.nodes.map((node) => node.url()).filter((url) => url !== undefined)
  const url = field.chance.of(urls)
  if (url === undefined) throw new Error('no server lives')
  const outcome = await call(url, action, parameters, { by: field.may, timeoutMs: patienceMs, ...given }).then(
    (told): Outcome => ({ end: endOf(told), code: told.code, told }),
    (error: unknown): Outcome => ({ end: isTimeout(error) ? 'late' : 'cut', code: undefined, told: undefined }),
  )
  count(field, outcome.end)
  return outcome
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

function endOf(told: Told): End {
  if (told.code === undefined) return 'done'
  return unable.test(told.code) ? 'unable' : 'refused'
}

/** Notes an end that no server may give. */
export function expectEnd(field: Field, what: string, { end, code }: Outcome, wanted: string | undefined): void {
  if ((end !== 'done' && end !== 'refused') || code === wanted) return
  field.wrong.push(`${what}: ${code ?? 'done'}, not ${wanted ?? 'done'}`)
}

/** What must be there before anything begins; tried again where a server was not able. */
export async function must(field: Field, action: string, parameters: object): Promise<Told> {
  for (let tries = 0; ; tries += 1) {
    const { end, told, code } = await callSome(field, action, parameters)
    if (end === 'done' && told !== undefined) return told
    if (tries === 5) throw new Error(`${action}: ${code ?? end}: ${told?.answer.Error?.Message}`)
  }
}
