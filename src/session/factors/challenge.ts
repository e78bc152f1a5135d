// Something asked in one session and answered once: kept sealed, for a while, with its tries counted.
import { challengeContext } from '../../store/sealed-columns.ts'
import type { Writes } from '../../store/store.ts'
import type { Asking } from './factor.ts'

const triesMax = 5

const contextOf = ({ holder, session }: Asking, kind: string) => challengeContext(holder.account, session, kind)

/** Keeps what will be compared, in place of what was asked before. */
export async function ask(asking: Asking, kind: string, secret: string, lastsMs: number): Promise<void> {
  const { place, visit, holder, session } = asking
  const challenge = {
    sealed: place.world.sealer.seal(secret, contextOf(asking, kind)),
    tries: 0,
    expiresMs: visit.nowMs + lastsMs,
  }
  await place.world.store.transaction((writes) => writes.signIn.putChallenge(holder.account, session, kind, challenge))
}

/** What was asked and is not answered yet. */
export async function asked(asking: Asking, kind: string): Promise<string | undefined> {
  const { place, visit, holder, session } = asking
  const challenge = await place.world.store.read.signIn.challenge(holder.account, session, kind)
  if (challenge === undefined || challenge.expiresMs <= visit.nowMs || challenge.tries >= triesMax) return undefined
  return place.world.sealer.open(challenge.sealed, contextOf(asking, kind))
}

/** What was asked, if it may still be answered; counts a try. For the inside of a transaction. */
export async function tryAnswer(writes: Writes, asking: Asking, kind: string): Promise<string | undefined> {
  const { place, visit, holder, session } = asking
  const challenge = await writes.signIn.tryChallenge(holder.account, session, kind)
  if (challenge === undefined || challenge.expiresMs <= visit.nowMs || challenge.tries > triesMax) return undefined
  return place.world.sealer.open(challenge.sealed, contextOf(asking, kind))
}

/** Uses it up. `false`: another request was quicker. */
export function answered(writes: Writes, { holder, session }: Asking, kind: string): Promise<boolean> {
  return writes.signIn.takeChallenge(holder.account, session, kind)
}
