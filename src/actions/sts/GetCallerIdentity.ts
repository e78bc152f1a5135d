// Who signed the call. Needs no permission: a key may always ask whose it is. The names have five segments, as printed.
import { text } from '../../protocol/shape.ts'
import { action, type Caller } from '../define.ts'

const newer = true

export const GetCallerIdentity = action({
  name: 'GetCallerIdentity',
  product: 'sts',
  group: 'Sts',
  summary: 'Tells who the caller is.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {},
  returns: {
    Arn: text({ about: 'Name of the caller in five segments.', newer }),
    AccountId: text({ about: 'Number of the root account.', newer }),
    UserId: text({ about: 'Account number, or role id or account number and name of the session.', newer }),
    PrincipalId: text({ about: 'Account number of whoever asked for the key.', newer }),
    Type: text({ about: 'CAMUser or CAMRole.', newer, oneOf: ['CAMUser', 'CAMRole'] }),
  },
  errors: ['InternalError.SystemError'],
  resource: { level: 'open' },
  async handle({ caller }) {
    return { ...identityOf(caller), AccountId: String(caller.account) }
  },
})

function identityOf({ account, uin, session }: Caller) {
  const user = String(uin)
  if (session?.role !== undefined) {
    const { role, name, callerUin } = session
    return {
      Arn: `qcs::sts:${account}:assumed-role/${role.roleId}`,
      UserId: `${role.roleId}:${name}`,
      // Who comes by way of an identity provider has no number here: the owner of the role stands for it.
      PrincipalId: String(callerUin === 0 ? account : callerUin),
      Type: 'CAMRole',
    }
  }
  if (session?.kind === 'federation') {
    const Arn = `qcs::sts:${account}:federated-user/${user}`
    return { Arn, UserId: `${user}:${session.name}`, PrincipalId: user, Type: 'CAMUser' }
  }
  return { Arn: `qcs::cam:${account}:uin/${user}`, UserId: user, PrincipalId: user, Type: 'CAMUser' }
}
