// Remembers v1 requests for as long as they could come again. TC3 has no such guard: clients rely on sending one twice.
import type { Clock } from '../kernel/clock.ts'

export interface ReplayGuard {
  /** True the first time; false when the same id and signature came within the window. Only for verified requests. */
  admit(secretId: string, signature: string): boolean
  readonly size: number
}

/**
 * `windowMs` must cover the whole time in which a timestamp is accepted: twice the skew. Keyed by the whole signature: clients
 * draw nonces from 65,536 values, so a nonce alone would refuse honest calls. Two halves: an entry is kept for at least one window
 * and at most two. Over `entriesMax` in a window the older half goes early; only verified requests are kept, so only
 * holders of a key can bring that about.
 */
export function replayGuard(clock: Clock, windowMs: number, entriesMax = 400_000): ReplayGuard {
  const halfMax = Math.max(1, Math.floor(entriesMax / 2))
  let young = new Set<string>()
  let old = new Set<string>()
  let turnMs = clock() + windowMs

  const turn = (nowMs: number): void => {
    old = nowMs >= turnMs + windowMs ? new Set() : young
    young = new Set()
    turnMs = nowMs + windowMs
  }

  return {
    admit(secretId, signature) {
      const nowMs = clock()
      if (nowMs >= turnMs || young.size >= halfMax) turn(nowMs)
      const name = `${secretId} ${signature}`
      if (young.has(name) || old.has(name)) return false
      young.add(name)
      return true
    },
    get size() {
      return young.size + old.size
    },
  }
}
