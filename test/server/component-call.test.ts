// The door of component calls as an operator opens it, over a socket, and the example that the documents send people to.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { componentBytesMax } from '../../src/gateway/component/door.ts'
import { type Started, startOn } from '../sdk/server.ts'
import { root } from '../tidy/source.ts'

interface Ended {
  readonly code: number | null
  readonly said: string
  readonly complained: string
}

function run({ server, root: key }: Started, given: readonly string[], env: object = {}): Promise<Ended> {
  const settings = { TENCENTCLOUD_SECRET_ID: key.secretId, TENCENTCLOUD_SECRET_KEY: key.secretKey, ...env }
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [join(root, 'examples', 'component-call.mjs'), ...given, server.url], {
    env: { PATH, ...settings },
  })
  const [said, complained]: Buffer[][] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => said?.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => complained?.push(chunk))
  const text = (chunks: Buffer[] | undefined): string => Buffer.concat(chunks ?? []).toString()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, said: text(said), complained: text(complained) }))
  })
}

describe('switched on', () => {
  let started: Started
  beforeAll(async () => {
    started = await startOn('SQLite', { flags: ['--component-call', 'on'] })
  })
  afterAll(() => started.close())

  test('the example makes a policy and attaches it', async () => {
    const { Uin: uin } = await started.client(started.root).call('AddUser', { Name: 'consumer' })
    const ended = await run(started, [String(uin)])
    expect(ended.complained).toBe('')
    const { account } = started.root
    const lines = [`made the policy queues-of-${uin} \\(\\d+\\) of the account ${account}`, `attached it to ${uin}`, '']
    expect(ended.said).toMatch(new RegExp(`^${lines.join('\n')}$`))
    const { List } = await started.client(started.root).call('ListAttachedUserPolicies', { TargetUin: uin })
    expect(List).toMatchObject([{ PolicyName: `queues-of-${uin}` }])
  })

  test('the example says what is wrong in one line', async () => {
    const wrong = await run(started, ['5'], { TENCENTCLOUD_SECRET_KEY: 'wrong' })
    expect(wrong).toMatchObject({ code: 1, said: '' })
    expect(wrong.complained).toMatch(/^CreateCamStrategy: 4100 AuthFailure\.SignatureFailure: .*\n$/)
    expect((await run(started, [])).complained).toMatch(/uin/)
  })

  test('a body too long is not read to its end', async () => {
    const body = 'x'.repeat(componentBytesMax + 1)
    const reply = await fetch(`${started.server.url}/component`, { method: 'POST', body })
    expect(reply.status).toBe(413)
  })

  test('a request that names an action is a call of the API, whatever its path', async () => {
    const headers = { 'X-TC-Action': 'GetUser', 'Content-Type': 'application/json' }
    const reply = await fetch(`${started.server.url}/component`, { method: 'POST', headers, body: '{}' })
    expect(await reply.json()).toMatchObject({ Response: { Error: { Code: 'MissingParameter' } } })
  })
})

test('switched off, as it is by default: the path is one like any other', async () => {
  const started = await startOn('SQLite')
  const reply = await fetch(`${started.server.url}/component`, { method: 'POST', body: '{}' })
  expect(await reply.json()).toHaveProperty('Response.Error.Code')
  expect((await run(started, ['5'])).complained).toMatch(/^no component call is served at .*\/component\n$/)
  await started.close()
})
