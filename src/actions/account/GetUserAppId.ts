// Who the caller is and which AppId its root account has.
import { int, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'

export const GetUserAppId = action({
  name: 'GetUserAppId',
  product: 'cam',
  group: 'User',
  summary: 'Tells the account numbers and the AppId of the caller.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: {
    Uin: text({ about: 'Account number of the caller.' }),
    OwnerUin: text({ about: 'Account number of its root account.' }),
    AppId: int({ about: 'AppId of the root account.' }),
  },
  errors: ['FailedOperation', 'InternalError.SystemError'],
  resource: { level: 'operation' },
  async handle({ caller }) {
    // Of a session it is who asked for it, or the owner where an identity provider vouched for somebody without a number.
    const uin = caller.session?.callerUin ?? caller.uin
    return { Uin: String(uin === 0 ? caller.account : uin), OwnerUin: String(caller.account), AppId: caller.appId }
  },
})
