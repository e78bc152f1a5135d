// The last judge of a mutant of the proofs: small worlds, in which what is proven can be listed.
import { expect, test } from 'vitest'
import { smallPair } from '../property/policy/prove/small-pair.ts'
import { smallWorlds } from '../property/policy/prove/small-worlds.ts'

const seed = 20190116

test.each(smallWorlds.map((_, index) => index))('what is proven in small world %i is so', (index) => {
  for (let pair = 0; pair < 15; pair += 1) {
    const { proven, listed, shown } = smallPair(seed, index, pair)
    expect(proven, shown).toEqual(listed)
  }
})
