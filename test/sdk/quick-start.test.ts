// The quick start that the README sends people to, run as they run it: the very file, as a process of its own.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../tidy/source.ts'
import { type Started, startOn } from './server.ts'

let started: Started
beforeAll(async () => {
  started = await startOn('SQLite')
})
afterAll(() => started.close())

interface Ended {
  readonly code: number | null
  readonly said: string
  readonly complained: string
}

function run(env: Readonly<Record<string, string>>, endpoint = started.server.url): Promise<Ended> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [join(root, 'examples', 'quick-start.mjs'), endpoint], {
    env: { PATH, ...env },
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

const settings = (given: Readonly<Record<string, string>> = {}) => ({
  TENCENTCLOUD_SECRET_ID: started.root.secretId,
  TENCENTCLOUD_SECRET_KEY: started.root.secretKey,
  ...given,
})

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const refused = `refused, AuthFailure\\.UnauthorizedOperation \\(RequestId ${id}\\)`
const expected = [
  'made the sub-user alice-[0-9a-f]{6} \\(\\d+\\) with a key of its own',
  'wrote the policy read-users-[0-9a-f]{6} \\(\\d+\\), which allows GetUser and ListUsers',
  'alice-[0-9a-f]{6} calls before the policy is attached:',
  `  GetUser: ${refused}`,
  'alice-[0-9a-f]{6} calls after it is attached:',
  '  GetUser: allowed',
  '  ListUsers: allowed',
  `  CreateGroup: ${refused}`,
  '',
]

test('says what it does, and can be run again', async () => {
  for (const endpoint of [`127.0.0.1:${started.server.port}`, started.server.url]) {
    const { code, said, complained } = await run(settings(), endpoint)
    expect(complained).toBe('')
    expect(said).toMatch(new RegExp(`^${expected.join('\n')}$`))
    expect(code).toBe(0)
  }
})

test('its refusals are kept for whoever asks why', async () => {
  const { said } = await run(settings())
  const requestId = new RegExp(`CreateGroup: ${refused}`).exec(said)?.[0]?.match(new RegExp(id))?.[0] ?? ''
  await started.server.dispatcher.flush()
  expect(await started.server.world.store.refusal(requestId)).toMatchObject({ account: started.root.account })
})

test('says what is wrong in one line', async () => {
  const none = await run({})
  expect(none).toMatchObject({ code: 1, said: '' })
  expect(none.complained).toMatch(/^set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY .*\n$/)
  const wrong = await run(settings({ TENCENTCLOUD_SECRET_KEY: 'wrong' }))
  expect(wrong).toMatchObject({ code: 1, said: '' })
  expect(wrong.complained).toMatch(/^AuthFailure\.SignatureFailure: .*\n$/)
})
