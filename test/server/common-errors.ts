// How each common error that is sent comes about: one call to a whole server that must be answered with it. The test
// beside this file makes the calls; docs/errors.md names them.
import type { Answer } from '../../src/client/call.ts'
import { buildCall, readAnswer } from '../../src/client/call.ts'
import type { OperatorLimits } from '../../src/dispatch/throttle.ts'
import type { HttpRequest } from '../../src/protocol/request.ts'
import type { Store } from '../../src/store/store.ts'
import { type Harness, type Identity, openHarness } from '../api/harness.ts'
import { consoleKeys, federate } from '../api/sessions.ts'

/** Where the calls go: rates are kept, and the store fails while `broken` is set. */
export interface Scene {
  readonly server: Harness
  readonly fault: { broken: boolean }
}

export interface Provocation {
  /** What is wrong with the call. */
  readonly title: string
  provoke(scene: Scene): Promise<Answer>
}

/** A store whose audit cannot be read while `broken` is set. */
export function failingStore(store: Store, fault: Scene['fault']): Store {
  const search: Store['read']['audit']['search'] = async (...given) => {
    if (fault.broken) throw new Error('the disk is gone')
    return store.read.audit.search(...given)
  }
  const audit = Object.create(store.read.audit, { search: { value: search } })
  return { ...store, read: { ...store.read, audit } }
}

