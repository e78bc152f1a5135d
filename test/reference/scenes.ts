// What each example of the reference found in the account: only what it names, with the values that its answer shows.
import { providerScenes, samlProvider } from './provider-scenes.ts'
import { roleScenes } from './role-scenes.ts'
import { moment, openDocument, type Scene } from './scene.ts'

/** Sets the scene of an action's example. */
type Setting = (scene: Scene) => Promise<void>

const testName = { uid: 1001408, name: 'testName', created: '2018-04-24 15:36:26' }
const test1 = { name: 'test1', remark: 'test2', created: '2019-04-03 15:11:34' }
const escaped = openDocument.replace('name/cos', 'name\\/cos')
const versionTime = '2019-08-09T10:31:47Z'

async function groupOfOne(scene: Scene): Promise<void> {
  await scene.user(100000545998, testName)
  await scene.group(2020, test1)
  await scene.member(2020, 100000545998)
}

/** Versions 2 and 3 of the policy, 2 in force. */
async function twoVersions(scene: Scene): Promise<void> {
  await scene.policy(17698703)
  await scene.version(17698703, escaped, versionTime)
  await scene.version(17698703, escaped, versionTime)
  await scene.write(async ({ policies }, account) => {
    await policies.setDefaultVersion(account, 17698703, 2, moment(versionTime))
    await policies.deleteVersion(account, 17698703, 1)
  })
}

