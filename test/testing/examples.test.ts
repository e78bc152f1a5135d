// The examples as their readers run them: a process each.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { root } from '../tidy/source.ts'

const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, args, { cwd: root, env: { PATH: process.env['PATH'], NO_COLOR: '1' } })

test('node:test passes', async () => {
  const { stdout } = await run('--test', '--test-reporter=tap', 'examples/testing/node.test.mjs')
  expect(stdout).toMatch(/^# pass 4$/m)
  expect(stdout).toMatch(/^# fail 0$/m)
}, 120_000)

test('Vitest passes', async () => {
  const { stdout } = await run('node_modules/vitest/vitest.mjs', 'run', '--root', 'examples/testing', 'vitest')
  expect(stdout).toMatch(/Tests +4 passed \(4\)/)
}, 120_000)