interface Changes {
  readonly action?: string
  readonly parameters?: object
  readonly method?: string
  readonly query?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A call of root that was changed after it was signed. */
async function changed({ server }: Scene, changes: Changes): Promise<Answer> {
  const target = { host: 'cam.tencentcloudapi.com', product: 'cam', version: '2019-01-16' }
  const moment = { timestamp: Math.floor(server.clock() / 1000), nonce: 1 }
  const made = buildCall(
    { ...target, action: changes.action ?? 'ListUsers' },
    changes.parameters ?? {},
    server.root,
    moment,
  )
  const headers = new Map(
    Object.entries({ ...made.headers, ...changes.headers }).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const request: HttpRequest = {
    method: changes.method ?? made.method,
    path: '/',
    rawQuery: changes.query ?? made.query,
    header: (name) => headers.get(name),
    body: changes.body === undefined ? made.body : Buffer.from(changes.body),
    from: { address: '127.0.0.1', tls: false },
  }
  return readAnswer((await server.respond(request)).body)
}

/** To a server with these limits. */
async function secondCall(limits: OperatorLimits): Promise<Answer> {
  const server = await openHarness({ rules: { rateLimits: 'documented' }, rates: { limits } })
  try {
    await server.ok('GetUserAppId')
    return await server.call('GetAccountSummary')
  } finally {
    await server.close()
  }
}

/** A root account of its own with so many users that a list of them is over the limit of an answer. */
async function crowd({ server }: Scene): Promise<Identity> {
  const root = await server.account('crowded')
  const { account } = root
  const remark = '备'.repeat(255)
  await server.world.store.transaction(async (writes) => {
    for (let uid = 1; uid <= 12_000; uid++) {
      await writes.users.insert(account, {
        uin: 500_000_000 + uid,
        uid: 500_000_000 + uid,
        type: 2,
        name: `crowd-${uid}`,
        remark,
        nickName: `crowd-${uid}`,
        consoleLogin: false,
        needResetPassword: false,
        passwordHash: undefined,
        phone: '',
        countryCode: '86',
        email: '',
        phoneVerified: false,
        emailVerified: false,
        wechatBound: false,
        receiverOwner: false,
        createdMs: server.clock(),
      })
    }
  })
  return root
}

/** A collaborator, whose sign-in belongs to another account. */
async function collaborator({ server }: Scene, name: string): Promise<void> {
  await server.ok('AddUser', { Name: name })
  const { account } = server.root
  const user = await server.world.store.read.users.byName(account, name)
  if (user === undefined) throw new Error(`${name} is not there`)
  const { account: _, boundaryPolicyId: _b, lastLoginIp: _i, lastLoginMs: _m, ...rest } = user
  await server.world.store.transaction(async (writes) => {
    await writes.users.delete(account, user.uin)
    await writes.users.insert(account, { ...rest, type: 4 })
  })
}

/** By code. A Map: codes are looked up by text. */
export const provocations: ReadonlyMap<string, Provocation> = new Map<string, Provocation>([
  [
    'AuthFailure.InvalidAuthorization',
    {
      title: 'an Authorization header without its signature',
      provoke: (scene) => changed(scene, { headers: { Authorization: 'TC3-HMAC-SHA256 Credential=a' } }),
    },
  ],
  [
    'AuthFailure.InvalidSecretId',
    {
      title: 'a SecretId of 1,025 characters',
      provoke: ({ server }) =>
        server.call('ListUsers', {}, { as: { ...server.root, secretId: `AKID${'a'.repeat(1021)}` } }),
    },
  ],
  [
    'AuthFailure.MFAFailure',
    {
      title: 'an access key made with a key of the console by somebody who wants a second factor for that',
      async provoke({ server }) {
        const user = await server.user('careful', {
          version: '2.0',
          statement: [{ effect: 'allow', action: '*', resource: '*' }],
        })
        await server.ok('SetMfaFlag', { OpUin: user.uin, ActionFlag: { Stoken: 1 } })
        return server.call('CreateAccessKey', {}, { as: await consoleKeys(server, user) })
      },
    },
  ],
  [
    'AuthFailure.SecretIdNotFound',
    {
      title: 'a SecretId that nobody has',
      provoke: ({ server }) => server.call('ListUsers', {}, { as: { ...server.root, secretId: 'AKIDnobody' } }),
    },
  ],
  [
    'AuthFailure.SignatureExpire',
    {
      title: 'a signature that is 301 seconds old',
      provoke({ server }) {
        const target = {
          host: 'cam.tencentcloudapi.com',
          product: 'cam',
          version: '2019-01-16',
          action: 'ListUsers',
        }
        const moment = { timestamp: Math.floor(server.clock() / 1000) - 301, nonce: 1 }
        const { method, query, headers, body } = buildCall(target, {}, server.root, moment)
        const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
        const from = { address: '127.0.0.1', tls: false }
        const request = { method, path: '/', rawQuery: query, header: (name: string) => lower.get(name), body, from }
        return server.respond(request).then((reply) => readAnswer(reply.body))
      },
    },
  ],
  [
    'AuthFailure.SignatureFailure',
    {
      title: 'a signature made with another secret key',
      provoke: ({ server }) => server.call('ListUsers', {}, { as: { ...server.root, secretKey: 'x'.repeat(32) } }),
    },
  ],
  [
    'AuthFailure.TokenFailure',
    {
      title: 'a permanent key with a token',
      provoke: (scene) => changed(scene, { headers: { 'X-TC-Token': 'token' } }),
    },
  ],
  [
    'AuthFailure.UnauthorizedOperation',
    {
      title: 'a user without any policy',
      async provoke({ server }) {
        const user = await server.user('nobody')
        return server.call('ListUsers', {}, { as: user })
      },
    },
  ],
  [
    'DryRunOperation',
    {
      title: 'an allowed call to a catalogued service without an upstream',
      provoke: ({ server }) =>
        server.call(
          'ListEmailTemplates',
          {},
          { host: 'ses.tencentcloudapi.com', product: 'ses', version: '2020-10-02' },
        ),
    },
  ],
  [
    'ServiceUnavailable',
    {
      title: 'an allowed call to a catalogued service whose upstream cannot be reached',
      provoke: ({ server }) =>
        server.call(
          'DescribeCCCBuyInfoList',
          {},
          { host: 'ccc.tencentcloudapi.com', product: 'ccc', version: '2020-02-10' },
        ),
    },
  ],
  [
    'FailedOperation',
    {
      title: 'a password for a collaborator, whose sign-in belongs to another account',
      async provoke(scene) {
        await collaborator(scene, 'friend')
        return scene.server.call('UpdateUser', { Name: 'friend', Password: 'Secret-123' })
      },
    },
  ],
  [
    'InternalError',
    {
      title: 'a store that fails under an action which documents no code for it',
      async provoke({ server, fault }) {
        fault.broken = true
        try {
          return await server.call('DescribeAuditEvents')
        } finally {
          fault.broken = false
        }
      },
    },
  ],
  ['InvalidAction', { title: 'an action that does not exist', provoke: ({ server }) => server.call('NoSuchAction') }],
  [
    'InvalidParameter',
    {
      title: 'a boolean where a text belongs',
      provoke: ({ server }) => server.call('CreateGroup', { GroupName: true }),
    },
  ],
  [
    'InvalidParameterValue',
    { title: 'page 0 of a list', provoke: ({ server }) => server.call('ListGroups', { Page: 0 }) },
  ],
  [
    'InvalidRequest',
    {
      title: 'a multipart body without its end',
      provoke: (scene) =>
        changed(scene, {
          headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
          body: '--b\r\nContent-Disposition: form-data; name="Name"\r\n\r\na\r\n',
        }),
    },
  ],
  ['MissingParameter', { title: 'a group without its name', provoke: ({ server }) => server.call('CreateGroup', {}) }],
  [
    'NoSuchProduct',
    {
      title: 'the host of a product that is not served',
      provoke: ({ server }) => server.call('ListUsers', {}, { host: 'cvm.tencentcloudapi.com' }),
    },
  ],
  [
    'NoSuchVersion',
    {
      title: 'a version that the product does not have',
      provoke: ({ server }) => server.call('ListUsers', {}, { version: '2001-01-01' }),
    },
  ],
  [
    'RequestLimitExceeded',
    {
      title: 'the 21st call of an action within a second',
      async provoke({ server }) {
        for (let call = 0; call < 20; call++) await server.ok('GetAccountSummary')
        return server.call('GetAccountSummary')
      },
    },
  ],
  [
    'RequestLimitExceeded.IPLimitExceeded',
    {
      title: 'the second call from an address within a second, where OPENCAM_ADDRESS_PER_SECOND=1',
      provoke: () => secondCall({ address: 1, account: 0, all: 0 }),
    },
  ],
  [
    'RequestLimitExceeded.UinLimitExceeded',
    {
      title: 'the second call of an account within a second, where OPENCAM_ACCOUNT_PER_SECOND=1',
      provoke: () => secondCall({ address: 0, account: 1, all: 0 }),
    },
  ],
  [
    'RequestSizeLimitExceeded',
    {
      title: 'a GET of more than 32 KB',
      provoke: ({ server }) => server.call('ListGroups', { Keyword: 'a'.repeat(33_000) }, { form: 'tc3-get' }),
    },
  ],
  [
    'ResponseSizeLimitExceeded',
    {
      title: 'a list without paging of 12,000 users with long remarks',
      async provoke(scene) {
        const root = await crowd(scene)
        return scene.server.call('ListUsers', {}, { as: root })
      },
    },
  ],
  [
    'UnauthorizedOperation',
    {
      title: 'a user who is allowed everything and changes its own permissions boundary',
      async provoke({ server }) {
        const statement = [{ effect: 'allow', action: '*', resource: '*' }]
        const user = await server.user('bounded', { version: '2.0', statement })
        return server.call('DeleteUserPermissionsBoundary', { TargetUin: user.uin }, { as: user })
      },
    },
  ],
  [
    'UnknownParameter',
    {
      title: 'a parameter that the action does not have',
      provoke: ({ server }) => server.call('ListUsers', { Page: 1 }),
    },
  ],
  [
    'UnsupportedOperation',
    {
      title: 'a federation token asked for with a federation token',
      async provoke({ server }) {
        const document = { version: '2.0', statement: [{ effect: 'allow', action: '*', resource: '*' }] }
        const parameters = { Name: 'guest', Policy: JSON.stringify(document) }
        return server.call('GetFederationToken', parameters, { as: await federate(server, document) })
      },
    },
  ],
  ['UnsupportedProtocol', { title: 'a request by PUT', provoke: (scene) => changed(scene, { method: 'PUT' }) }],
])
