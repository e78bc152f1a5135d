// Deletes a group; memberships and attached policies go with it, members stay.
import { action } from '../define.ts'
import { groupId } from './types.ts'

export const DeleteGroup = action({
  name: 'DeleteGroup',
  product: 'cam',
  group: 'User',
  summary: 'Deletes a user group.',
  access: 'write',
  perSecond: 20,
  params: { GroupId: groupId },
  returns: {},
  errors: ['FailedOperation', 'ResourceNotFound.UserNotExist'],
  resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.GroupId}`] },
  async handle({ params, caller, store, fail }) {
    // The action's table names no group code: this one is what clients know a missing group by.
    if (!(await store.groups.delete(caller.account, params.GroupId))) {
      return fail('ResourceNotFound.UserNotExist', { user: `groupid/${params.GroupId}` })
    }
    return {}
  },
})
