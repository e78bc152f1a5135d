// Pages with transcripts of commands: their files are written as printed, their commands run, and what comes must be what stands
// there. Where a page makes calls, a server is there, with the root account's key in the environment and a user bob, who may
// nothing, as a profile.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeProfile } from '../../src/cli/api/profiles.ts'
import { commandRows } from '../../src/cli/commands.ts'
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { firm } from '../reach/scene.ts'
import { temporaryFolder } from '../server/cli.ts'
import { read } from '../tidy/source.ts'
import { opencam } from './process.ts'
import { play, playedCommands } from './transcript.ts'

/** Each command is a process of its own, and machines are busy. */
const limitMs = 300_000

/** Pages without a server, and what is made in the folder before their commands run. */
const pages: readonly (readonly [path: string, prepare: (cwd: string) => Promise<void>])[] = [
  ['docs/cli.md', async () => {}],
  ['docs/editor.md', async () => {}],
  ['docs/guides/security-engineers.md', async () => {}],
  ['docs/least-privilege.md', async () => {}],
  ['docs/policy-tests.md', async () => {}],
  ['docs/reach.md', (cwd) => firm(join(cwd, 'data'))],
]

/** Every line of a page that begins with a prompt is a command that must run. */
function commandsIn(path: string): number {
  const count = read(path).match(/^\$ /gm)?.length ?? 0
  expect(count, path).toBeGreaterThan(1)
  return count
}

test.each(pages)(
  '%s: commands answer what the page says',
  async (path, prepare) => {
    const cwd = temporaryFolder()
    await prepare(cwd)
    expect(await play(path, { cwd })).toBe(commandsIn(path))
  },
  limitMs,
)

test(
  'docs/operating/commands.md: a walk on a server of its own answers what the page says',
  async () => {
    const path = 'docs/operating/commands.md'
    expect(await play(path, { cwd: temporaryFolder() })).toBe(commandsIn(path))
  },
  limitMs,
)

test.each(['docs/calls.md'])(
  '%s: calls answer what the page says',
  async (path) => {
    const cwd = temporaryFolder()
    const root = { secretId: `AKID${'r'.repeat(32)}`, secretKey: 's'.repeat(32) }
    const settings = readSettings(['--port', '0', '--log-level', 'silent'], {
      OPENCAM_DATA_DIR: temporaryFolder(),
      OPENCAM_ROOT_SECRET_ID: root.secretId,
      OPENCAM_ROOT_SECRET_KEY: root.secretKey,
    })
    const server = await startServer(settings)
    try {
      const env = {
        HOME: cwd,
        OPENCAM_ENDPOINT: server.url,
        TENCENTCLOUD_SECRET_ID: root.secretId,
        TENCENTCLOUD_SECRET_KEY: root.secretKey,
      }
      const made = await opencam(['call', 'AddUser', 'Name=bob', 'UseApi=1'], { cwd, env })
      const { SecretId: secretId, SecretKey: secretKey } = JSON.parse(made.out)
      writeProfile({ HOME: cwd }, 'bob', { secretId, secretKey })
      expect(await play(path, { cwd, env })).toBe(commandsIn(path))
    } finally {
      await server.close()
    }
  },
  limitMs,
)

/** Run by tests of their own: test/estate/commands, test/testing/page and test/lsp/page. */
const elsewhere = { pages: ['docs/account-as-files.md'], commands: ['test-server', 'lsp'] }

test('every command stands in a page whose transcript is run', () => {
  const run = [...pages.map(([path]) => path), 'docs/operating/commands.md', 'docs/calls.md', ...elsewhere.pages]
  const shown = new Set([...run.flatMap(playedCommands), ...elsewhere.commands])
  expect(commandRows.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([])
})
