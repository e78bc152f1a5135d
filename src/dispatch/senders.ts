// Who sends a call, before anybody has looked at its signature: as much as is needed for fair turns, and nothing is believed.
import type { Call } from '../protocol/call.ts'
import type { FairTurns } from './fair-turns.ts'
import type { Signed } from './stages.ts'
import { networkOf, type Throttle } from './throttle.ts'

export interface Senders {
  /** Waits for the sender's turn. RequestLimitExceeded.IPLimitExceeded when its address has used the second up. */
  arrive(call: Pick<Call, 'claim' | 'from' | 'receivedMs'>): void | Promise<void>
  /** Remembers whose key it is that has signed a call, and answers the call. */
  note(signed: Signed): Signed
}

/** Keys that are remembered, at most; those not used for long go first. */
const keysMax = 20_000

export function createSenders(turns: FairTurns, throttle: Pick<Throttle, 'arrive'>): Senders {
  let young = new Map<string, number>()
  let old = new Map<string, number>()
  return {
    arrive(call) {
      const { claim, from } = call
      const account = claim.kind === 'skip' ? undefined : (young.get(claim.secretId) ?? old.get(claim.secretId))
      // With the address: whoever names another's key waits behind what comes from its own address only.
      const network = networkOf(from.address)
      const turn = turns.turn(account === undefined ? network : `${account} ${network}`)
      return turn === undefined ? throttle.arrive(call) : turn.then(() => throttle.arrive(call))
    },
    note(signed) {
      const { call, caller } = signed
      const { claim } = call
      if (claim.kind === 'skip' || young.has(claim.secretId)) return signed
      if (young.size >= keysMax / 2) {
        old = young
        young = new Map()
      }
      young.set(claim.secretId, caller.account)
      return signed
    },
  }
}
