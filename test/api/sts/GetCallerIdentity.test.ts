import { afterAll, beforeAll, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { bindDevice, federate, makeTestRole, rootOf, secondFactor, trusting } from '../sessions.ts'

let server: Harness
let user: Identity
beforeAll(async () => {
  server = await openHarness()
  user = await server.user('somebody', allow('sts:AssumeRole'))
})
afterAll(() => server.close())

const ask = (as: Identity) => server.ok('GetCallerIdentity', {}, { as })
const plain = ({ account, uin }: Identity) => ({
  Arn: `qcs::cam:${account}:uin/${uin}`,
  AccountId: String(account),
  UserId: String(uin),
  PrincipalId: String(uin),
  Type: 'CAMUser',
})

test('a root account and a user without any right to ask', async () => {
  expect(await ask(server.root)).toEqual(plain(server.root))
  expect(await ask(user)).toEqual(plain(user))
})

test('a session after a second factor is its user', async () => {
  expect(await ask(await secondFactor(server, user, await bindDevice(server, user)))).toEqual(plain(user))
})

test('a session of a role, whoever asked for it', async () => {
  const other = await server.account('other')
  const trust = trusting([rootOf(server.root.account), rootOf(other.account)])
  const role = await makeTestRole(server, 'reader', [], { trust })
  for (const asker of [user, other]) {
    const as = await server.assume(role.arn, { RoleSessionName: 'nightly@job' }, { as: asker })
    expect(await ask(as)).toEqual({
      Arn: `qcs::sts:${server.root.account}:assumed-role/${role.roleId}`,
      AccountId: String(server.root.account),
      UserId: `${role.roleId}:nightly@job`,
      PrincipalId: String(asker.uin),
      Type: 'CAMRole',
    })
  }
})

test('a federation token, whatever its policy leaves', async () => {
  const as = await federate(server, allow('cos:GetObject'), { as: user }, { Name: 'visitor' })
  expect(await ask(as)).toEqual({
    Arn: `qcs::sts:${user.account}:federated-user/${user.uin}`,
    AccountId: String(user.account),
    UserId: `${user.uin}:visitor`,
    PrincipalId: String(user.uin),
    Type: 'CAMUser',
  })
})
