// Generated accounts made into each other over calls, on a real server: what comes is what the files say, also where every single
// call is the last one before everything ends. OPENCAM_ESTATE_COUNT and OPENCAM_ESTATE_SEED say how many and which (also for files).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readJournal } from '../../src/estate/journal.ts'
import { emptyEstate } from '../../src/estate/model.ts'
import { type Harness, openHarness } from '../api/harness.ts'
import { drawEstate } from './generate.ts'
import { applyTo, callAs, comparable, memoryJournal, pullBy } from './server.ts'
import { isWrite } from './steps.ts'

const seed = Number(process.env['OPENCAM_ESTATE_SEED'] ?? 20_261_127)
const count = Number(process.env['OPENCAM_ESTATE_COUNT'] ?? 50)

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

let accounts = 0
async function newAccount() {
  accounts += 1
  return callAs(server, await server.account(`estate-${accounts}`))
}

test(`${count} accounts from seed ${seed}, each made into the next`, { timeout: 4_000 * count + 30_000 }, async () => {
  let [done, deleted] = [0, 0]
  let call = await newAccount()
  for (let index = 0; index < count; index += 1) {
    // A few states in one account, then another account.
    if (index % 5 === 0) call = await newAccount()
    const wanted = drawEstate(seed, index)
    const applied = await applyTo(call, wanted)
    expect(
      applied.failed.map(({ change, code, message }) => [change.id, code, message]),
      `account ${index}`,
    ).toEqual([])
    expect(comparable((await pullBy(call)).estate), `account ${index}`).toEqual(comparable(wanted))
    const again = await applyTo(call, wanted)
    expect(
      again.done.map(({ id }) => id),
      `account ${index}, again`,
    ).toEqual([])
    done += applied.done.length
    deleted += applied.done.filter(({ verb }) => verb === 'delete').length
  }
  // Cases in which nothing happens show nothing.
  expect([done > count * 10, deleted > count]).toEqual([true, true])
})

describe('wherever it ends, a second run comes to the same', () => {
  class Cut extends Error {}

  test.each([0, 1, 2])(
    'account %i, cut after each call in turn, before its answer is known',
    {
      timeout: 120_000,
    },
    async (index) => {
      const call = await newAccount()
      await applyTo(call, drawEstate(seed, 1000 + index))
      const wanted = drawEstate(seed, 2000 + index)
      const journal = memoryJournal()
      let writes = 0
      const cutting: typeof call = async (product, version, action, parameters) => {
        const answer = await call(product, version, action, parameters)
        if (!isWrite(action) || answer.Error !== undefined) return answer
        writes += 1
        throw new Cut()
      }
      // Every run ends with its first write, until there is none to make.
      const run = async (): Promise<boolean> => {
        try {
          expect((await applyTo(cutting, wanted, journal)).failed).toEqual([])
          return true
        } catch (error) {
          if (error instanceof Cut) return false
          throw error
        }
      }
      while (!(await run())) expect(writes).toBeLessThan(500)
      expect(comparable((await pullBy(call)).estate)).toEqual(comparable(wanted))
      expect(readJournal(journal.text).finished).toBe(true)
      expect(writes).toBeGreaterThan(20)
    },
  )
})

test('an account made empty keeps what no call takes away', async () => {
  const call = await newAccount()
  const wanted = drawEstate(seed, 3000)
  await applyTo(call, wanted)
  await applyTo(call, emptyEstate)
  const { estate } = await pullBy(call)
  const { password, loginPlaces } = wanted.settings
  expect(comparable(estate)).toEqual(
    comparable({ ...emptyEstate, settings: { password, loginPlaces, signIn: undefined } }),
  )
})
