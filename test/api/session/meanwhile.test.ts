// A session that ends between the check of its token and the transaction of its call changes nothing any more.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store, Writes } from '../../../src/store/store.ts'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { bindDevice, federate, makeTestRole, secondFactor } from '../sessions.ts'

let server: Harness
/** What happens right before the next transaction. */
let before: ((writes: Writes) => Promise<unknown>) | undefined

beforeAll(async () => {
  const wrap = (store: Store): Store => ({
    ...store,
    async transaction(work) {
      const first = before
      before = undefined
      if (first !== undefined) await store.transaction(first)
      return store.transaction(work)
    },
  })
  server = await openHarness({ wrap })
})
afterAll(() => server.close())

async function refusedAfter(as: Identity, change: (writes: Writes) => Promise<unknown>, action: string, given: object) {
  before = change
  await server.refused('AuthFailure.TokenFailure', action, given, { as })
  expect(before).toBeUndefined()
}

const group = { GroupName: 'too-late' }

test('its role was deleted', async () => {
  const role = await makeTestRole(server, 'short-lived', [allow('*')])
  const next = await makeTestRole(server, 'next', [allow('*')])
  const { account } = server.root
  const one = await server.assume(role.arn)
  const two = await server.assume(role.arn)
  await refusedAfter(one, ({ sessions }) => sessions.deleteOfRole(account, role.roleId), 'CreateGroup', group)
  const asked = { RoleArn: next.arn, RoleSessionName: 'test' }
  const three = await server.assume(role.arn)
  await refusedAfter(three, ({ roles }) => roles.delete(account, role.roleId), 'AssumeRole', asked)
  await server.refused('AuthFailure.TokenFailure', 'ListGroups', {}, { as: two })
})

test('the key that it came from was disabled, or its user deleted', async () => {
  const user = await server.user('doomed', allow('*'))
  const token = await federate(server, allow('*'), { as: user })
  const { account, uin, secretId } = user
  await refusedAfter(token, ({ keys }) => keys.setStatus(account, secretId, 'Inactive'), 'CreateGroup', group)
  const turnOn = () => server.world.store.transaction(({ keys }) => keys.setStatus(account, secretId, 'Active'))
  await turnOn()
  const session = await secondFactor(server, user, await bindDevice(server, user))
  const offAndOn = async ({ keys }: Writes) => {
    await keys.setStatus(account, secretId, 'Inactive')
    await keys.setStatus(account, secretId, 'Active')
  }
  await refusedAfter(session, offAndOn, 'CreateGroup', group)
  const role = await makeTestRole(server, 'lent', [allow('*')])
  const lent = await server.assume(role.arn, {}, { as: user })
  await refusedAfter(lent, ({ users }) => users.delete(account, uin), 'CreateGroup', group)
})

test('a role that the chain went through was deleted', async () => {
  const first = await makeTestRole(server, 'first', [allow('*')])
  const last = await makeTestRole(server, 'last', [allow('*')])
  const as = await server.assume(last.arn, {}, { as: await server.assume(first.arn) })
  await refusedAfter(as, ({ roles }) => roles.delete(server.root.account, first.roleId), 'CreateGroup', group)
})

test('nothing of it remains', async () => {
  expect(await server.ok('ListGroups')).toMatchObject({ TotalNum: 0 })
})

test('a role deleted while it is being assumed gives no session', async () => {
  const role = await makeTestRole(server, 'vanishing', [allow('*')])
  const asked = { RoleArn: role.arn, RoleSessionName: 'test' }
  before = ({ roles }) => roles.delete(server.root.account, role.roleId)
  await server.refused('ResourceNotFound.RoleNotFound', 'AssumeRole', asked)
})
