// Makes a token with which a provisioning client acts as a sub-user. The root account has none: its rights have no bounds.
import { int, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { bearerOf, expiryOf, hashOf, newSecret, newTokenId, ScimToken, scimToken, validDays } from './types.ts'

export const CreateScimToken = action({
  name: 'CreateScimToken',
  product: 'cam',
  group: 'User',
  summary: 'Makes a token for a SCIM client.',
  newer: true,
  access: 'write',
  perSecond: 5,
  params: {
    TargetUin: int({ about: 'Number of the sub-user that the client acts as.', min: 1, newer: true }),
    Description: optional(text({ about: 'Free text about the token.', max: 255, newer: true }), ''),
    ValidDays: optional(validDays),
  },
  returns: {
    ScimToken,
    Token: text({ about: 'The bearer token, shown this once.', secret: true }),
  },
  errors: ['FailedOperation', 'InvalidParameter.ParamError', 'InvalidParameter.UserNotExist', 'OperationDenied.SubUin'],
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.TargetUin}`] },
  async handle({ params, caller, nowMs, random, store, world, fail }) {
    const { account } = caller
    const uin = params.TargetUin
    if (uin === account) return fail('OperationDenied.SubUin', { user: String(uin) })
    const user = await store.users.byUin(account, uin)
    if (user === undefined) return fail('InvalidParameter.UserNotExist', { user: String(uin) })
    if (user.type === 5) {
      return fail('FailedOperation', { problem: `${user.name} is a message recipient, as whom nobody can act` })
    }
    // Each token is a standing right, so there are not many.
    const limit = await quotaOf(world.quotas, store.accounts, account, 'scim-tokens')
    if ((await store.scimTokens.list(account)).length >= limit) {
      return fail('FailedOperation', { problem: `there are ${limit} tokens: delete one first` })
    }
    const secret = newSecret(random)
    const row = {
      account,
      tokenId: newTokenId(random),
      uin,
      secretHash: hashOf(secret),
      description: params.Description,
      createdMs: nowMs,
      expiresMs: expiryOf(nowMs, params.ValidDays),
    }
    await store.scimTokens.insert(row)
    return { ScimToken: scimToken(row), Token: bearerOf(row.tokenId, secret) }
  },
})
