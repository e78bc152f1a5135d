// Lists message recipients, newest first.
import { int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import type { UserRow } from '../../store/store.ts'
import { action } from '../define.ts'

const newer = true

const Receiver = struct(
  'Receiver',
  {
    Uid: int({ about: 'Number of the recipient among the sub-accounts.', newer }),
    Name: text({ about: 'Name of the recipient.', newer }),
    Remark: nullable(text({ about: 'Free text about the recipient.', newer })),
    PhoneNumber: text({ about: 'Mobile number.', newer }),
    PhoneFlag: int({ about: 'Whether the number is verified: 1 yes, 0 no.', newer }),
    Email: text({ about: 'Mail address.', newer }),
    EmailFlag: int({ about: 'Whether the address is verified: 1 yes, 0 no.', newer }),
    IsReceiverOwner: int({ about: 'Whether it is the main contact: 1 yes, 0 no.', newer }),
    WechatFlag: int({ about: 'Whether messages by WeChat are allowed: 1 yes, 0 no.', newer }),
    Uin: int({ about: 'Account number of the recipient.', newer }),
    CountryCode: text({ about: 'Country code of the mobile number.', newer }),
  },
  { about: 'A message recipient.', newer },
)

export const ListReceiver = action({
  name: 'ListReceiver',
  product: 'cam',
  group: 'User',
  summary: 'Lists message recipients.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    Offset: optional(int({ about: 'How many entries to pass over.', min: 0, newer }), 0),
    Limit: optional(int({ about: 'Entries at most.', min: 1, max: 1000, newer }), 20),
  },
  returns: {
    TotalCount: int({ about: 'Number of all recipients.', newer }),
    Receivers: list(Receiver, { about: 'The recipients of the page.', newer }),
  },
  errors: ['InternalError.SystemError', 'InvalidParameter.ParamError'],
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const page = { offset: params.Offset, limit: params.Limit }
    const { total, rows } = await store.users.list(caller.account, [5], page)
    return { TotalCount: total, Receivers: rows.map(receiver) }
  },
})

function receiver(user: UserRow) {
  return {
    Uid: user.uid,
    Name: user.name,
    Remark: user.remark,
    PhoneNumber: user.phone,
    PhoneFlag: Number(user.phoneVerified),
    Email: user.email,
    EmailFlag: Number(user.emailVerified),
    IsReceiverOwner: Number(user.receiverOwner),
    WechatFlag: Number(user.wechatBound),
    Uin: user.uin,
    CountryCode: user.countryCode,
  }
}
