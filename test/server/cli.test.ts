import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { tokenInForce } from '../../src/actions/decision/token.ts'
import { harmless, table } from '../../src/cli/io.ts'
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { version } from '../../src/server/version.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { cliOn, runCli, startMs, temporaryFolder } from './cli.ts'

/** The store of a data folder, for looking at what a command left. */
async function storeOf(dataDir: string): Promise<Store> {
  const store = await openStore({ dataDir })
  onTestFinished(() => store.close())
  return store
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

describe('the command', () => {
  test('says its version and its help', async () => {
    expect(await runCli(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
    const help = await runCli(['--help'])
    expect(help.code).toBe(0)
    for (const word of ['serve', 'account', 'why', 'options', 'Exit codes: 0 done, 1 failed, 2 called wrongly']) {
      expect(help.out).toContain(word)
    }
    const serve = await runCli(['serve', '--help'])
    expect(serve.out).toContain('--rate-limits <value>')
    expect(serve.out).not.toContain('TEST_DATABASE')
  })

  test.each([
    [['acount'], /unknown command 'acount'[\s\S]*account/],
    [['account', 'creat'], /unknown command 'creat'[\s\S]*create/],
    [['account', 'list', '--jsn'], /unknown option '--jsn'[\s\S]*--json/],
    [['account', 'rotate-key'], /missing required argument 'account'/],
    [['account', 'rotate-key', 'x'], /must be a whole number/],
    [['account', 'rotate-key', '99999999999999999'], /must be a whole number/],
    [['why', 'a', 'b'], /too many arguments/],
    [['serve', '--prot', '1'], /^opencam: unknown option --prot; the nearest known one is --port\n$/],
    [['serve', 'now'], /^opencam: unexpected argument "now"\n$/],
    [['serve', '--port=x'], /^opencam: --port must be a whole number/],
    [[], /Usage: opencam/],
  ])('%j is a wrong call', async (args, expected) => {
    const { code, err, out } = await runCli(args)
    expect(err).toMatch(expected)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  test('an unknown variable is a wrong call too', async () => {
    const { code, err } = await runCli(['account', 'list'], { OPENCAM_DATADIR: 'x' })
    expect({ code, err }).toEqual({
      code: 2,
      err: 'opencam: unknown environment variable OPENCAM_DATADIR; the nearest known one is OPENCAM_DATA_DIR\n',
    })
  })

  test('lists the options for people and for programs', async () => {
    const people = await runCli(['options'])
    expect(people.out).toContain('[OPENCAM_PORT, default 8600]')
    const rows: { env: string }[] = JSON.parse((await runCli(['options', '--json'])).out)
    expect(rows.map((row) => row.env)).toContain('OPENCAM_MASTER_KEY')
  })
})

describe('accounts', () => {
  test('are created with a key and a password, and listed', async () => {
    const { cli, json, dataDir } = cliOn()
    const first = await json('account', 'create', '--name', 'one')
    expect(first).toMatchObject({ account: 100000000001, secretId: expect.stringMatching(/^AKID\w{32}$/) })
    expect(first['secretKey']).toMatch(/^\w{32}$/)
    expect(first['password']).toHaveLength(32)
    const second = await json('account', 'create', '--name', '二号', '--uin', '42', '--unverified', '--site', 'cn')
    expect(second['account']).toBe(42)
    expect(second['appId']).not.toBe(first['appId'])
    const { out } = await cli('account', 'list')
    expect(out).toMatch(/^Account +AppId +Name +Verified +Site +Created/)
    expect(out).toMatch(/\n42 +\d+ +二号 +no +cn +2026-01-02T03:04:05\.000Z +0 +0 +0\n/)
    const store = await storeOf(dataDir)
    const [event] = await store.read.audit.list(42, {}, { limit: 10 })
    expect(event).toMatchObject({
      product: 'opencam',
      action: 'CreateRootAccount',
      uin: 42,
      revision: 1,
      timeMs: startMs,
    })
    expect(event?.parameters).not.toContain(String(second['secretKey']))
  })

  test('a number in use is refused, and nothing of the account remains', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create', '--uin', '42')
    const { code, err } = await cli('account', 'create', '--uin', '42')
    expect({ code, err }).toEqual({ code: 1, err: "opencam: the number 42 is an account's or a user's already\n" })
    expect(await (await storeOf(dataDir)).read.accounts.count()).toBe(1)
  })

  test('a folder without a store is not made into one', async () => {
    const { cli, dataDir } = cliOn(join(temporaryFolder(), 'none'))
    for (const args of [['list'], ['rotate-key', '1'], ['set-quota', '1', 'users', '2']]) {
      const { code, err } = await cli('account', ...args)
      expect({ code, err }).toEqual({
        code: 1,
        err: `opencam: there is no store in ${dataDir}: give the server's data folder with --data\n`,
      })
    }
    expect(existsSync(dataDir)).toBe(false)
  })

  test('a key is rotated: the new one is sealed, the others are gone unless kept', async () => {
    const { cli, json, dataDir } = cliOn()
    const made = await json('account', 'create')
    const rotated = await json('account', 'rotate-key', '100000000001')
    expect(rotated['deleted']).toEqual([made['secretId']])
    const kept = await json('account', 'rotate-key', '100000000001', '--keep')
    expect(kept['deleted']).toEqual([])
    const store = await storeOf(dataDir)
    const keys = await store.read.keys.list(100000000001, 100000000001)
    expect(keys.map((key) => key.secretId).sort()).toEqual([rotated['secretId'], kept['secretId']].sort())
    expect((await store.keyHolder(String(kept['secretId'])))?.sealedSecret).not.toContain(String(kept['secretKey']))
    expect(await store.keyHolder(String(made['secretId']))).toBeUndefined()
    expect((await store.read.accounts.get(100000000001))?.revision).toBe(3)
    expect((await cli('account', 'rotate-key', '7')).err).toBe('opencam: there is no account 7\n')
  })

  test('no key is sealed under a master key that the server does not have', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create')
    rmSync(join(dataDir, 'master.key'))
    const missing = await cli('account', 'rotate-key', '100000000001')
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('there is no master key in') })
    expect(existsSync(join(dataDir, 'master.key'))).toBe(false)
    const other = await runCli(['account', 'rotate-key', '100000000001', '--data', dataDir], {
      OPENCAM_MASTER_KEY: '0'.repeat(64),
    })
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('sealed under another master key') })
    expect((await cli('account', 'list')).code).toBe(0)
    const settings = readSettings(['--port', '0', '--data', dataDir], { OPENCAM_MASTER_KEY: '0'.repeat(64) })
    await expect(startServer(settings, { log: silent })).rejects.toThrow(/sealed under another master key/)
  })

  test('a quota is set by its name only', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create')
    await json('account', 'set-quota', '100000000001', 'users', '2000')
    expect((await cli('account', 'set-quota', '100000000001', 'user', '1')).err).toBe(
      'opencam: there is no quota user; the nearest one is users\n',
    )
    expect(await (await storeOf(dataDir)).read.accounts.quotas(100000000001)).toEqual(new Map([['users', 2000]]))
  })
})

