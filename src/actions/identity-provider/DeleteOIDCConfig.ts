// Deletes an OIDC identity provider. Trust policies may still name it: nobody comes through them any more, until a provider of
// that name is made again.
import { action } from '../define.ts'
import { providerSegment } from './provider.ts'
import { anyName, canBeName } from './types.ts'

export const DeleteOIDCConfig = action({
  name: 'DeleteOIDCConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Deletes an OIDC identity provider of roles.',
  access: 'write',
  perSecond: 20,
  params: { Name: anyName },
  returns: {},
  errors: ['ResourceNotFound.IdentityNotExist', 'ResourceNotFound.NotFound'],
  resource: { level: 'operation', fine: (input) => providerSegment('oidc', input) },
  async handle({ params: { Name: name }, caller, store, fail }) {
    // Two codes for one fault: this one where the text can be no provider's name, the other where it is nobody's.
    if (!canBeName(name)) return fail('ResourceNotFound.NotFound', { resource: name })
    const deleted = await store.identityProviders.delete(caller.account, 'oidc', name)
    return deleted ? {} : fail('ResourceNotFound.IdentityNotExist', { name })
  },
})
