// Revokes a token of a SCIM client: its next call is refused.
import { action } from '../define.ts'
import { tokenId, tokenSegment } from './types.ts'

export const DeleteScimToken = action({
  name: 'DeleteScimToken',
  product: 'cam',
  group: 'User',
  summary: 'Revokes a token of a SCIM client.',
  newer: true,
  access: 'write',
  perSecond: 5,
  params: { TokenId: tokenId },
  returns: {},
  errors: ['FailedOperation', 'InvalidParameter.ParamError', 'ResourceNotFound.NotFound'],
  resource: {
    level: 'operation',
    fine: ({ params, caller, read }) => tokenSegment(read, caller.account, params.TokenId),
  },
  async handle({ params, caller, store, fail }) {
    if (await store.scimTokens.delete(caller.account, params.TokenId)) return {}
    return fail('ResourceNotFound.NotFound', { resource: params.TokenId })
  },
})
