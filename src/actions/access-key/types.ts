// Shapes that several access key actions share.
import { wireTime } from '../../kernel/time.ts'
import { int, nullable, optional, struct, text, timestamp } from '../../protocol/shape.ts'
import type { KeyRow } from '../../store/store.ts'

export const TargetUin = optional(int({ about: 'Account number of the owner; the caller unless given.', min: 1 }))
export const AccessKeyId = text({ about: 'Public half of an access key, its SecretId.', min: 1, max: 1024 })
export const status = text({ about: 'Active works, Inactive does not.', oneOf: ['Active', 'Inactive'] })
const description = nullable(text({ about: 'Free text about the key; null without one.', newer: true }))
const createTime = timestamp({ about: 'When the key was made, UTC+8.' })

export const AccessKey = struct(
  'AccessKey',
  { AccessKeyId, Status: status, CreateTime: createTime, Description: description },
  { about: 'An access key without its secret.' },
)
export const AccessKeyDetail = struct(
  'AccessKeyDetail',
  {
    AccessKeyId,
    SecretAccessKey: text({ about: 'The secret, shown this once.', secret: true }),
    Status: status,
    CreateTime: createTime,
    Description: description,
  },
  { about: 'A new access key with its secret.' },
)

export function accessKey(key: KeyRow) {
  return {
    AccessKeyId: key.secretId,
    Status: key.status,
    CreateTime: wireTime(key.createdMs),
    Description: key.description === '' ? null : key.description,
  }
}
