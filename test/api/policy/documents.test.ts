// Every fault of a policy's text against the five calls that judge one: sent by the caller, or stored earlier.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { camApi } from '../../reference/cam-api.ts'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { faults } from './faults.ts'
import { create, freshName, group, readable, recipient, type Stored, store } from './stored.ts'

/** Makes the call that judges the text; the answer must be the code. */
type Judge = (server: Harness, code: string, document: string) => Promise<string>
/** Makes the call that judges a stored policy for another reason than its text. */
type JudgeStored = (server: Harness, code: string, stored: Stored) => Promise<string>

const calls: Readonly<Record<string, Judge>> = {
  CreatePolicy: (server, code, document) =>
    server.refused(code, 'CreatePolicy', { PolicyName: freshName(), PolicyDocument: document }),
  UpdatePolicy: async (server, code, document) =>
    server.refused(code, 'UpdatePolicy', { PolicyId: await create(server), PolicyDocument: document }),
  CreatePolicyVersion: async (server, code, document) =>
    server.refused(code, 'CreatePolicyVersion', {
      PolicyId: await create(server),
      PolicyDocument: document,
      SetAsDefault: true,
    }),
  SetDefaultPolicyVersion: async (server, code, document) =>
    server.refused(code, 'SetDefaultPolicyVersion', {
      PolicyId: await store(server, { documents: [readable, document] }),
      VersionId: 2,
    }),
  DeletePolicyVersion: async (server, code, document) =>
    server.refused(code, 'DeletePolicyVersion', {
      PolicyId: await store(server, { documents: [document, readable] }),
      VersionId: [2],
    }),
}

const storedCalls: Readonly<Record<string, JudgeStored>> = {
  CreatePolicyVersion: async (server, code, stored) =>
    server.refused(code, 'CreatePolicyVersion', {
      PolicyId: await store(server, stored),
      PolicyDocument: readable,
      SetAsDefault: false,
    }),
  SetDefaultPolicyVersion: async (server, code, stored) =>
    server.refused(code, 'SetDefaultPolicyVersion', {
      PolicyId: await store(server, { documents: [readable, readable], ...stored }),
      VersionId: 2,
    }),
  DeletePolicyVersion: async (server, code, stored) =>
    server.refused(code, 'DeletePolicyVersion', {
      PolicyId: await store(server, { documents: [readable, readable], ...stored }),
      VersionId: [2],
    }),
}

const lists = (action: string, code: string): boolean => camApi.actions[action]?.errors.includes(code) ?? false
const named = (qcs: string | readonly string[]): string => JSON.stringify({ ...allow('cos:*'), principal: { qcs } })
const owned = (account: number, rest: string): string => `qcs::cam::uin/${account}:${rest}`

describe.each(Object.entries(calls))('%s', (action, judge) => {
  let server: Harness
  let somebody: Identity
  beforeAll(async () => {
    server = await openHarness()
    somebody = await server.user('somebody')
  })
  afterAll(() => server.close())

  test.each(faults)('$code: $title', async ({ code, coarse, document }) => {
    const fine = `InvalidParameter.${code}`
    const expected = lists(action, fine) ? fine : `InvalidParameter.${coarse}`
    expect(lists(action, expected)).toBe(true)
    const message = await judge(server, expected, document)
    expect(message).not.toMatch(/undefined|``|: $/)
  })

  test('ResourceNotFound.UserNotExist: a principal that is no user of the account', async () => {
    const text = named(owned(server.root.account, 'uin/98765'))
    expect(await judge(server, 'ResourceNotFound.UserNotExist', text)).toContain('98765')
  })

  test('ResourceNotFound.GroupNotExist: a principal that is no group of the account', async () => {
    const text = named(owned(server.root.account, 'groupid/98765'))
    expect(await judge(server, 'ResourceNotFound.GroupNotExist', text)).toContain('98765')
  })

  test('ResourceNotFound.NotFound: several principals that are missing', async () => {
    const { account } = server.root
    const text = named([owned(account, 'groupid/98765'), owned(account, 'uin/98766')])
    expect(await judge(server, 'ResourceNotFound.NotFound', text)).toContain('group 98765, user 98766')
  })

  test('InvalidParameter.UserNotExist: the root account or a recipient as principal', async () => {
    const { account } = server.root
    const uin = await recipient(server, 'postbox')
    await judge(server, 'InvalidParameter.UserNotExist', named(owned(account, 'root')))
    await judge(server, 'InvalidParameter.UserNotExist', named(owned(account, `uin/${uin}`)))
  })

  test('InvalidParameter.PrincipalError: a principal that exists is refused all the same', async () => {
    const text = named(owned(server.root.account, `uin/${somebody.uin}`))
    await judge(server, 'InvalidParameter.PrincipalError', text)
    const { TotalNum } = await server.ok('ListAttachedUserPolicies', { TargetUin: somebody.uin })
    expect(TotalNum).toBe(0)
  })

  test('another account is answered like one that does not exist', async () => {
    const other = await server.account('other')
    const code = 'InvalidParameter.PrincipalQcsNotExist'
    const expected = lists(action, code) ? code : 'InvalidParameter.PrincipalError'
    const known = await judge(server, expected, named(owned(other.account, 'root')))
    const unknown = await judge(server, expected, named(owned(999_999_999_999, 'root')))
    const shape = (message: string): string => message.replace(/\d{9,}/g, '#')
    expect(shape(known)).toBe(shape(unknown))
  })
})

