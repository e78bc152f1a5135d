// How a limit is divided among servers. Parts are whole numbers that add up to the limit; who has one more than others changes
// from subject to subject.
import type { Limit, Neighbours } from './sharing.ts'

/** The part of all servers together that is spent without asking; its error is the bound that docs/operating/limits.md states. */
const freePart = 0.1

function shareOf(whole: number, subject: string, { count, place }: Neighbours): number {
  let turn = 0
  for (let i = 0; i < subject.length; i++) turn = (turn * 31 + subject.charCodeAt(i)) >>> 0
  const extra = (place + turn) % count < whole % count ? 1 : 0
  return Math.floor(whole / count) + extra
}

/** What this server may do where it can ask nobody. At least one call, or clients that know one server only would wait for ever. */
export const shareAlone = ({ perSecond, subject }: Limit, neighbours: Neighbours): number =>
  Math.max(1, shareOf(perSecond, subject, neighbours))

/** Calls that it lets through before it asks. */
export const shareUnasked = ({ perSecond, subject }: Limit, neighbours: Neighbours): number =>
  shareOf(Math.floor(perSecond * freePart), subject, neighbours)

/**
 * Calls that are asked for beyond those that wait, so that not every call asks: what all servers may lose by it is a tenth of
 * the limit, or half of what was asked of this one in the second before and has not come yet.
 */
export function aheadOf({ perSecond }: Limit, { count }: Neighbours, expected: number): number {
  const fine = Math.floor((perSecond * freePart) / count)
  return Math.max(fine, Math.min(perSecond, Math.floor(expected / 2)))
}
