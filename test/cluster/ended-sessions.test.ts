// Sessions that are ended on one server, while others have them in memory: refused at once where the revision comes along, and
// within the bound where it does not, whichever of the accounts that a session rests on it was ended in.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRootAccount } from '../../src/actions/account/root.ts'
import type { RunningServer } from '../../src/main.ts'
import { openTestDatabase, type TestDatabase } from '../store/postgres.ts'
import { allowAll, call, ok, root, type Signer, startNode, type Told } from './nodes.ts'

let database: TestDatabase
let folder: string
const nodes: RunningServer[] = []
const at = (index: number): string => nodes[index]?.url ?? ''
/** The second server's bound is far beyond what any test takes, the third's is the usual one. */
const flags = [[], ['--decision-bound-ms', '60000'], []]
let home: number
let elsewhere: number
let stranger: Signer

beforeAll(async () => {
  database = await openTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'opencam-ended-'))
  for (const [index, one] of flags.entries()) {
    const node = await startNode({ databaseUrl: database.url, dataDir: join(folder, String(index)), flags: one })
    nodes.push(node)
    home ??= node.firstRoot?.account ?? 0
  }
  const { store, random, sealer, clock, rules } = nodes[0]?.world ?? expect.fail()
  const given = { name: 'elsewhere', verified: true, site: rules.site, passwordHash: undefined, nowMs: clock() }
  const made = await store.transaction((writes) => makeRootAccount(writes, { random, sealer }, given))
  if (made === 'taken') throw new Error('the account could not be made')
  elsewhere = made.account
  stranger = made
}, 120_000)
afterAll(async () => {
  for (const node of nodes) await node.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** A role that everybody of both accounts may take, and that may do everything. */
async function makeRole(name: string, by: Signer): Promise<void> {
  const qcs = [home, elsewhere].map((account) => `qcs::cam::uin/${account}:root`)
  const trust = { version: '2.0', statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal: { qcs } }] }
  await ok(at(0), 'CreateRole', { RoleName: name, PolicyDocument: JSON.stringify(trust) }, { by })
  const given = { PolicyName: name, PolicyDocument: allowAll('*') }
  const policy = await ok(at(0), 'CreatePolicy', given, { by })
  await ok(at(0), 'AttachRolePolicy', { PolicyId: policy.answer['PolicyId'], AttachRoleName: name }, { by })
}

async function assume(account: number, role: string, by: Signer): Promise<Signer> {
  const given = { RoleArn: `qcs::cam::uin/${account}:roleName/${role}`, RoleSessionName: 'here' }
  const { Credentials } = (await ok(at(0), 'AssumeRole', given, { by })).answer as unknown as {
    Credentials: Record<'TmpSecretId' | 'TmpSecretKey' | 'Token', string>
  }
  return { secretId: Credentials.TmpSecretId, secretKey: Credentials.TmpSecretKey, token: Credentials.Token }
}

const codeAt = async (index: number, by: Signer, atLeast?: string) =>
  (await call(at(index), 'ListGroups', {}, { by, atLeast })).code

async function oneSession(role: string, by: Signer): Promise<string> {
  const { answer } = await ok(at(0), 'ListRoleSessions', { RoleName: role, Page: 1, Rp: 10 }, { by })
  const [session] = answer['List'] as readonly { readonly SessionId: string }[]
  return session?.SessionId ?? ''
}

let roles = 0
const ends: Readonly<Record<string, (role: string, by: Signer) => Promise<Told>>> = {
  'all of a role': (role, by) => ok(at(0), 'LogoutRoleSessions', { RoleName: role }, { by }),
  'one of a role': async (role, by) =>
    ok(at(0), 'LogoutRoleSessions', { RoleName: role, SessionId: await oneSession(role, by) }, { by }),
  'a role is deleted': (role, by) => ok(at(0), 'DeleteRole', { RoleName: role }, { by }),
  'a role in quarantine': (role, by) => ok(at(0), 'QuarantinePrincipal', { RoleName: role }, { by }),
}

for (const [how, end] of Object.entries(ends)) {
  const code = how.includes('quarantine') ? 'UnauthorizedOperation' : 'AuthFailure.TokenFailure'

  /** Both servers have the sessions in memory before; the third must hear of the end without asking for it. */
  async function refusedEverywhere(sessions: readonly Signer[], role: string, owner: Signer): Promise<void> {
    for (const by of sessions) {
      for (let times = 0; times < 3; times += 1) {
        expect([await codeAt(1, by), await codeAt(2, by)]).toEqual([undefined, undefined])
      }
    }
    const { revision } = await end(role, owner)
    expect(revision).toBeDefined()
    for (const by of sessions) {
      expect(await codeAt(1, by, revision)).toBe(code)
      expect(await codeAt(1, by)).toBe(code)
      // It is called again and again, so it stays in use: nothing but what it hears of the change lets go of it.
      await expect.poll(() => codeAt(2, by), { interval: 20, timeout: 20_000 }).toBe(code)
    }
  }

  test(`${how}: its sessions, and those that they asked for`, async () => {
    roles += 1
    await makeRole(`ended-${roles}`, root)
    await makeRole(`next-${roles}`, root)
    const first = await assume(home, `ended-${roles}`, root)
    const second = await assume(home, `next-${roles}`, first)
    await refusedEverywhere([first, second], `ended-${roles}`, root)
  })

  test(`${how} in another account, on the way to a session of this one`, async () => {
    roles += 1
    await makeRole(`between-${roles}`, stranger)
    await makeRole(`last-${roles}`, root)
    const between = await assume(elsewhere, `between-${roles}`, root)
    const last = await assume(home, `last-${roles}`, between)
    await refusedEverywhere([last, between], `between-${roles}`, stranger)
  })
}

test('a session of this account that began elsewhere ends with the key there', async () => {
  await makeRole('visited', root)
  const visiting = await assume(home, 'visited', stranger)
  for (let times = 0; times < 3; times += 1) {
    expect([await codeAt(1, visiting), await codeAt(2, visiting)]).toEqual([undefined, undefined])
  }
  const made = (await ok(at(0), 'CreateAccessKey', { TargetUin: elsewhere }, { by: stranger })).answer
  const { AccessKeyId, SecretAccessKey } = made['AccessKey'] as Record<'AccessKeyId' | 'SecretAccessKey', string>
  const by = { secretId: AccessKeyId, secretKey: SecretAccessKey }
  const given = { TargetUin: elsewhere, AccessKeyId: stranger.secretId, Status: 'Inactive' }
  const { revision } = await ok(at(0), 'UpdateAccessKey', given, { by })
  expect(await codeAt(1, visiting, revision)).toBe('AuthFailure.TokenFailure')
  await expect.poll(() => codeAt(2, visiting), { interval: 20, timeout: 20_000 }).toBe('AuthFailure.TokenFailure')
})
