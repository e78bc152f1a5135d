// Gives a token another secret and another end; the old secret is no good from that moment on.
import { optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import {
  bearerOf,
  expiryOf,
  hashOf,
  newSecret,
  ScimToken,
  scimToken,
  tokenId,
  tokenSegment,
  validDays,
} from './types.ts'

export const RotateScimToken = action({
  name: 'RotateScimToken',
  product: 'cam',
  group: 'User',
  summary: 'Replaces the secret of a token of a SCIM client.',
  newer: true,
  access: 'write',
  perSecond: 5,
  params: { TokenId: tokenId, ValidDays: optional(validDays) },
  returns: {
    ScimToken,
    Token: text({ about: 'The bearer token, shown this once.', secret: true }),
  },
  errors: ['FailedOperation', 'InvalidParameter.ParamError', 'ResourceNotFound.NotFound'],
  resource: {
    level: 'operation',
    fine: ({ params, caller, read }) => tokenSegment(read, caller.account, params.TokenId),
  },
  async handle({ params, caller, nowMs, random, store, fail }) {
    const { account } = caller
    const row = await store.scimTokens.get(account, params.TokenId)
    if (row === undefined) return fail('ResourceNotFound.NotFound', { resource: params.TokenId })
    const secret = newSecret(random)
    const to = { secretHash: hashOf(secret), expiresMs: expiryOf(nowMs, params.ValidDays) }
    await store.scimTokens.renew(account, row.tokenId, to)
    return { ScimToken: scimToken({ ...row, ...to }), Token: bearerOf(row.tokenId, secret) }
  },
})
