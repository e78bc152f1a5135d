// What the operator sets for people's sign-in, by the command line on a store.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromBase32 } from '../../src/actions/mfa/totp.ts'
import { masterKeyFile } from '../../src/store/master-key.ts'
import { openStore } from '../../src/store/open.ts'
import { verifyPassword } from '../../src/store/passwords.ts'
import { sealer } from '../../src/store/seal.ts'
import { hardTokenContext } from '../../src/store/sealed-columns.ts'
import type { Store } from '../../src/store/store.ts'
import { cliOn } from './cli.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'opencam-cli-'))
const { cli, json } = cliOn(dataDir)
let account = ''
beforeAll(async () => {
  account = String((await json('account', 'create'))['account'])
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

async function ok(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli(...args)
  expect(code, err).toBe(0)
  return out
}
async function refused(code: number, ...args: readonly string[]): Promise<string> {
  const outcome = await cli(...args)
  expect(outcome.code, outcome.out).toBe(code)
  return outcome.err
}

async function inStore<T>(look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir })
  try {
    return await look(store)
  } finally {
    await store.close()
  }
}
const rootRow = () => inStore((store) => store.read.accounts.get(Number(account)))

test('a mail address is bound in small letters', async () => {
  await ok('account', 'bind-mail', account, account, 'Owner@Example.com')
  expect((await rootRow())?.email).toBe('owner@example.com')
  await refused(2, 'account', 'bind-mail', account, account, 'no address')
  await refused(1, 'account', 'bind-mail', account, '7', 'a@example.com')
})

test('a password is made anew and shown once', async () => {
  const made = await json('account', 'reset-password', account, account)
  expect(await verifyPassword((await rootRow())?.passwordHash ?? '', String(made['password']))).toBe(true)
  await refused(1, 'account', 'reset-password', account, '7')
})

test('switches are set as a whole, and only known ones', async () => {
  await ok('account', 'set-factors', account, account, '--login', 'Mail,Passkey', '--unusual')
  const flags = () => inStore((store) => store.read.users.mfaFlags(Number(account), Number(account)))
  expect(await flags()).toMatchObject({ login: { Mail: 1, Passkey: 1, Stoken: 0 }, offsite: { VerifyFlag: 1 } })
  await ok('account', 'set-factors', account, account, '--login', 'none', '--no-unusual')
  expect(await flags()).toMatchObject({ login: { Mail: 0, Passkey: 0 }, offsite: { VerifyFlag: 0 } })
  expect(await refused(1, 'account', 'set-factors', account, account, '--login', 'Telepathy')).toContain('Telepathy')
})

test('hardware tokens are imported all or none, bound and freed; seeds are sealed and never shown', async () => {
  const list = join(dataDir, 'tokens')
  const seeds = ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', '3132333435363738393031323334353637383930']
  writeFileSync(list, `S-1,${seeds[0]}\nS-2;${seeds[1]}\n\n`)
  const said = await ok('account', 'hard-token', 'import', account, list, '--period', '60')
  for (const seed of seeds) expect(said).not.toContain(seed)
  const token = (serial: string) => inStore((store) => store.read.factors.hardToken(Number(account), serial))
  const row = await token('S-2')
  expect(row).toMatchObject({ periodSeconds: 60, uin: undefined })
  const opened = sealer(masterKeyFile(dataDir)).open(row?.sealedSecret ?? '', hardTokenContext(Number(account), 'S-2'))
  expect(Buffer.from(fromBase32(opened)).toString()).toBe('12345678901234567890')
  writeFileSync(list, `S-3,${seeds[0]}\nS-1,${seeds[0]}\n`)
  await refused(1, 'account', 'hard-token', 'import', account, list)
  expect(await token('S-3')).toBeUndefined()
  writeFileSync(list, 'S-4 short\n')
  await refused(1, 'account', 'hard-token', 'import', account, list)
  await ok('account', 'hard-token', 'bind', account, 'S-1', account)
  expect((await token('S-1'))?.uin).toBe(Number(account))
  await ok('account', 'hard-token', 'free', account, 'S-1')
  expect((await token('S-1'))?.uin).toBeUndefined()
  await refused(1, 'account', 'hard-token', 'bind', account, 'S-9', account)
})
