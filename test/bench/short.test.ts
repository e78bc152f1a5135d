// Each bench runs, for as short a time as it can, and prints the figures that its goal speaks of. How good they are is for
// `npm run results` on a quiet machine.
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { resultRows } from '../../scripts/results/rows.ts'

const launcher = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url))
const rows = resultRows.filter(({ shortly }) => shortly !== undefined)

test('every bench has a short version', () => {
  const benches = resultRows.filter(({ script }) => script.startsWith('bench:'))
  expect(benches.filter((row) => row.shortly === undefined)).toEqual([])
})

test.each(rows)(
  '$name',
  async ({ script, goal, shortly = {} }) => {
    const { args = [], env = {} } = shortly
    const child = spawn(process.execPath, [launcher, 'run', script, ...args], { env: { ...process.env, ...env } })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    expect([await ended, err]).toEqual([0, ''])
    expect(out).toMatch(/\d/)
    // A goal that its own lines tell.
    if (/[≥≤]/.test(goal)) expect(out).toMatch(/[≥≤]/)
  },
  120_000,
)
