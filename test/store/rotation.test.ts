// Changing the master key beside a running server, on both databases: calls go on, a rotation that is killed half way goes on
// where it stood, temporary keys last, and a key on which anything rests stays.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Answer, buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import type { Credential } from '../../src/signing/index.ts'
import { makeDataFolder } from '../../src/store/data-folder.ts'
import { keyRing } from '../../src/store/key-ring.ts'
import { masterKeysText, parseMasterKeys } from '../../src/store/master-key.ts'
import { openStore } from '../../src/store/open.ts'
import { sealedColumns } from '../../src/store/sealed-columns.ts'
import { createTokens } from '../../src/store/token.ts'
import { runCli, temporaryFolder } from '../server/cli.ts'
import { callerOn } from '../server/load.ts'
import { backends, type Place } from './backends.ts'
import { insertAccount, newKey } from './contract/context.ts'

const users = 24
const root: Credential = { secretId: `AKID${'r'.repeat(32)}`, secretKey: 's'.repeat(32) }
const cli = join(import.meta.dirname, '../../src/cli/main.ts')
const silent = { debug() {}, info() {}, warn() {}, error() {} }

function ringIn(dataDir: string): ReturnType<typeof keyRing> {
  makeDataFolder(dataDir)
  return keyRing(dataDir)
}

interface Ground {
  readonly place: Place
  readonly dataDir: string
  readonly options: readonly string[]
}

async function groundOn(backend: (typeof backends)[number]): Promise<Ground> {
  const place = await backend.make()
  const dataDir = place.options.databaseUrl === undefined ? place.options.dataDir : temporaryFolder()
  const { databaseUrl } = place.options
  const options = ['--data', dataDir, ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl])]
  return { place, dataDir, options }
}

async function serve({ options }: Ground): Promise<RunningServer> {
  const env = { OPENCAM_ROOT_SECRET_ID: root.secretId, OPENCAM_ROOT_SECRET_KEY: root.secretKey, OPENCAM_CONSOLE: 'off' }
  const settings = readSettings(['--port', '0', '--rate-limits', 'off', ...options], env)
  return startServer(settings, { log: silent })
}

/** A federation's temporary key, by root. */
async function temporaryKey(url: string): Promise<Credential> {
  const target = { host: new URL(url).host, product: 'sts', version: '2018-08-13', action: 'GetFederationToken' }
  const statement = [{ effect: 'allow', action: ['cam:*', 'name/cam:*'], resource: ['*'] }]
  const parameters = { Name: 'guest', Policy: encodeURIComponent(JSON.stringify({ version: '2.0', statement })) }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
  const answer = await send(url, buildCall(target, parameters, root, moment))
  const made = answer['Credentials'] as { TmpSecretId: string; TmpSecretKey: string; Token: string } | undefined
  if (made === undefined) throw new Error(JSON.stringify(answer))
  return { secretId: made.TmpSecretId, secretKey: made.TmpSecretKey, token: made.Token }
}

/** Whether the signature was believed; users without a policy may do nothing, but are known. */
const believed = ({ Error: error }: Answer): boolean =>
  error === undefined || error.Code === 'AuthFailure.UnauthorizedOperation' || error.Code === 'UnauthorizedOperation'

/** Starts a rotation as a process and kills it after it has said so many lines. */
async function killedRotation(options: readonly string[], lines: number): Promise<void> {
  const args = [cli, 'master-key', 'rotate', '--batch', '3', '--pause-ms', '40', ...options]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'] },
  })
  const ended = once(child, 'close')
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (text.split('\n').length > lines) child.kill('SIGKILL')
  })
  const [, signal] = await ended
  if (signal !== 'SIGKILL') throw new Error(`the rotation ended by itself: ${text}`)
}

