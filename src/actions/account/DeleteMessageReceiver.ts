// Deletes a message recipient, picked by its name. Users of other kinds are out of its reach.
import { action } from '../define.ts'
import { namedUser } from '../user/types.ts'

export const DeleteMessageReceiver = action({
  name: 'DeleteMessageReceiver',
  product: 'cam',
  group: 'User',
  summary: 'Deletes a message recipient.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: { Name: namedUser },
  returns: {},
  errors: ['ResourceNotFound.UserNotExists'],
  resource: {
    level: 'operation',
    fine: async ({ params, caller, read }) => {
      const user = await read.users.byName(caller.account, params.Name)
      return [`uin/${user?.type === 5 ? user.uin : '*'}`]
    },
  },
  async handle({ params, caller, store, fail }) {
    const user = await store.users.byName(caller.account, params.Name)
    if (user?.type !== 5) return fail('ResourceNotFound.UserNotExists', { user: params.Name })
    await store.users.delete(caller.account, user.uin)
    return {}
  },
})
