// A small firm in a store of its own, for commands to be asked about; made by calls, so that its audit log has traffic.
import { allow, type Harness, openHarness } from '../api/harness.ts'

const account = 100000000001
const bucket = `qcs::cos:ap-guangzhou:uin/${account}:reports-1250000001`

async function policy(server: Harness, PolicyName: string, document: object): Promise<number> {
  const answer = await server.ok('CreatePolicy', { PolicyName, PolicyDocument: JSON.stringify(document) })
  return Number(answer['PolicyId'])
}

/**
 * Ann reads by her group, Bob writes from the office and may use the role of deployments, Carol makes keys, Dan could put an older
 * version of his policy in force, and Eve has no key.
 */
export async function firm(dataDir: string): Promise<void> {
  const server = await openHarness({ dataDir })
  const owner = `qcs::cam::uin/${account}`
  const read = await policy(server, 'read-reports', allow('cos:GetObject', `${bucket}/*`))
  const write = await policy(server, 'write-from-office', {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'cos:PutObject',
        resource: `${bucket}/*`,
        condition: { ip_equal: { 'qcs:ip': ['203.0.113.0/24'] } },
      },
    ],
  })
  const deploy = await policy(server, 'deployments', allow('cos:*', [`${bucket}/*`]))
  const assume = await policy(server, 'use-deploy', allow('sts:AssumeRole', `${owner}:roleName/deploy`))
  const keys = await policy(server, 'hand-out-keys', allow('cam:CreateAccessKey'))
  const tools = await policy(server, 'tools', allow('cos:*'))
  const narrow = allow(['cam:SetDefaultPolicyVersion', 'cam:ListPolicyVersions'])
  await server.ok('CreatePolicyVersion', {
    PolicyId: tools,
    PolicyDocument: JSON.stringify(narrow),
    SetAsDefault: true,
  })
  const trust = {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'name/sts:AssumeRole',
        principal: { qcs: [`${owner}:root`], service: ['cvm.qcloud.com'] },
      },
    ],
  }
  await server.ok('CreateRole', { RoleName: 'deploy', PolicyDocument: JSON.stringify(trust) })
  await server.ok('AttachRolePolicy', { PolicyId: deploy, AttachRoleName: 'deploy' })
  const [ann, bob, carol, dan] = [
    await server.user('ann'),
    await server.user('bob'),
    await server.user('carol'),
    await server.user('dan'),
  ]
  await server.ok('AddUser', { Name: 'eve' })
  const { GroupId } = await server.ok('CreateGroup', { GroupName: 'staff' })
  await server.ok('AttachGroupPolicy', { PolicyId: read, AttachGroupId: GroupId })
  await server.ok('AddUserToGroup', {
    Info: [
      { GroupId, Uin: ann.uin },
      { GroupId, Uin: bob.uin },
    ],
  })
  for (const [PolicyId, { uin }] of [
    [write, bob],
    [assume, bob],
    [keys, carol],
    [tools, dan],
  ] as const) {
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: uin })
  }
  await server.assume(`${owner}:roleName/deploy`, {}, { as: bob })
  await server.ok('CreateAccessKey', { TargetUin: ann.uin }, { as: carol })
  await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: dan })
  await server.close()
}
