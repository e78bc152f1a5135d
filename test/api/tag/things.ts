// What the tests of the product tag put tags on: a user, a policy and a role of the first root account.
import type { Harness } from '../harness.ts'
import { allow } from '../harness.ts'

export interface Things {
  readonly uin: number
  readonly policyId: number
  readonly roleId: string
  /** Descriptions as answers write them: the user, the policy, the role. */
  readonly texts: readonly [user: string, policy: string, role: string]
}

export async function makeThings(server: Harness, word: string, as = server.root): Promise<Things> {
  const trust = {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${as.uin}:root`] } }],
  }
  const user = await server.ok('AddUser', { Name: `${word}-user` }, { as })
  const document = { PolicyName: `${word}-policy`, PolicyDocument: JSON.stringify(allow('cam:GetUser')) }
  const policy = await server.ok('CreatePolicy', document, { as })
  const role = await server.ok(
    'CreateRole',
    { RoleName: `${word}-role`, PolicyDocument: JSON.stringify(trust) },
    { as },
  )
  const [uin, policyId, roleId] = [Number(user['Uin']), Number(policy['PolicyId']), String(role['RoleId'])]
  const own = `qcs::cam::uin/${as.account}`
  return { uin, policyId, roleId, texts: [`${own}:uin/${uin}`, `${own}:policy/${policyId}`, `${own}:role/${roleId}`] }
}

export const tag = (TagKey: string, TagValue: string) => ({ TagKey, TagValue })

/** The tags of a resource as key=value, as GetResources shows them. */
export async function tagsOf(server: Harness, text: string): Promise<readonly string[]> {
  const { ResourceTagMappingList } = await server.ok('GetResources', { ResourceList: [text] })
  const [found] = ResourceTagMappingList as { Tags: { TagKey: string; TagValue: string }[] }[]
  return (found?.Tags ?? []).map(({ TagKey, TagValue }) => `${TagKey}=${TagValue}`)
}

/** Descriptions that name nothing of the account. */
export const wrongDescriptions = (account: number): readonly string[] => [
  '',
  '*',
  'qcs::cam::uin/:uin',
  'qcs::cam::uin/:uin/',
  'qcs::cam::uin/:uin/0',
  'qcs::cam::uin/:uin/01',
  'qcs::cam::uin/:uin/1/2',
  'qcs::cam::uin/:uin/x',
  'qcs::cam::uin/:uin/1234567890123456',
  'qcs::cam::uin/:role/12345678901234567890',
  'qcs::cam::uin/:group/1',
  'qcs::cam::uin/:constructor/1',
  'qcs::cam:AP:uin/:uin/1',
  `qcs::cam::uin/${account + 1}:uin/1`,
  'qcs::cam::uid/1:uin/1',
  'qcs::cam::root:uin/1',
  'qcs::cam::uin/:uin/1:x',
  'arn::cam::uin/:uin/1',
  'qcs:cam:uin/:uin/1',
]

/** Keys that cannot be one, by code. */
export const wrongKeys: readonly (readonly [code: string, key: string])[] = [
  ['InvalidParameterValue.TagKeyEmpty', ''],
  ['InvalidParameterValue.TagKeyEmpty', '  '],
  ['InvalidParameterValue.TagKeyLengthExceeded', '字'.repeat(129)],
  ['InvalidParameterValue.TagKeyCharacterIllegal', 'a&b'],
  ['InvalidParameterValue.TagKeyCharacterIllegal', 'a\nb'],
  ['InvalidParameter.ReservedTagKey', 'project'],
  ['InvalidParameter.ReservedTagKey', 'Tencent'],
  ['InvalidParameter.ReservedTagKey', 'qcs:x'],
]
/** Values that cannot be one, by code. */
export const wrongValues: readonly (readonly [code: string, value: string])[] = [
  ['InvalidParameterValue.TagValueLengthExceeded', 'x'.repeat(257)],
  ['InvalidParameterValue.TagValueCharacterIllegal', 'a\tb'],
]
