// Two servers over one PostgreSQL: what one of them did is in force on the other, at once for whoever brings the revision and
// within the bound for everybody.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/main.ts'
import { openTestDatabase, type TestDatabase } from '../store/postgres.ts'
import { allowAll, call, makeUser, ok, type Person, type Signer, startNode, type Told } from './nodes.ts'

let database: TestDatabase
let folder: string
let nodes: RunningServer[] = []
const at = (index: number): string => nodes[index]?.url ?? ''
// Far beyond what any test takes: only a revision, or asking the database, can make the second node see anything.
const longBound = [
  '--decision-bound-ms',
  '60000',
  '--revision-wait-ms',
  '200',
  '--scim',
  'on',
  '--component-call',
  'on',
]

beforeAll(async () => {
  database = await openTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'opencam-nodes-'))
  for (let index = 0; index < 2; index += 1) {
    const dataDir = join(folder, String(index))
    nodes.push(await startNode({ databaseUrl: database.url, dataDir, flags: longBound }))
  }
}, 60_000)
afterAll(async () => {
  for (const node of nodes) await node.close()
  nodes = []
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const account = (): number => nodes[0]?.firstRoot?.account ?? 0
/** So that the second node has everything of somebody in memory. */
async function warm(by: Signer): Promise<void> {
  for (let times = 0; times < 3; times += 1) expect((await call(at(1), 'ListUsers', {}, { by })).code).toBeUndefined()
}
const listsUsers = allowAll('cam:ListUsers')

/** Ways of taking somebody's right to list users away, and what the second node says then. */
const ways: Readonly<Record<string, readonly [revoke: (person: Revocable) => Promise<Told>, code: string]>> = {
  'the key is turned off': [
    ({ uin, secretId }) => ok(at(0), 'UpdateAccessKey', { TargetUin: uin, AccessKeyId: secretId, Status: 'Inactive' }),
    'AuthFailure.SecretIdNotFound',
  ],
  'the policy is detached': [
    ({ uin, policyIds }) => ok(at(0), 'DetachUserPolicy', { PolicyId: policyIds[0], DetachUin: uin }),
    'AuthFailure.UnauthorizedOperation',
  ],
  'the user is deleted': [
    ({ name }) => ok(at(0), 'DeleteUser', { Name: name, Force: 1 }),
    'AuthFailure.SecretIdNotFound',
  ],
  'the user is put in quarantine': [
    ({ uin }) => ok(at(0), 'QuarantinePrincipal', { TargetUin: String(uin) }),
    'UnauthorizedOperation',
  ],
}
type Revocable = Person & { readonly policyIds: readonly number[] }

for (const [way, [revoke, code]] of Object.entries(ways)) {
  test(`${way} on one server: with the revision, the other never accepts`, async () => {
    const person = await makeUser(at(0), `ann-${code}-${way.length}`.replaceAll('.', ''), listsUsers)
    await warm(person)
    const { revision } = await revoke(person)
    expect(revision).toMatch(/^[0-9a-z]+\.[0-9a-z]+\.[\w-]{22}$/)
    expect((await call(at(1), 'ListUsers', {}, { by: person, atLeast: revision })).code).toBe(code)
    // From then on for everybody.
    expect((await call(at(1), 'ListUsers', {}, { by: person })).code).toBe(code)
  })
}

test('a role that is deleted ends its sessions elsewhere, with the revision', async () => {
  const trust = {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${account()}:root`] } }],
  }
  const caller = await makeUser(at(0), 'role-caller', allowAll('sts:AssumeRole'))
  await ok(at(0), 'CreateRole', { RoleName: 'lister', PolicyDocument: JSON.stringify(trust) })
  const policy = await ok(at(0), 'CreatePolicy', { PolicyName: 'lister', PolicyDocument: listsUsers })
  await ok(at(0), 'AttachRolePolicy', { PolicyId: policy.answer['PolicyId'], AttachRoleName: 'lister' })
  const RoleArn = `qcs::cam::uin/${account()}:roleName/lister`
  const assumed = await ok(at(0), 'AssumeRole', { RoleArn, RoleSessionName: 'first' }, { by: caller })
  const { Credentials } = assumed.answer as unknown as {
    Credentials: Record<'TmpSecretId' | 'TmpSecretKey' | 'Token', string>
  }
  const by = { secretId: Credentials.TmpSecretId, secretKey: Credentials.TmpSecretKey, token: Credentials.Token }
  await warm(by)
  const { revision } = await ok(at(0), 'DeleteRole', { RoleName: 'lister' })
  expect((await call(at(1), 'ListUsers', {}, { by, atLeast: revision })).code).toBe('AuthFailure.TokenFailure')
})

test('what one server allows anew, the other allows with the revision', async () => {
  const person = await makeUser(at(0), 'newcomer', allowAll('cam:GetUser'))
  expect((await call(at(1), 'ListUsers', {}, { by: person })).code).toBe('AuthFailure.UnauthorizedOperation')
  const policy = await ok(at(0), 'CreatePolicy', { PolicyName: 'later', PolicyDocument: listsUsers })
  const { revision } = await ok(at(0), 'AttachUserPolicy', {
    PolicyId: policy.answer['PolicyId'],
    AttachUin: person.uin,
  })
  expect((await call(at(1), 'ListUsers', {}, { by: person, atLeast: revision })).code).toBeUndefined()
})

test('a server sees its own writes, without any revision', async () => {
  const person = await makeUser(at(1), 'own-writes', listsUsers)
  await warm(person)
  await ok(at(1), 'UpdateAccessKey', { TargetUin: person.uin, AccessKeyId: person.secretId, Status: 'Inactive' })
  expect((await call(at(1), 'ListUsers', {}, { by: person })).code).toBe('AuthFailure.SecretIdNotFound')
})

test('reads tell no revision; several revisions may be named', async () => {
  const one = await ok(at(0), 'CreateGroup', { GroupName: 'one' })
  const two = await ok(at(0), 'CreateGroup', { GroupName: 'two' })
  const read = await ok(at(1), 'ListGroups', {}, { atLeast: `${one.revision}, ${two.revision}` })
  expect(read.revision).toBeUndefined()
  expect(read.answer['TotalNum']).toBe(2)
})

test('a revision that is none of this cluster is refused, whatever is wrong with it', async () => {
  const { revision = '' } = await ok(at(0), 'CreateGroup', { GroupName: 'three' })
  const [of = '', number = '', mac = ''] = revision.split('.')
  const forged = [
    '',
    'x',
    `${of}.${number}`,
    `${of}.zz.${mac}`,
    `${of}.${number}.${'A'.repeat(22)}`,
    `${revision},`,
    new Array(9).fill(revision).join(','),
  ]
  for (const atLeast of forged) {
    expect((await call(at(1), 'ListGroups', {}, { atLeast })).code, atLeast).toBe('InvalidParameterValue')
  }
})

test('a revision that does not come is an error, never an older answer', async () => {
  const [node] = nodes
  const world = node?.world
  const now = (await world?.store.revision(account())) ?? 0
  const atLeast = node?.dispatcher.revisions.tokenOf(account(), now + 1_000)
  const told = await call(at(1), 'ListGroups', {}, { atLeast })
  expect(told.code).toBe('ServiceUnavailable')
  expect(told.answer.Error?.Message).toContain('X-OpenCAM-At-Least')
})

test.each([
  ['/access/v1/evaluation', 401],
  ['/scim/v2/Users', 401],
  // Whose envelope says what is wrong.
  ['/component', 200],
])(
  'the door at %s takes revisions too: 400 for one that is none, 503 for one that does not come',
  async (path, status) => {
    const ask = (atLeast: string) =>
      fetch(`${at(1)}${path}`, { method: 'POST', headers: { 'X-OpenCAM-At-Least': atLeast }, body: '{}' })
    expect((await ask('x')).status).toBe(400)
    const future = nodes[0]?.dispatcher.revisions.tokenOf(account(), 1e9) ?? ''
    const late = await ask(future)
    expect(late.status).toBe(503)
    expect(await late.json()).toMatchObject({ code: 'ServiceUnavailable' })
    const { revision = '' } = await ok(at(0), 'CreateGroup', { GroupName: `four-${path.length}` })
    expect((await ask(revision)).status).toBe(status)
  },
)

test('whoever is in quarantine cannot release himself, by any key or session; somebody else can', async () => {
  const everything = allowAll('*')
  const ann = await makeUser(at(0), 'ann-admin', everything)
  const bob = await makeUser(at(0), 'bob-admin', everything)
  const trust = {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${account()}:root`] } }],
  }
  await ok(at(0), 'CreateRole', { RoleName: 'admins', PolicyDocument: JSON.stringify(trust) })
  const all = await ok(at(0), 'CreatePolicy', { PolicyName: 'all', PolicyDocument: everything })
  await ok(at(0), 'AttachRolePolicy', { PolicyId: all.answer['PolicyId'], AttachRoleName: 'admins' })
  const RoleArn = `qcs::cam::uin/${account()}:roleName/admins`
  const keysOf = (told: Told): Signer => {
    const { Credentials } = told.answer as unknown as {
      Credentials: Record<'TmpSecretId' | 'TmpSecretKey' | 'Token', string>
    }
    return { secretId: Credentials.TmpSecretId, secretKey: Credentials.TmpSecretKey, token: Credentials.Token }
  }
  const session = keysOf(await ok(at(0), 'AssumeRole', { RoleArn, RoleSessionName: 'first' }, { by: ann }))
  const chained = keysOf(await ok(at(0), 'AssumeRole', { RoleArn, RoleSessionName: 'second' }, { by: session }))
  const federated = keysOf(
    await ok(at(0), 'GetFederationToken', { Name: 'federated', Policy: everything }, { by: ann }),
  )
  const hers = [ann, session, chained, federated]
  for (const by of hers) await warm(by)
  const { revision } = await ok(at(0), 'QuarantinePrincipal', { TargetUin: String(ann.uin) }, { by: bob })
  for (const by of hers) {
    const release = { TargetUin: String(ann.uin) }
    expect((await call(at(1), 'ReleasePrincipal', release, { by, atLeast: revision })).code).toBe(
      'UnauthorizedOperation',
    )
    expect((await call(at(1), 'ListUsers', {}, { by })).code).toBe('UnauthorizedOperation')
  }
  // The role itself, and everybody who came to it.
  const other = keysOf(await ok(at(0), 'AssumeRole', { RoleArn, RoleSessionName: 'third' }, { by: bob }))
  await warm(other)
  const locked = await ok(at(0), 'QuarantinePrincipal', { RoleName: 'admins' }, { by: bob })
  const refused = await call(at(1), 'ReleasePrincipal', { RoleName: 'admins' }, { by: other, atLeast: locked.revision })
  expect(refused.code).toBe('UnauthorizedOperation')
  const listed = await ok(at(1), 'ListQuarantines', {}, { by: bob })
  const made = (listed.answer['Quarantines'] as readonly { readonly Name: string }[]).filter(
    ({ Name }) => Name.startsWith('a') && !Name.startsWith('ann-U'),
  )
  expect(made).toMatchObject([
    { Kind: 'user', Id: String(ann.uin), Name: 'ann-admin' },
    { Kind: 'role', Name: 'admins' },
  ])
  const released = await ok(at(0), 'ReleasePrincipal', { TargetUin: String(ann.uin) }, { by: bob })
  expect((await call(at(1), 'ListUsers', {}, { by: ann, atLeast: released.revision })).code).toBeUndefined()
})
