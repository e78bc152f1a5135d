// Each fault of `npm run faults:store` once. What an operator reads of a fault is in the documents.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createHearing } from '../../src/dispatch/hearing.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { storeFaultOf, storeFaults } from '../../src/store/faults.ts'
import { temporaryFolder } from '../server/cli.ts'
import { openTestDatabase } from '../store/postgres.ts'
import { runScenario, scenarios } from './store-faults.ts'

for (const scenario of scenarios) {
  test(scenario.name, { timeout: 180_000 }, async () => {
    const { next } = seededRandom(20_260_102)
    const database = async (): Promise<string> => {
      const made = await openTestDatabase()
      onTestFinished(() => made.drop())
      return made.url
    }
    const { wrong, ledger } = await runScenario(scenario, { folder: temporaryFolder(), database, next })
    expect(wrong).toEqual([])
    expect(ledger.acknowledged.size).toBeGreaterThan(0)
  })
}

test('every fault is documented with what the log says and what to do', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/operating/faults.md'), 'utf8')
  for (const { name, says, help } of storeFaults) {
    for (const part of [name, says, help]) expect(text).toContain(part)
  }
})

test('a fault is known through what was thrown around it, and the log tells it with what to do', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
  const around = new Error('the database took the whole transaction back', { cause: full })
  expect(storeFaultOf(around)?.name).toBe('disk full')
  expect(storeFaultOf(Object.assign(new Error('x'), { code: '08006' }))?.name).toBe('unreachable')
  expect(storeFaultOf(Object.assign(new Error('x'), { code: '23505' }))).toBeUndefined()
  const lines: unknown[][] = []
  const log = { debug() {}, info() {}, warn() {}, error: (...line: unknown[]) => void lines.push(line) }
  const heard = createHearing({ log }, { note: () => {} })
  expect(heard(around, 'id', undefined).message).not.toContain('full')
  expect(lines).toEqual([
    [expect.objectContaining({ help: expect.stringContaining('Free room') }), 'the disk of the database is full'],
  ])
})
