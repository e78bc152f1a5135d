// `opencam test-server`, from its start to its end.
import { expect, test } from 'vitest'
import { opencam } from '../cli/process.ts'
import { temporaryFolder } from '../server/cli.ts'
import { codeOf, over } from './client.ts'
import { startCommand } from './command.ts'

test('serves calls and control on two ports, and ends when it is told', async () => {
  const { url, root, control, token, stop } = await startCommand('--seed', '5')
  const server = { url, host: new URL(url).host, root }
  expect(codeOf(await over(server, 'AddUser', { Name: 'bob' }))).toBe('ok')
  const ask = (path: string, body: object) =>
    fetch(`${control}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${token}` },
    })
  expect((await ask('reset', {})).status).toBe(200)
  expect(codeOf(await over(server, 'GetUser', { Name: 'bob' }))).toBe('ResourceNotFound.UserNotExist')
  expect(new URL(control).host).not.toBe(server.host)
  await expect(over({ ...server, url: new URL(control).origin }, 'ListUsers')).rejects.toThrow('envelope')
  expect(await stop()).toBe(0)
})

test('makes the same keys for the same seed, and another token each time', async () => {
  const [one, other] = [await startCommand('--seed', '5'), await startCommand('--seed', '5')]
  expect(other.root).toEqual(one.root)
  expect(other.token).not.toBe(one.token)
})

test('takes settings, rates, a running clock and catalogs', async () => {
  const args = [
    '--rate-limits',
    'documented',
    '--running-clock',
    '--set',
    'OPENCAM_ROOT_UIN=1234',
    '--set',
    'OPENCAM_SCIM=on',
  ]
  const { root } = await startCommand(...args)
  expect(root.account).toBe(1234)
})

test.each<[readonly string[], RegExp, number]>([
  [['--port', '70000'], /must be a port, 0 to 65535/, 2],
  [['--start-time', 'yesterday'], /time with its zone/, 2],
  [['--rate-limits', 'some'], /off, documented/, 2],
  [['--set', 'PORT=1'], /OPENCAM_NAME=value/, 2],
  [['--set', 'OPENCAM_PORT=1'], /OPENCAM_PORT is not for a test server/, 2],
  [['--catalogs', '/nowhere/at/all'], /nowhere\/at\/all/, 1],
])('%j is refused', async (args, reason, exit) => {
  const { code, err, out } = await opencam(['test-server', ...args], { cwd: temporaryFolder() })
  expect(err).toMatch(reason)
  expect({ code, out }).toEqual({ code: exit, out: '' })
})
