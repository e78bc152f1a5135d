// Answers of the server's calls as values, read member by member: what does not have the shape that the calls document is
// a failed call, never a half-read caller.
import { z } from 'zod'
import type { PolicySource } from '../policy/index.ts'
import type { GuardedCaller } from './types.ts'

const tag = z.object({ Key: z.string(), Value: z.string() })

const callerShape = z
  .object({
    Kind: z.enum(['root', 'user', 'role']),
    Account: z.int(),
    AppId: z.int(),
    Uin: z.int(),
    SecretId: z.string(),
    SessionKind: z.string().optional(),
    SessionName: z.string().optional(),
    RoleId: z.string().optional(),
    RoleName: z.string().optional(),
    SourceIdentity: z.string().optional(),
    SecondFactor: z.int(),
    Tags: z.array(tag),
  })
  .transform((it): GuardedCaller => {
    const { RoleId: id, RoleName: name, SessionKind: kind } = it
    const role = id === undefined || name === undefined ? undefined : { id, name }
    const tags = it.Tags.map(({ Key: key, Value: value }) => ({ key, value }))
    const rest = { role, sourceIdentity: it.SourceIdentity, secondFactor: it.SecondFactor === 1, tags }
    const session = kind === undefined ? undefined : { kind, name: it.SessionName ?? '', ...rest }
    return { kind: it.Kind, account: it.Account, appId: it.AppId, uin: it.Uin, secretId: it.SecretId, session }
  })

const policyShape = z
  .object({
    PolicyId: z.int(),
    PolicyName: z.string(),
    VersionId: z.int(),
    Preset: z.boolean(),
    Creator: z.int(),
    Document: z.string(),
    GroupId: z.int(),
    GroupName: z.string(),
  })
  .transform(
    (it): PolicySource => ({
      policyId: it.PolicyId,
      policyName: it.PolicyName,
      versionId: it.VersionId,
      preset: it.Preset,
      creator: it.Creator,
      document: it.Document,
      via: it.GroupId === 0 ? { kind: 'direct' } : { kind: 'group', groupId: it.GroupId, groupName: it.GroupName },
    }),
  )

export const guardCallerShape = z.object({
  SigningKey: z.string().regex(/^[0-9a-f]{64}$/),
  ExpireTime: z.int(),
  Revision: z.int(),
  Caller: callerShape,
  Policies: z.array(policyShape),
  Boundary: policyShape.nullable(),
  SessionPolicy: policyShape.nullable(),
})

export const guardStateShape = z.object({ Revision: z.int() })

export const authorizedShape = z.object({
  Refusal: z.object({ Code: z.string(), Message: z.string() }).nullable(),
  Caller: callerShape.nullable(),
  Decisions: z.array(z.object({ Effect: z.enum(['allow', 'deny']), Resource: z.string() })),
})