describe('what no API call makes', () => {
  test('collaborators and recipients', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create')
    const friend = await json(
      'account',
      'add-collaborator',
      '100000000001',
      'friend',
      '--remark',
      'r',
      '--email',
      'f@e.org',
    )
    const contact = await json('account', 'add-recipient', '100000000001', 'contact', '--phone', '123')
    expect(friend['uin']).not.toBe(contact['uin'])
    expect((await cli('account', 'add-recipient', '100000000001', 'FRIEND')).err).toBe(
      'opencam: the name FRIEND is in use in account 100000000001\n',
    )
    expect((await cli('account', 'add-recipient', '100000000001', 'a/b')).code).toBe(1)
    expect((await cli('account', 'add-recipient', '5', 'nobody')).err).toBe('opencam: there is no account 5\n')
    const store = await storeOf(dataDir)
    expect(await store.read.users.byName(100000000001, 'friend')).toMatchObject({
      type: 4,
      remark: 'r',
      email: 'f@e.org',
    })
    expect(await store.read.users.byName(100000000001, 'contact')).toMatchObject({
      type: 5,
      phone: '123',
      countryCode: '86',
    })
    const events = await store.read.audit.list(100000000001, {}, { limit: 10 })
    expect(events.map((event) => event.action)).toEqual(['AddRecipient', 'AddCollaborator', 'CreateRootAccount'])
    expect((await store.read.accounts.get(100000000001))?.revision).toBe(3)
  })

  test('a phone and a WeChat of a user and of the root account', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create')
    const { uin } = await json('account', 'add-collaborator', '100000000001', 'friend')
    await json('account', 'bind-phone', '100000000001', String(uin), '555', '--country-code', '1')
    await json('account', 'bind-wechat', '100000000001', String(uin))
    await json('account', 'bind-phone', '100000000001', '100000000001', '777')
    await json('account', 'bind-wechat', '100000000001', '100000000001')
    expect((await cli('account', 'bind-phone', '100000000001', '9', '1')).err).toBe(
      'opencam: account 100000000001 has no user 9\n',
    )
    expect((await cli('account', 'bind-phone', '100000000001', '9', 'x')).code).toBe(2)
    const store = await storeOf(dataDir)
    expect(await store.read.users.byName(100000000001, 'friend')).toMatchObject({
      phone: '555',
      countryCode: '1',
      phoneVerified: true,
      wechatBound: true,
    })
    expect(await store.read.accounts.get(100000000001)).toMatchObject({
      phone: '777',
      countryCode: '86',
      wechatBound: true,
    })
    expect((await store.read.accounts.get(100000000001))?.revision, 'a refused change leaves nothing').toBe(6)
  })

  test('software tokens', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create')
    const { uin } = await json('account', 'add-collaborator', '100000000001', 'friend')
    const made = await json('account', 'bind-totp', '100000000001', String(uin))
    expect(made).toEqual({
      account: 100000000001,
      uin,
      serialNumber: 'qcs::cam:uin/100000000001::mfa/softToken',
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: `otpauth://totp/OpenCAM%3Afriend%40100000000001?secret=${made['secret']}&issuer=OpenCAM&algorithm=SHA1&digits=6&period=30`,
    })
    await json('account', 'bind-totp', '100000000001', '100000000001')
    expect((await cli('account', 'bind-totp', '100000000001', '9')).code).toBe(1)
    const store = await storeOf(dataDir)
    const device = await store.read.settings.totpDevice(100000000001, Number(uin))
    expect(device).toMatchObject({ uin, boundMs: startMs })
    expect(device?.sealedSecret).not.toContain(made['secret'])
    const events = await store.read.audit.list(100000000001, {}, { limit: 9 })
    expect(JSON.stringify(events)).not.toContain(made['secret'])
  })

  test('tokens of a second-factor check', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create')
    const { uin } = await json('account', 'add-collaborator', '100000000001', 'friend')
    const { token, expires } = await json('account', 'mfa-token', 'create', '100000000001', String(uin))
    expect(expires).toBe('2026-01-02T03:09:05.000Z')
    const store = await storeOf(dataDir)
    expect(await store.read.mfaTokens.uinOf(100000000001, String(token), startMs)).toBe(uin)
    expect((await cli('account', 'mfa-token', 'create', '100000000001', '9')).code).toBe(1)
    const events = await store.read.audit.list(100000000001, {}, { limit: 1 })
    expect(JSON.stringify(events)).not.toContain(String(token))
  })

  test('tokens of services that ask for decisions are made, listed without what is secret, and deleted once', async () => {
    const { cli, json, dataDir } = cliOn()
    await json('account', 'create')
    const make = ['account', 'decision-token', 'create', '100000000001'] as const
    const { token, tokenId, expires } = await json(...make, 'todo', '--days', '2', '--description', 'the list')
    expect(expires).toBe('2026-01-04T03:04:05.000Z')
    const store = await storeOf(dataDir)
    const row = await tokenInForce(store.read, String(token), startMs)
    expect(row).toMatchObject({ tokenId, service: 'todo', description: 'the list' })
    const listed = await cli('account', 'decision-token', 'list', '100000000001')
    expect(listed.out).toContain(`${tokenId}  todo     2026-01-02T03:04:05.000Z  2026-01-04T03:04:05.000Z  the list`)
    const said = JSON.stringify([listed, await store.read.audit.list(100000000001, {}, { limit: 5 })])
    expect(said).not.toContain(String(token).split('.')[3])
    const drop = () => cli('account', 'decision-token', 'delete', '100000000001', String(tokenId))
    expect([(await drop()).code, (await drop()).code]).toEqual([0, 1])
    expect(await tokenInForce(store.read, String(token), startMs)).toBeUndefined()
    for (const wrong of [['Todo'], ['todo', '--days', '0'], ['todo', '--days', '367']]) {
      expect((await cli(...make, ...wrong)).code, wrong.join(' ')).toBe(2)
    }
    expect((await cli('account', 'decision-token', 'create', '1', 'todo')).code).toBe(1)
  })
})

describe('text for people', () => {
  test('columns line up, Han characters taking two places', () => {
    expect(
      table(
        ['A', 'B'],
        [
          ['名', 1],
          ['ab', true],
        ],
      ),
    ).toBe('A   B\n名  1\nab  yes')
  })
  test('control characters cannot act', () => {
    expect(harmless('a\x1b[31mb\nc\u202ed\u009be')).toBe('a\ufffd[31mb\ufffdc\ufffdd\ufffde')
  })
})
