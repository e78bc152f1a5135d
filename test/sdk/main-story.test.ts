// What the server is for, through the vendor's client libraries: a sub-user is made with a key, policies are written
// and attached, and its own signed calls are allowed and refused exactly as the policies say, from one call to the next.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Credential,
  createClient,
  failureClass,
  type SdkClient,
  type SdkFailure,
  type Variant,
} from './clients.ts'
import { databases, type Started, startOn } from './server.ts'

const libraries: readonly Variant['packageName'][] = ['tencentcloud-sdk-nodejs-intl-en', 'tencentcloud-sdk-nodejs']

interface Statement {
  readonly effect: 'allow' | 'deny'
  readonly action: readonly string[]
  readonly resource?: readonly string[]
  readonly condition?: object
}
const policyOf = (...statement: readonly Statement[]): string =>
  JSON.stringify({ version: '2.0', statement: statement.map((one) => ({ resource: ['*'], ...one })) })

describe.each(databases)('on %s', (database) => {
  let started: Started
  beforeAll(async () => {
    started = await startOn(database)
  })
  afterAll(() => started.close())

  describe.each(libraries)('%s', (packageName) => {
    let root: SdkClient
    let sub: SdkClient
    let account: number
    let uin: number

    const clientOf = (by: Credential) => createClient(started.server.port, by, { packageName }, started.recorder)

    beforeAll(async () => {
      const owner = await started.account(`story-${packageName}`)
      account = owner.account
      root = clientOf(owner)
      const made = await root.call('AddUser', { Name: 'alice', UseApi: 1 })
      uin = Number(made['Uin'])
      sub = clientOf({ secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) })
    })

    const asksForItself = () => sub.call('GetUser', { Name: 'alice' })
    const listsUsers = () => sub.call('ListUsers')

    const allowed = (call: Promise<unknown>) => expect(call).resolves.toHaveProperty('RequestId')
    async function refused(call: Promise<unknown>, operation: string): Promise<void> {
      const failure = await call.then(
        () => expect.fail(`${operation} was allowed`),
        (error: unknown) => error as SdkFailure,
      )
      expect(failure).toBeInstanceOf(failureClass(packageName))
      expect(failure.code).toBe('AuthFailure.UnauthorizedOperation')
      expect(failure.message).toContain(`you are not authorized to perform operation (cam:${operation})`)
      expect(failure.message).toContain(failure.requestId)
    }
    const selfRefused = () => refused(asksForItself(), 'GetUser')
    const listRefused = () => refused(listsUsers(), 'ListUsers')

    async function policy(name: string, document: string): Promise<number> {
      const made = await root.call('CreatePolicy', { PolicyName: name, PolicyDocument: document })
      return Number(made['PolicyId'])
    }
    const attach = (id: number) => root.call('AttachUserPolicy', { PolicyId: id, AttachUin: uin })
    const detach = (id: number) => root.call('DetachUserPolicy', { PolicyId: id, DetachUin: uin })

    test('nothing is allowed before a policy is attached', async () => {
      await selfRefused()
      await policy('unattached', policyOf({ effect: 'allow', action: ['*'] }))
      await selfRefused()
    })

    test('an attached policy allows what it names and no more, until it is detached', async () => {
      const id = await policy('reader', policyOf({ effect: 'allow', action: ['name/cam:GetUser', 'cam:ListGroups'] }))
      await attach(id)
      await allowed(asksForItself())
      await allowed(sub.call('ListGroups'))
      await listRefused()
      await detach(id)
      await selfRefused()
    })

    test('a group gives its policies to its members, as long as they are members', async () => {
      const id = await policy('lister', policyOf({ effect: 'allow', action: ['cam:List*'] }))
      const GroupId = (await root.call('CreateGroup', { GroupName: 'listers' }))['GroupId']
      await root.call('AttachGroupPolicy', { PolicyId: id, AttachGroupId: GroupId })
      await listRefused()
      await root.call('AddUserToGroup', { Info: [{ GroupId, Uin: uin }] })
      await allowed(listsUsers())
      await selfRefused()
      await root.call('RemoveUserFromGroup', { Info: [{ GroupId, Uin: uin }] })
      await listRefused()
    })

    test('a denial wins over every permission, until it is detached', async () => {
      await attach(1)
      await allowed(asksForItself())
      const id = await policy('no-reading', policyOf({ effect: 'deny', action: ['cam:Get*'] }))
      await attach(id)
      await selfRefused()
      await allowed(listsUsers())
      await detach(id)
      await allowed(asksForItself())
      await detach(1)
    })

    test('a boundary allows nothing by itself and cuts off what lies outside of it', async () => {
      const id = await policy('only-lists', policyOf({ effect: 'allow', action: ['cam:List*'] }))
      await root.call('PutUserPermissionsBoundary', { TargetUin: uin, PolicyId: id })
      await listRefused()
      await attach(1)
      await allowed(listsUsers())
      await selfRefused()
      await root.call('DeleteUserPermissionsBoundary', { TargetUin: uin })
      await allowed(asksForItself())
      await detach(1)
    })

    test('the default version is the one in force', async () => {
      const id = await policy('versions', policyOf({ effect: 'allow', action: ['cam:GetUser'] }))
      await attach(id)
      const second = { PolicyId: id, PolicyDocument: policyOf({ effect: 'allow', action: ['cam:ListUsers'] }) }
      await root.call('CreatePolicyVersion', { ...second, SetAsDefault: true })
      await selfRefused()
      await allowed(listsUsers())
      await root.call('SetDefaultPolicyVersion', { PolicyId: id, VersionId: 1 })
      await allowed(asksForItself())
      await listRefused()
      await root.call('DeletePolicy', { PolicyId: [id] })
      await selfRefused()
    })

    test('a condition looks at the address that the call came from', async () => {
      const from = (range: string) => ({ ip_equal: { 'qcs:ip': [range] } })
      const here = await policy(
        'from-here',
        policyOf({ effect: 'allow', action: ['cam:GetUser'], condition: from('127.0.0.0/8') }),
      )
      const there = await policy(
        'from-there',
        policyOf({ effect: 'allow', action: ['cam:ListUsers'], condition: from('10.0.0.0/8') }),
      )
      await attach(here)
      await attach(there)
      await allowed(asksForItself())
      await listRefused()
      await detach(here)
      await detach(there)
    })

    test('a resource names whose keys it may make; a key turned off or deleted signs nothing', async () => {
      const resource = [`qcs::cam::uin/${account}:uin/${uin}`]
      const own: Statement = { effect: 'allow', action: ['cam:CreateAccessKey'], resource }
      const id = await policy('own-keys', policyOf(own, { effect: 'allow', action: ['cam:ListUsers'] }))
      await attach(id)
      const bob = await root.call('AddUser', { Name: 'bob' })
      await refused(sub.call('CreateAccessKey', { TargetUin: bob['Uin'] }), 'CreateAccessKey')
      const key = (await sub.call('CreateAccessKey'))['AccessKey'] as Readonly<Record<string, string>>
      const { AccessKeyId = '', SecretAccessKey = '' } = key
      const second = clientOf({ secretId: AccessKeyId, secretKey: SecretAccessKey })
      await allowed(second.call('ListUsers'))
      await root.call('UpdateAccessKey', { TargetUin: uin, AccessKeyId, Status: 'Inactive' })
      await expect(second.call('ListUsers')).rejects.toMatchObject({ code: 'AuthFailure.SecretIdNotFound' })
      await root.call('UpdateAccessKey', { TargetUin: uin, AccessKeyId, Status: 'Active' })
      await allowed(second.call('ListUsers'))
      await root.call('DeleteAccessKey', { TargetUin: uin, AccessKeyId })
      await expect(second.call('ListUsers')).rejects.toMatchObject({ code: 'AuthFailure.SecretIdNotFound' })
    })

    test('a deleted user signs nothing', async () => {
      await root.call('DeleteUser', { Name: 'alice', Force: 1 })
      await expect(asksForItself()).rejects.toMatchObject({ code: 'AuthFailure.SecretIdNotFound' })
    })
  })
})