describe.each(Object.entries(storedCalls))('%s, with a policy stored by other rules', (_action, judge) => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('InvalidParameter.PolicyNameError: a name with a blank', async () => {
    await judge(server, 'InvalidParameter.PolicyNameError', { name: 'a name' })
  })

  test('InvalidParameter.DescriptionLengthOverlimit: 301 bytes', async () => {
    const description = `${'字'.repeat(100)}x`
    const message = await judge(server, 'InvalidParameter.DescriptionLengthOverlimit', { description })
    expect(message).toContain('`300`')
  })

  test('FailedOperation.PolicyNameInUse: a preset has the name now', async () => {
    await judge(server, 'FailedOperation.PolicyNameInUse', { name: 'administratorACCESS' })
  })
})

describe('principals that attach, by the rule of the operator', () => {
  let server: Harness
  let user: Identity
  let groupId: number
  beforeAll(async () => {
    server = await openHarness({ rules: { policyPrincipal: 'attach' }, quotas: { attachments: 2 } })
    user = await server.user('member')
    groupId = await group(server, 'crew')
  })
  afterAll(() => server.close())

  const holders = async (policyId: unknown): Promise<unknown> =>
    (await server.ok('ListEntitiesForPolicy', { PolicyId: policyId }))['List']

  test('ok: CreatePolicy attaches to users and groups, each once', async () => {
    const { account } = server.root
    const mine = owned(account, `uin/${user.uin}`)
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'named',
      PolicyDocument: named([mine, mine, owned(account, `groupid/${groupId}`)]),
    })
    expect(await holders(PolicyId)).toMatchObject([
      { RelatedType: 2, Id: String(groupId) },
      { RelatedType: 1, Uin: user.uin },
    ])
  })

  test('ok: a version attaches once it is in force', async () => {
    const text = named(owned(server.root.account, `groupid/${groupId}`))
    const policyId = await create(server, 'later')
    await server.ok('CreatePolicyVersion', { PolicyId: policyId, PolicyDocument: text, SetAsDefault: false })
    expect(await holders(policyId)).toEqual([])
    await server.ok('SetDefaultPolicyVersion', { PolicyId: policyId, VersionId: 2 })
    expect(await holders(policyId)).toMatchObject([{ RelatedType: 2, Name: 'crew' }])
  })

  test('InvalidParameter.PrincipalError: statements for different principals', async () => {
    const { account } = server.root
    const [one, two] = [{ qcs: owned(account, `uin/${user.uin}`) }, { qcs: owned(account, `groupid/${groupId}`) }]
    const part = { effect: 'allow', action: 'cos:*', resource: '*' }
    const statement = [
      { ...part, principal: one },
      { ...part, principal: two },
    ]
    await server.refused('InvalidParameter.PrincipalError', 'CreatePolicy', {
      PolicyName: 'two-minds',
      PolicyDocument: JSON.stringify({ version: '2.0', statement }),
    })
  })

  test.each(Object.entries(calls))('InvalidParameter.AttachmentFull: %s', async (_action, judge) => {
    const full = (await server.user(freshName(), allow('cos:GetObject'), allow('cos:HeadObject'))).uin
    await judge(server, 'InvalidParameter.AttachmentFull', named(owned(server.root.account, `uin/${full}`)))
  })

  test('ok: who has the policy already needs no more room', async () => {
    const { account } = server.root
    const full = (await server.user(freshName(), allow('cos:GetObject'))).uin
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: freshName(),
      PolicyDocument: named(owned(account, `uin/${full}`)),
    })
    await server.ok('UpdatePolicy', { PolicyId, PolicyDocument: named(owned(account, `uin/${full}`)) })
  })
})
