// Takes users out of groups. Somebody who is no member any more is no fault.
import { action } from '../define.ts'
import { isUnnamed, nameOf, pairs, segmentsOf, userOf } from './membership.ts'

export const RemoveUserFromGroup = action({
  name: 'RemoveUserFromGroup',
  product: 'cam',
  group: 'User',
  summary: 'Takes users out of groups.',
  access: 'write',
  perSecond: 20,
  params: { Info: pairs },
  returns: {},
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'InvalidParameter.UserUinAndUinNotAllNull',
    'ResourceNotFound.UserNotExist',
  ],
  resource: { level: 'operation', fine: segmentsOf },
  async handle({ params, caller, store, fail }) {
    const { account } = caller
    if (params.Info.some(isUnnamed)) return fail('InvalidParameter.UserUinAndUinNotAllNull')
    for (const pair of params.Info) {
      const user = await userOf(store, account, pair)
      if (user === undefined) return fail('ResourceNotFound.UserNotExist', { user: nameOf(pair) })
      // None of the codes listed above says that the group is not there.
      if ((await store.groups.byId(account, pair.GroupId)) === undefined) {
        return fail('FailedOperation', { problem: `the user group ${pair.GroupId} does not exist` })
      }
      await store.groups.removeMember(account, pair.GroupId, user.uin)
    }
    return {}
  },
})
