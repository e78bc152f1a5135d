// Deletes a sub-account with its memberships and attachments. Keys must be gone before, or go too by force, which needs
// a right of its own: without it nothing at all is deleted.
import { int, optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { namedUser, segmentNamed, subAccountNamed } from './types.ts'

export const DeleteUser = action({
  name: 'DeleteUser',
  product: 'cam',
  group: 'User',
  summary: 'Deletes a sub-user.',
  access: 'write',
  sensitive: true,
  perSecond: 20,
  params: {
    Name: namedUser,
    Force: optional(
      int({ about: 'Whether access keys are deleted too (1), or forbid the deletion (0).', oneOf: [0, 1] }),
      0,
    ),
  },
  returns: {},
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'OperationDenied.HaveKeys',
    'RequestLimitExceeded.UinLimitExceeded',
    'ResourceNotFound.UserNotExist',
    'UnauthorizedOperation.DeleteApiKey',
  ],
  resource: {
    level: 'operation',
    fine: async ({ params, caller, read }) => [await segmentNamed(read, caller.account, params.Name)],
  },
  async prepare({ params, caller, store, world, may }) {
    if (params.Force === 0) return { mayDeleteKeys: false }
    const fine = world.rules.resourceLevel === 'fine'
    const segment = fine ? await segmentNamed(store, caller.account, params.Name) : undefined
    return { mayDeleteKeys: await may('cam:DeleteApiKey', segment) }
  },
  async handle({ params, prepared, caller, store, fail }) {
    const user = await subAccountNamed(store, caller.account, params.Name)
    if (user === undefined) return fail('ResourceNotFound.UserNotExist', { user: params.Name })
    const keys = await store.keys.list(caller.account, user.uin)
    if (keys.length > 0 && params.Force === 0) return fail('OperationDenied.HaveKeys', { user: user.name })
    if (keys.length > 0 && !prepared.mayDeleteKeys) {
      return fail('UnauthorizedOperation.DeleteApiKey', { user: user.name })
    }
    await store.users.delete(caller.account, user.uin)
    return {}
  },
})
