// Where ids and keys of a bench come from: streams by one seed, each for one purpose, so that a call more or less, which draws
// a RequestId, does not change the keys that are made after it.
import { type Random, seededRandom } from '../kernel/random.ts'

/** Where the streams are. */
export interface DrawsState {
  /** Keys, secrets and names. */
  readonly bytes: number
  readonly uuids: number
  /** What goes into sealed texts. */
  readonly seals: number
}

export interface Draws {
  readonly random: Random
  readonly seal: (count: number) => Uint8Array
  state(): DrawsState
}

const spread = 0x9e3779b9

/** A number of its own for each purpose of a seed. */
export const seedFor = (seed: number, purpose: number): number => (Math.imul(seed, 0x85ebca6b) + purpose * spread) >>> 0

export const drawsAt = (seed: number): DrawsState => ({
  bytes: seedFor(seed, 1),
  uuids: seedFor(seed, 2),
  seals: seedFor(seed, 3),
})

export function draws(from: DrawsState): Draws {
  const [bytes, uuids, seals] = [seededRandom(from.bytes), seededRandom(from.uuids), seededRandom(from.seals)]
  return {
    random: { bytes: bytes.bytes, uuid: uuids.uuid },
    seal: seals.bytes,
    state: () => ({ bytes: bytes.state(), uuids: uuids.state(), seals: seals.state() }),
  }
}
