// Who signed the call. Needs no permission: a key may always ask whose it is. The names have five segments, as printed.
import { text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { identityOf } from './identity.ts'

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
