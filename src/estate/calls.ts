// Calls as this folder makes them: whoever sends them is handed in. Too many calls in a second are waited out; nothing else is
// tried again.
import type { Answer } from '../client/call.ts'

/** Sends a signed call and answers the members of its `Response`. Throws where no answer came. */
export type Call = (product: string, version: string, action: string, parameters: object) => Promise<Answer>

export type Sleep = (ms: number) => Promise<unknown>

/** The call was made and refused. */
export class Refusal extends Error {
  readonly action: string
  readonly code: string
  readonly requestId: string
  readonly said: string

  constructor(action: string, answer: Answer) {
    const { Code = 'no code', Message = '' } = answer.Error ?? {}
    super(`${action}: ${Code}: ${Message} (RequestId ${answer.RequestId})`)
    this.action = action
    this.code = Code
    this.said = Message
    this.requestId = answer.RequestId
  }
}

export const versions = { cam: '2019-01-16', tag: '2018-08-13' } as const
export type Product = keyof typeof versions

/** Codes that say that nothing was done because others were before; not those of quotas, which time alone does not mend. */
const tooMany = new Set([
  'RequestLimitExceeded',
  'RequestLimitExceeded.IPLimitExceeded',
  'RequestLimitExceeded.UinLimitExceeded',
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded',
])
const patienceMs = 120_000
const firstWaitMs = 1_000
const longestWaitMs = 8_000

/** Answers the call; one that is refused is a `Refusal`. */
export type Ask = (product: Product, action: string, parameters: object) => Promise<Answer>

export function asking(call: Call, sleep: Sleep): Ask {
  return async (product, action, parameters) => {
    let waited = 0
    let wait = firstWaitMs
    for (;;) {
      const answer = await call(product, versions[product], action, parameters)
      if (answer.Error === undefined) return answer
      if (!tooMany.has(answer.Error.Code) || waited >= patienceMs) throw new Refusal(action, answer)
      await sleep(wait)
      waited += wait
      wait = Math.min(wait * 2, longestWaitMs)
    }
  }
}
