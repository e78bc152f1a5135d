// The last judge of a mutant that no other test noticed: engine and reference on a small number of generated worlds.
import { test } from 'vitest'
import { checkWorld, disagreementLines } from '../property/policy/agree.ts'
import { engine } from '../property/policy/engine.ts'
import { emptyTally } from '../property/policy/tally.ts'
import { checkTrustWorld } from '../property/policy/trust-agree.ts'

const seed = 20190116

test('engine and reference agree on requests', () => {
  const tally = emptyTally()
  for (let world = 0; world < 80; world += 1) {
    const found = checkWorld(engine, seed, world, 32, tally)
    if (found !== undefined) throw new Error(disagreementLines(found).join('\n'))
  }
})

test('engine and reference agree on trust policies', () => {
  for (let world = 0; world < 80; world += 1) {
    if (checkTrustWorld(engine, seed, world, 16, emptyTally()) !== undefined) throw new Error(`world ${world}`)
  }
})