export const scenes: Readonly<Record<string, Setting>> = {
  ...roleScenes,
  ...providerScenes,

  AddUser: async () => {},
  CreateGroup: async () => {},
  CreatePolicy: async () => {},
  ListPolicies: async () => {},

  UpdateUser: (scene) => scene.user(100000546533, { name: 'test124' }),
  DeleteUser: (scene) => scene.user(100000546533, { name: 'test124' }),
  GetUser: (scene) =>
    scene.user(100000546533, {
      uid: 1001774,
      name: 'test124',
      remark: 'test',
      consoleLogin: true,
      phone: '10086',
      email: '123@qq.com',
    }),
  ListUsers: (scene) =>
    scene.user(100021969091, { uid: 11398137, name: 'cam001', consoleLogin: true, created: '2021-10-28 18:02:00' }),

  UpdateGroup: (scene) => scene.group(2020),
  DeleteGroup: (scene) => scene.group(2020),
  GetGroup: groupOfOne,
  ListUsersForGroup: groupOfOne,
  ListGroupsForUser: groupOfOne,
  RemoveUserFromGroup: groupOfOne,
  async AddUserToGroup(scene) {
    await scene.user(100000545998, testName)
    await scene.group(2020, test1)
  },
  async ListGroups(scene) {
    await scene.group(2020, test1)
    await scene.group(2021, { name: 'test2', remark: 'test2', created: '2019-04-03 15:15:18' })
  },

  async CreateAccessKey(scene) {
    await scene.user(123456)
    scene.harness.clock.set(moment('2020-03-03 18:00:26'))
  },
  async ListAccessKeys(scene) {
    await scene.user(123456)
    await scene.key(123456, 'AKIDlOp****mQsJQWEaYK', { created: '2019-12-25 14:53:03' })
    await scene.key(123456, 'A2342hOv****QOHySnzb5P7dv8', { created: '2020-03-03 16:51:21' })
  },
  async UpdateAccessKey(scene) {
    await scene.user(123456)
    await scene.key(123456, 'AKIDtm****lqorp')
  },
  async DeleteAccessKey(scene) {
    await scene.user(123456)
    await scene.key(123456, 'AKIDtm****lqorp')
  },
  GetSecurityLastUsed: (scene) => scene.key(scene.harness.root.uin, '***', { lastUsedMs: 1671681023555 }),

  async GetAccountSummary(scene) {
    await groupOfOne(scene)
    await scene.policy(17698703)
    await scene.role('4611686018427397905')
    await samlProvider(scene, 'okta')
  },
  GetUserAppId: (scene) => scene.root(12345678, 1250000000),
  ListCollaborators: (scene) =>
    scene.user(10000000001, {
      uid: 1000001,
      type: 4,
      name: 'test',
      phone: '16166666661',
      email: ' ',
      created: '2021-11-11 19:38:01',
    }),
  DescribeSubAccounts: (scene) => scene.user(200000548558),

  async DescribeSafeAuthFlagColl(scene) {
    await scene.user(1234567)
    const action = { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 }
    const offsite = { VerifyFlag: 0, NotifyPhone: 1, NotifyEmail: 1, NotifyWechat: 1, Tips: 0 }
    await scene.write(({ users }, account) =>
      users.setMfaFlags(account, 1234567, { login: { ...action, Phone: 1 }, action, offsite }),
    )
  },
  SetMfaFlag: (scene) => scene.user(123, { wechatBound: true }),
  GetCustomMFATokenInfo: (scene) => customToken(scene),
  ConsumeCustomMFAToken: (scene) => customToken(scene),

  async PutUserPermissionsBoundary(scene) {
    await scene.user(1234567)
    await scene.policy(1234567)
  },
  DeleteUserPermissionsBoundary: (scene) => scene.user(1234567),

  GetPolicy: (scene) =>
    scene.policy(17698703, {
      name: 'test-2019-04-29',
      description: 'Test policy',
      document: escaped,
      added: '2019-04-29 21:18:40',
      updated: '2019-04-29 21:28:32',
    }),
  UpdatePolicy: (scene) => scene.policy(17698703),
  DeletePolicy: (scene) => scene.policy(524497),
  ListPolicyVersions: twoVersions,
  GetPolicyVersion: twoVersions,
  async SetDefaultPolicyVersion(scene) {
    await scene.policy(17698703)
    await scene.version(17698703, openDocument, versionTime)
    await scene.write(({ policies }, account) => policies.setDefaultVersion(account, 17698703, 2, 0))
  },
  async CreatePolicyVersion(scene) {
    await scene.policy(17698703)
    for (let more = 0; more < 2; more++) await scene.version(17698703, openDocument, versionTime)
  },
  async DeletePolicyVersion(scene) {
    await scene.policy(17698703)
    await scene.version(17698703, openDocument, versionTime)
    await scene.write(({ policies }, account) => policies.setDefaultVersion(account, 17698703, 2, 0))
  },

  async AttachUserPolicy(scene) {
    await scene.user(3449203261)
    await scene.policy(524497)
  },
  async DetachUserPolicy(scene) {
    await scene.user(3449203261)
    await scene.policy(16313163)
    await scene.attach(16313163, 'user', 3449203261)
  },
  async AttachGroupPolicy(scene) {
    await scene.group(3449)
    await scene.policy(524497)
  },
  async DetachGroupPolicy(scene) {
    await scene.group(3449)
    await scene.policy(524497)
    await scene.attach(524497, 'group', 3449)
  },
  async ListEntitiesForPolicy(scene) {
    await scene.user(3449203261, { uid: 1133398, name: 'test1' })
    await scene.policy(524497)
    await scene.attach(524497, 'user', 3449203261, '2021-11-11 19:38:01')
  },
  async ListAttachedUserPolicies(scene) {
    await scene.user(3449203261)
    await scene.policy(109360057, { name: 'test-0103', createMode: 3 })
    await scene.attach(109360057, 'user', 3449203261, '2022-01-03 10:38:28')
  },
  async ListAttachedGroupPolicies(scene) {
    await scene.group(3349)
    await scene.attach(1, 'group', 3349, '2020-09-22 00:00:00')
  },
  /** Eleven policies, the example's the tenth from the newest. */
  async ListAttachedUserAllPolicies(scene) {
    await scene.user(1234565)
    await scene.policy(522474, { name: 'policygen-20191204195412', createMode: 3 })
    await scene.attach(522474, 'user', 1234565, '2019-12-04 19:56:35')
    for (let more = 1; more <= 10; more++) {
      await scene.policy(522474 + more)
      await scene.attach(522474 + more, 'user', 1234565, more === 1 ? '2019-01-01 00:00:00' : '2020-01-01 00:00:00')
    }
  },
}

async function customToken(scene: Scene): Promise<void> {
  await scene.user(12345678)
  const expiresMs = scene.harness.clock() + 60_000
  await scene.write(({ mfaTokens }, account) =>
    mfaTokens.insert(account, { token: 'abc123', uin: 12345678, expiresMs }),
  )
}
