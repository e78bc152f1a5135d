// A share of the fuzzer in every run of the suite; `npm run fuzz` goes on for as long as it is told.
import { expect, test } from 'vitest'
import { policyTarget } from './fuzz/policy.ts'
import { protocolTarget } from './fuzz/protocol.ts'
import { tryCase } from './fuzz/target.ts'

test.each([
  [protocolTarget, 2_500],
  [policyTarget, 1_000],
])('$name: damaged input is refused in order', (target, count) => {
  for (let index = 0; index < count; index++) {
    expect(tryCase(target, 20_261_121, index), `case ${index}`).toBeUndefined()
  }
})