for (const backend of backends) {
  test(`${backend.name}: calls go on while the key changes, a killed rotation goes on, and nothing is lost`, {
    timeout: 240_000,
  }, async () => {
    const ground = await groundOn(backend)
    onTestFinished(() => ground.place.drop())
    const server = await serve(ground)
    onTestFinished(() => server.close())
    const call = callerOn(server.url, root)
    const keys: Credential[] = []
    for (let i = 0; i < users; i++) {
      const { SecretId, SecretKey } = await call('AddUser', { Name: `u${i}`, UseApi: 1 })
      keys.push({ secretId: String(SecretId), secretKey: String(SecretKey) })
    }
    const old = await temporaryKey(server.url)
    const [before = ''] = keyRing(ground.dataDir).keyIds

    const asEverybody = [root, old, ...keys]
    const wrong: unknown[] = []
    let [going, calls] = [true, 0]
    const traffic = [0, 1].map(async (side) => {
      for (let i = side; going; i += 2) {
        const answer = await callerOn(server.url, asEverybody[i % asEverybody.length] ?? root)('GetUserAppId')
        calls += 1
        if (!believed(answer)) wrong.push(answer)
        // A key that is made meanwhile is sealed under the key that is in front then.
        if (i % 40 === side) {
          const made = await call('AddUser', { Name: `during-${i}`, UseApi: 1 })
          if (made.Error !== undefined) wrong.push(made)
          else keys.push({ secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) })
        }
      }
    })
    await killedRotation(ground.options, 3)

    const json = async (args: readonly string[], nowMs = Date.now()) => {
      const { code, out, err } = await runCli([...args, ...ground.options, '--json'], {}, () => nowMs)
      return { code, err, value: out === '' ? undefined : (JSON.parse(out) as unknown) }
    }
    const half = (await json(['master-key', 'status'])).value as { key: string; rows: number; seals: boolean }[]
    expect(half.map(({ rows }) => rows > 0)).toEqual([true, true])
    const early = await json(['master-key', 'retire', before])
    expect([early.code, early.err]).toEqual([1, expect.stringMatching(/the key stays: \d+ rows are sealed under/)])

    const rest = await json(['master-key', 'rotate', '--batch', '7', '--pause-ms', '1'])
    expect(rest.value).toMatchObject({ made: false, older: [before], unreadable: [] })
    const after = await temporaryKey(server.url)
    going = false
    await Promise.all(traffic)
    expect(wrong).toEqual([])
    expect(calls).toBeGreaterThan(20)

    const whole = (await json(['master-key', 'status'])).value as { key: string; rows: number; seals: boolean }[]
    expect(whole.map(({ rows, seals }) => [rows, seals])).toEqual([
      // The root's key, and the one that signs checkpoints.
      [keys.length + 2, true],
      [0, false],
    ])
    for (const key of [root, old, after, ...keys])
      expect(believed(await callerOn(server.url, key)('GetUserAppId'))).toBe(true)
    // Made under another key: the mark in its id says so.
    expect(old.secretId.slice(4, 10)).not.toBe(after.secretId.slice(4, 10))

    const now = Date.now()
    expect((await json(['master-key', 'retire', before], now)).err).toMatch(/calls that began under \w+ may still end/)
    expect((await json(['master-key', 'retire', before], now + 200_000)).err).toMatch(
      /\d+ temporary keys that may have been made/,
    )
    expect((await json(['master-key', 'retire', whole[0]?.key ?? ''], now)).err).toMatch(/is the key that seals/)
    expect((await json(['master-key', 'retire', 'nothing'], now)).err).toMatch(/there is no master key nothing/)
    expect((await json(['master-key', 'retire', before], now + 40 * 3_600_000)).value).toMatchObject({
      retired: before,
    })
    expect(keyRing(ground.dataDir).keyIds).toEqual([whole[0]?.key])
    for (const key of [root, ...keys]) expect(believed(await callerOn(server.url, key)('GetUserAppId'))).toBe(true)

    await server.close()
    const again = await serve(ground)
    onTestFinished(() => again.close())
    for (const key of [root, after, ...keys])
      expect(believed(await callerOn(again.url, key)('GetUserAppId'))).toBe(true)
    expect((await callerOn(again.url, old)('GetUserAppId')).Error?.Code).toMatch(/^AuthFailure/)
  })

  test(`${backend.name}: each kind of sealed row is sealed anew; one that opens under no key stays and is named`, {
    timeout: 120_000,
  }, async () => {
    const ground = await groundOn(backend)
    onTestFinished(() => ground.place.drop())
    const ring = ringIn(ground.dataDir)
    const store = await openStore({ ...ground.place.options })
    onTestFinished(() => store.close())
    const account = await insertAccount(store)
    const sealedFor = (at: number, ...key: readonly (string | number)[]): string =>
      ring.seal('plain', sealedColumns[at]?.context(account, key) ?? { account: 0, secretId: '' })
    await store.transaction(async (writes) => {
      for (const id of ['A', 'B']) {
        await writes.keys.insert(account, { ...newKey(account, id), sealedSecret: sealedFor(0, id) })
      }
      await writes.keys.insert(account, { ...newKey(account, 'C'), sealedSecret: 'v1.gone.AAAA.AAAA.AAAA' })
      await writes.settings.bindTotp(account, {
        uin: account,
        sealedSecret: sealedFor(1, account),
        lastStep: 0,
        boundMs: 1,
      })
      await writes.factors.importHardToken({
        account,
        serial: 'S-1',
        sealedSecret: sealedFor(2, 'S-1'),
        periodSeconds: 60,
        uin: undefined,
        lastStep: 0,
        importedMs: 1,
      })
      for (const kind of ['mail', 'phone']) {
        await writes.signIn.putChallenge(account, 'session', kind, {
          sealed: sealedFor(3, 'session', kind),
          tries: 0,
          expiresMs: 9,
        })
      }
    })
    await store.insertAuditKey({ keyId: 'k1', publicKey: '-', sealedPrivateKey: sealedFor(4, 'k1'), createdMs: 1 })
    const { code, out, err } = await runCli([
      'master-key',
      'rotate',
      '--batch',
      '1',
      '--pause-ms',
      '0',
      ...ground.options,
      '--json',
    ])
    expect(JSON.parse(out)).toMatchObject({ resealed: 7, unreadable: [`access_keys ${account}/C`] })
    expect([code, err]).toEqual([1, expect.stringMatching(/open under none of the keys/)])
    expect(await store.sealed.countOthers(ring.keyIds[0])).toBe(1)
    for (const [index, column] of sealedColumns.entries()) {
      const rows = await store.sealed.next(column, { keyId: 'none', after: undefined, max: 10 })
      const readable = rows.filter(({ key }) => key[0] !== 'C')
      expect(readable).toHaveLength([2, 1, 1, 2, 1][index] ?? 0)
      for (const row of readable) expect(ring.open(row.sealed, column.context(row.account, row.key))).toBe('plain')
    }
    // A row that was changed meanwhile is not overwritten with what was read before.
    const [column] = sealedColumns
    const [row] =
      column === undefined ? [] : await store.sealed.next(column, { keyId: 'none', after: undefined, max: 1 })
    if (column === undefined || row === undefined) throw new Error('there is no row')
    expect(await store.sealed.replace(column, [{ ...row, before: 'something else', sealed: 'new' }])).toBe(0)
  })
}

