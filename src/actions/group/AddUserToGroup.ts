// Puts users into groups, message recipients among them. A pair that is there already stays as it is.
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { isUnnamed, nameOf, pairs, segmentsOf, userOf } from './membership.ts'

export const AddUserToGroup = action({
  name: 'AddUserToGroup',
  product: 'cam',
  group: 'User',
  summary: 'Puts users into groups.',
  access: 'write',
  perSecond: 20,
  params: { Info: pairs },
  returns: {},
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'InvalidParameter.GroupNotExist',
    'InvalidParameter.GroupUserFull',
    'InvalidParameter.UserGroupFull',
    'InvalidParameter.UserUinAndUinNotAllNull',
    'ResourceNotFound.UserNotExist',
  ],
  resource: { level: 'operation', fine: segmentsOf },
  async handle({ params, caller, nowMs, store, world, fail }) {
    const { account } = caller
    if (params.Info.some(isUnnamed)) return fail('InvalidParameter.UserUinAndUinNotAllNull')
    const perGroup = await quotaOf(world.quotas, store.accounts, account, 'users-per-group')
    const perUser = await quotaOf(world.quotas, store.accounts, account, 'groups-per-user')
    for (const pair of params.Info) {
      const group = await store.groups.byId(account, pair.GroupId)
      if (group === undefined) return fail('InvalidParameter.GroupNotExist', { group: String(pair.GroupId) })
      const user = await userOf(store, account, pair)
      if (user === undefined) return fail('ResourceNotFound.UserNotExist', { user: nameOf(pair) })
      if ((await store.groups.addMember(account, group.groupId, user.uin, nowMs)) === 'present') continue
      // Counted afterwards, so that a pair that was there already never meets a limit; failing takes it back.
      if ((await store.groups.memberCount(account, group.groupId)) > perGroup) {
        return fail('InvalidParameter.GroupUserFull', { limit: String(perGroup) })
      }
      const { total } = await store.groups.ofUser(account, user.uin, { offset: 0, limit: 1 })
      if (total > perUser) return fail('InvalidParameter.UserGroupFull', { limit: String(perUser) })
    }
    return {}
  },
})
