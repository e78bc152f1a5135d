// What each example of a role call found in the account.
import { type Scene, trustDocument } from './scene.ts'

const linkedText = (product: string): string =>
  `The current role is the ${product} service-linked role, and it will access your other Tencent Cloud resources within the permissions granted by the associated policies.`
const xx = [{ key: 'xx', value: 'xx' }]
const shared = { sessionDuration: 43_200, deletionTaskId: '114', tags: xx }
const linked = { type: 'service_linked', sessionDuration: 43_200 } as const

/** Phone is the only check that the caller of the example has turned on. */
async function phoneOnly(scene: Scene): Promise<void> {
  const action = { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 }
  const offsite = { VerifyFlag: 0, NotifyPhone: 1, NotifyEmail: 1, NotifyWechat: 1, Tips: 0 }
  await scene.write(({ users }, account) =>
    users.setMfaFlags(account, account, { login: { ...action, Phone: 1 }, action, offsite }),
  )
}

export const roleScenes: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  CreateRole: async () => {},
  CreateServiceLinkedRole: async () => {},
  DescribeSafeAuthFlag: phoneOnly,
  DescribeSafeAuthFlagIntl: phoneOnly,

  async GetRole(scene) {
    await scene.role('4611686018427844696', {
      ...shared,
      name: 'test_1234544',
      type: 'system',
      trust: trustDocument('name/sts:AssumeRole', 'cloudaudit.cloud.tencent.com', 'cls.cloud.tencent.com'),
      description: 'abc',
      added: '2019-07-10 11:22:27',
    })
    await scene.role('4611686018427411642', {
      ...shared,
      ...linked,
      name: 'byron3214_QcsRole',
      trust: trustDocument('sts:AssumeRole', 'ccslinked.qcloud.com'),
      description: 'role222',
      added: '2020-03-25 11:03:00',
    })
  },
  async DescribeRoleList(scene) {
    await scene.role('4611686018432380000', {
      ...linked,
      name: 'CVM_QCSLinkedRoleInCVMSmartDiagnostic',
      trust: trustDocument('sts:AssumeRole', 'cvmsmartdiagnostic.cvm.cloud.tencent.com'),
      description: linkedText('CVM'),
      added: '2020-06-28 12:07:06',
      tags: [{ key: 'K1', value: 'V7' }],
    })
    await scene.role('4611686018433460000', {
      ...linked,
      name: 'TAT_QCSLinkedRoleInCommand',
      trust: trustDocument('sts:AssumeRole', 'command.tat.cloud.tencent.com'),
      description: linkedText('TencentCloud Automation Tools (TAT)'),
      added: '2020-11-28 10:05:52',
    })
  },
  UpdateRoleDescription: (scene) => scene.role('4611686018427731422'),
  UpdateAssumeRolePolicy: (scene) => scene.role('4611686018427731422'),
  UpdateRoleConsoleLogin: (scene) => scene.role('10000000947212312'),
  DeleteRole: (scene) => scene.role('4611686018427844696'),
  TagRole: (scene) => scene.role('4611686018427397905', { name: 'CAM_QCSRole' }),
  UntagRole: (scene) => scene.role('4611686018427397905', { name: 'CAM_QCSRole', tags: [{ key: 'AKey', value: '' }] }),

  AttachRolePolicy: (scene) => scene.role('4611686018427397905'),
  async DetachRolePolicy(scene) {
    await scene.role('4611686018427397905')
    await scene.attach(1, 'role', '4611686018427397905')
  },
  async ListAttachedRolePolicies(scene) {
    await scene.role('4611686018427397905')
    await scene.attach(13847366, 'role', '4611686018427397905', '2019-07-10 11:17:41')
  },
  async PutRolePermissionsBoundary(scene) {
    await scene.role('1234567')
    await scene.policy(1234567)
  },
  DeleteRolePermissionsBoundary: (scene) => scene.role('1234567', { boundaryPolicyId: 1 }),

  DeleteServiceLinkedRole: (scene) => scene.role('4611686018427397905', { ...linked, name: 'Qcs_Role' }),
  GetServiceLinkedRoleDeletionStatus: (scene) =>
    scene.write(({ roles }, account) =>
      roles.insertTask({
        account,
        taskId: '100',
        roleId: '4611686018427397905',
        roleName: 'CAM_QCSLinkedRole',
        status: 'SUCCEEDED',
        reason: '{}',
        serviceName: 'CAM',
        createdMs: 0,
        updatedMs: 0,
      }),
    ),
}
