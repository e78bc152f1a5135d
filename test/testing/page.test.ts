// docs/testing.md: its programs run as a user would run them, and its curl commands answer what stands there.
import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../server/cli.ts'
import { read, root } from '../tidy/source.ts'
import { startCommand } from './command.ts'

const page = read('docs/testing.md')
const run = promisify(execFile)

test('its programs pass with the runner of Node', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/opencam'))
  symlinkSync(join(root, 'node_modules/tencentcloud-sdk-nodejs'), join(folder, 'node_modules/tencentcloud-sdk-nodejs'))
  const programs = [...page.matchAll(/^```js (\S+)\n(.*?)^```$/gms)]
  for (const [, name = '', text = ''] of programs) writeFileSync(join(folder, name), text)
  const { stdout } = await run(process.execPath, ['--test', '--test-isolation=none', '--test-reporter=tap'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
  })
  expect(programs.length).toBeGreaterThan(5)
  expect(stdout).toMatch(/^# fail 0$/m)
  expect(stdout).toMatch(/^# pass [89]$/m)
}, 120_000)

test('its commands answer what the page says', async () => {
  const { control, token } = await startCommand('--seed', '7', '--start-time', '2026-01-02T03:04:05Z')
  const blocks = [...page.matchAll(/^```console\n(.*?)^```$/gms)].map(([, text = '']) => text)
  const env = { PATH: process.env['PATH'], CONTROL: control, TOKEN: token }
  const shown: string[] = []
  for (const [command = ''] of blocks.flatMap(stepsOf)) {
    const { stdout } = await run('bash', ['-c', command], { env })
    shown.push(`$ ${command}\n${stdout}`)
  }
  expect(shown.length).toBeGreaterThan(5)
  expect(shown.join('')).toBe(blocks.join(''))
}, 120_000)

const stepsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => part.split('\n'))
