// The store fails under every action, at each of the places where it can: the client hears the code that the action's
// table has for faults of the server and nothing of the cause, the log hears the cause, and nothing is written.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import type { Fields, Shape } from '../../src/protocol/shape.ts'
import type { Store } from '../../src/store/store.ts'
import { allow, type Harness, openHarness } from './harness.ts'
import { keys, metadata } from './identity-provider/providers.ts'
import { type Federation, federate, samlCall, tokenCall } from './sts/federation.ts'

/** What the failing store says; none of it may leave the server. */
const cause = new Error('connection to db.internal:5432 lost, password=hunter2')

type Place = 'nowhere' | 'key' | 'read' | 'begin' | 'write' | 'commit'
/** Where the store fails now, and how often it has. */
const fault: { place: Place; count: number } = { place: 'nowhere', count: 0 }

function strike(): never {
  fault.count += 1
  throw cause
}

/** The same methods, failing while `when` holds. An heir of the object is replaced, as a frozen one cannot be. */
function brittle<T extends object>(methods: T, when: (method: string) => boolean): T {
  const heir: T = Object.create(methods)
  return new Proxy(heir, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function') return found
      return async (...given: unknown[]) => (when(String(name)) ? strike() : Reflect.apply(found, methods, given))
    },
  })
}

/** The same entities with brittle methods. */
function brittleEntities<T extends object>(entities: T, when: (method: string) => boolean): T {
  return new Proxy(entities, {
    get(target, name, receiver) {
      const entity: unknown = Reflect.get(target, name, receiver)
      return typeof entity === 'object' && entity !== null
        ? brittle(entity, (method) => when(`${String(name)}.${method}`))
        : entity
    },
  })
}

/** A store whose place of failure is chosen from outside. `write`: after the first write of a transaction. */
function brittleStore(store: Store): Store {
  return {
    ...store,
    read: brittleEntities(store.read, () => fault.place === 'read'),
    keyHolder: async (secretId) => (fault.place === 'key' ? strike() : store.keyHolder(secretId)),
    async transaction(work) {
      if (fault.place === 'begin') strike()
      return store.transaction(async (writes) => {
        const after = (method: string): boolean => fault.place === 'write' && method !== 'accounts.advance'
        const result = await work(brittleEntities(writes, after))
        return fault.place === 'commit' ? strike() : result
      })
    },
  }
}

/** Values that pass where any would not: a pattern, a text that is read, a number that is no preset's. */
const samples: Readonly<Record<string, unknown>> = {
  ActionName: 'cam:GetUser',
  PolicyDocument: JSON.stringify(allow('cam:GetUser')),
  PolicyId: 4_242_424,
  Policy: JSON.stringify(allow('cam:GetUser')),
  TokenCode: '123456',
  SAMLMetadataDocument: metadata,
  IdentityUrl: 'https://idp.example',
  IdentityKey: keys,
  AuthorizationEndpoint: 'https://idp.example/authorize',
}
/** Parameters that an action needs although none of them is required. */
const oneOfSeveral: Readonly<Record<string, object>> = {
  ListGroupsForUser: { SubUin: 1 },
  GetRole: { RoleId: '1' },
  ListAttachedRolePolicies: { RoleId: '1' },
  ListRoleSessions: { RoleId: '1' },
  ListPoliciesGrantingServiceAccess: { TargetUin: 1 },
  DescribeResourceTagsByResourceIds: { ServiceType: 'cam', ResourcePrefix: 'uin', ResourceIds: ['1'] },
  CreateMessageReceiver: { CountryCode: '86', PhoneNumber: '138', Email: 'a@b' },
}

function sample(name: string, { data }: Shape<unknown>): unknown {
  if (data.kind !== 'list' && Object.hasOwn(samples, name)) return samples[name]
  switch (data.kind) {
    case 'int':
      return data.oneOf?.[0] ?? data.min ?? 1
    case 'text':
      return data.oneOf?.[0] ?? 'sample'
    case 'bool':
      return true
    case 'struct':
      return required(data.fields)
    case 'list':
      return [sample(name, data.of)]
  }
}

function required(fields: Fields): object {
  const needed = Object.entries(fields).filter(([, shape]) => shape.required)
  return Object.fromEntries(needed.map(([name, shape]) => [name, sample(name, shape)]))
}

const codeOf = (row: ActionRow): string =>
  ['InternalError.SystemError', 'FailedOperation'].find((code) => row.errors.some((listed) => listed === code)) ??
  'InternalError'

const logged: object[] = []
let harness: Harness
let untouched: string

