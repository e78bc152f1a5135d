// When access keys were last used, to the second, in the order asked. A key of another account answers like one that
// was never used, so that nobody learns which ids exist.
import { wireDate } from '../../kernel/time.ts'
import { date, int, list, nullable, struct, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'

const SecretIdLastUsed = struct(
  'SecretIdLastUsed',
  {
    SecretId: text({ about: 'Access key that the row is about.' }),
    LastUsedDate: nullable(date({ about: 'Day when it last signed a call, UTC+8; null before the first.' })),
    LastSecretUsedDate: nullable(
      int({ about: 'Moment of the last use in milliseconds since 1970; null before the first.' }),
    ),
  },
  { about: 'Last use of an access key.' },
)

export const GetSecurityLastUsed = action({
  name: 'GetSecurityLastUsed',
  product: 'cam',
  group: 'User',
  summary: 'Tells when access keys were last used.',
  access: 'read',
  perSecond: 20,
  params: {
    SecretIdList: list(text({ about: 'Id of an access key.', max: 1024, fault: 'InvalidParameter' }), {
      about: 'Ids of access keys.',
      max: 10,
      fault: 'InvalidParameter',
    }),
  },
  returns: { SecretIdLastUsedRows: list(SecretIdLastUsed, { about: 'A row for each id, in the order asked.' }) },
  errors: ['FailedOperation', 'InvalidParameter'],
  resource: { level: 'operation' },
  async handle({ params, caller, store, world }) {
    const rows = []
    for (const secretId of params.SecretIdList) {
      const key = await store.keys.get(caller.account, secretId)
      // Uses of the last moment are in memory still; whichever is later counts.
      const pending = key === undefined ? undefined : world.usage.pending(caller.account, secretId)
      const used = Math.max(key?.lastUsedMs ?? -1, pending ?? -1)
      rows.push({
        SecretId: secretId,
        LastUsedDate: used < 0 ? null : wireDate(used),
        LastSecretUsedDate: used < 0 ? null : used,
      })
    }
    return { SecretIdLastUsedRows: rows }
  },
})