test('a running server follows its key file, and keeps its keys where the file is broken', () => {
  const dataDir = temporaryFolder()
  const ring = keyRing(dataDir)
  const tokens = createTokens(ring)
  const context = { account: 1, secretId: 'x' }
  const [first] = ring.keyIds
  const sealed = ring.seal('plain', context)
  const id = tokens.newId(systemRandom)
  const file = join(dataDir, 'master.key')
  const before = readFileSync(file, 'utf8')
  const other = parseMasterKeys(Buffer.alloc(32, 9).toString('base64')).current
  const kept = { ...parseMasterKeys(before).current, sealedUntilMs: 1_000 }
  writeFileSync(file, masterKeysText({ current: other, others: [kept] }))
  expect(ring.seal('plain', context)).toContain(`.${other.id}.`)
  expect(ring.keyIds).toEqual([other.id, first])
  expect(ring.open(sealed, context)).toBe('plain')
  // An id of before keeps the secret that it would have had, though it is issued after the change.
  const claims = {
    account: 1,
    sessionId: 's',
    expiresMs: 1,
    kind: 'role',
    roleId: undefined,
    name: 'n',
    callerUin: 1,
    callerAccount: 1,
    mfa: false,
  } as const
  const issued = tokens.issue(id, claims)
  expect(createTokens(keyRing(dataDir)).secretOf(id)?.reveal()).toBe(issued.secretKey)
  expect(tokens.newId(systemRandom).slice(4, 10)).not.toBe(id.slice(4, 10))
  writeFileSync(file, 'broken')
  expect(ring.open(sealed, context)).toBe('plain')
  expect(ring.seal('plain', context)).toContain(`.${other.id}.`)
  expect(parseMasterKeys(masterKeysText({ current: other, others: [kept] })).others).toEqual([kept])
})

test('keys in the environment: rows go under the first, and it takes two', async () => {
  const dataDir = temporaryFolder()
  const [one, two] = [1, 2].map((fill) => Buffer.alloc(32, fill).toString('base64'))
  const run = (key: string | undefined, ...args: string[]) =>
    runCli([...args, '--data', dataDir, '--json'], { OPENCAM_MASTER_KEY: key })
  expect((await run(one, 'account', 'create')).code).toBe(0)
  expect((await run(one, 'master-key', 'rotate')).err).toMatch(
    /OPENCAM_MASTER_KEY holds one key: put a new one in front/,
  )
  const both = `${two},${one}`
  expect(JSON.parse((await run(both, 'master-key', 'rotate')).out)).toMatchObject({ made: false, resealed: 1 })
  const old = parseMasterKeys(one ?? '').current.id
  expect((await run(both, 'master-key', 'retire', old)).err).toMatch(/calls that began/)
  const retired = await run(both, 'master-key', 'retire', old, '--sealed-until', '2026-01-01T00:00:00Z')
  expect(JSON.parse(retired.out)).toMatchObject({ retired: old, from: 'take it out of OPENCAM_MASTER_KEY' })
  expect((await run(two, 'account', 'list')).code).toBe(0)
})