/** Everything that a write of an action would show in. */
async function state(): Promise<string> {
  const { accounts, audit, users, groups, policies, identityProviders, keys: accessKeys } = harness.world.store.read
  const { account } = harness.root
  const page = { offset: 0, limit: 10 }
  const seen = [
    await accounts.get(account),
    await accounts.summary(account),
    await audit.list(account, {}, { limit: 10 }),
    await users.list(account, [2, 3, 4, 5], page),
    await groups.list(account, {}, page),
    await policies.names(account),
    await accessKeys.list(account, account),
    await identityProviders.samlProviders(account),
    await identityProviders.userSso(account),
  ]
  return JSON.stringify(seen)
}

beforeAll(async () => {
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void logged.push(fields) }
  harness = await openHarness({ wrap: brittleStore, log })
  federation = await federate(harness)
  untouched = await state()
})
afterAll(() => harness.close())

/** Calls that nobody signs need a proof before they write anything. */
let federation: Federation
function proofs({ name }: ActionRow): object {
  if (name === 'AssumeRoleWithSAML') return samlCall(harness, federation.samlRole)
  return name === 'AssumeRoleWithWebIdentity' ? tokenCall(harness, federation.oidcRole) : {}
}

/** Parameters that must name something of the caller's account. */
function ownNames({ params }: ActionRow): object {
  const { account } = harness.root
  return {
    ...(params['RoleArn'] && { RoleArn: `qcs::cam::uin/${account}:roleName/sample` }),
    ...(params['SerialNumber']?.required && { SerialNumber: `qcs::cam:uin/${account}::mfa/softToken` }),
  }
}

/** Calls the action while the store fails. `undefined`: the call never came to the place. */
async function struck(row: ActionRow, place: Place): Promise<string | undefined> {
  fault.place = place
  fault.count = 0
  logged.length = 0
  const target = row.product === 'cam' ? {} : { host: `${row.product}.tencentcloudapi.com`, product: row.product }
  const parameters = { ...required(row.params), ...oneOfSeveral[row.name], ...ownNames(row), ...proofs(row) }
  const answer = await harness.call(row.name, parameters, target)
  fault.place = 'nowhere'
  if (fault.count === 0) return undefined
  const text = JSON.stringify(answer)
  for (const word of ['db.internal', '5432', 'hunter2', 'Error:', '.ts']) expect(text).not.toContain(word)
  expect(Object.keys(answer).sort()).toEqual(['Error', 'RequestId'])
  expect(logged).toEqual([{ requestId: answer.RequestId, action: row.name, error: cause }])
  return answer.Error?.Code
}

/** Actions that answer from what the signature check has read already, or from refusals, which are beside the account. */
const readNothing = new Set([
  'AuthorizeRequest',
  'GetGuardCaller',
  'GetGuardState',
  'GetUserAppId',
  'CheckAccess',
  'CheckAccessBatch',
  'BuildDataFlowAuthToken',
  'DescribeRefusal',
  'DescribeCatalog',
  'ListCatalogs',
  'GetCallerIdentity',
])

const reads = actions.filter((row) => row.access === 'read')
const writes = actions.filter((row) => row.access === 'write')
const named = (rows: readonly ActionRow[]) => rows.map((row) => [row.name, row] as const)

describe('the key of the caller cannot be read', () => {
  // Nobody's key is read for a call that nobody signs.
  const signed = actions.filter((row) => row.unsigned === undefined)
  test.each(named(signed))('%s', async (_, row) => {
    expect(await struck(row, 'key')).toBe(codeOf(row))
    expect(await state()).toBe(untouched)
  })
})

describe('reading fails', () => {
  test.each(named(reads))('%s', async (name, row) => {
    expect(await struck(row, 'read')).toBe(readNothing.has(name) ? undefined : codeOf(row))
  })
})

describe('the transaction does not begin', () => {
  test.each(named(writes))('%s', async (_, row) => {
    expect(await struck(row, 'begin')).toBe(codeOf(row))
    expect(await state()).toBe(untouched)
  })
})

describe('the transaction breaks after its first write', () => {
  test.each(named(writes))('%s', async (_, row) => {
    expect(await struck(row, 'write')).toBe(codeOf(row))
    expect(await state()).toBe(untouched)
  })
})

test('the transaction of a whole write breaks at its end', async () => {
  for (const name of ['CreateGroup', 'AddUser', 'CreatePolicy', 'CreateAccessKey']) {
    const row = actions.find((one) => one.name === name)
    if (row === undefined) throw new Error(name)
    expect(await struck(row, 'commit'), name).toBe(codeOf(row))
    expect(await state(), name).toBe(untouched)
  }
})

test('a call works again as soon as the store does', async () => {
  await harness.ok('GetAccountSummary')
})
