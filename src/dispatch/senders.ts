// Who sends a call, before anybody has looked at its signature: as much as is needed for fair turns, and nothing is believed.
import type { Call } from '../protocol/call.ts'
import type { FairTurns } from './fair-turns.ts'
import type { Signed } from './stages.ts'
import { networkOf } from './throttle.ts'

export interface Senders {
  /** `undefined`: it is this sender's turn. */
  turn(call: Pick<Call, 'claim' | 'from'>): Promise<void> | undefined
  /** Remembers whose key it is that has signed a call. */
  note(signed: Pick<Signed, 'call' | 'caller'>): void
}

/** Keys that are remembered, at most; those not used for long go first. */
const keysMax = 20_000

export function createSenders(turns: FairTurns): Senders {
  let young = new Map<string, number>()
  let old = new Map<string, number>()
  return {
    turn({ claim, from }) {
      const account = claim.kind === 'skip' ? undefined : (young.get(claim.secretId) ?? old.get(claim.secretId))
      // With the address: whoever names another's key waits behind what comes from its own address only.
      return turns.turn(account === undefined ? networkOf(from.address) : `${account} ${networkOf(from.address)}`)
    },
    note({ call: { claim }, caller }) {
      if (claim.kind === 'skip' || young.has(claim.secretId)) return
      if (young.size >= keysMax / 2) {
        old = young
        young = new Map()
      }
      young.set(claim.secretId, caller.account)
    },
  }
}
