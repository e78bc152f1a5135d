// Changes an OIDC identity provider of roles. Its description and whether keys are fetched stay as they are when left out.
import { optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkIssuer, checkKeys, checkRotation } from './documents.ts'
import { distinctClients, providerSegment } from './provider.ts'
import { autoRotateKey, checkedName, clientIds, identityKey, identityUrl, oidcDescription } from './types.ts'

const errors = [
  'FailedOperation',
  'InvalidParameter',
  'InvalidParameter.IdentityNameInUse',
  'InvalidParameterValue.IdentityUrlError',
  'InvalidParameterValue.MetadataError',
  'InvalidParameterValue.NameError',
  'LimitExceeded.IdentityFull',
  'ResourceNotFound.IdentityNotExist',
] as const

export const UpdateOIDCConfig = action({
  name: 'UpdateOIDCConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Changes an OIDC identity provider of roles.',
  access: 'write',
  perSecond: 20,
  params: {
    IdentityUrl: identityUrl,
    IdentityKey: identityKey,
    ClientId: clientIds,
    Name: checkedName,
    Description: optional(oidcDescription),
    AutoRotateKey: optional(autoRotateKey),
  },
  returns: {},
  errors,
  resource: { level: 'operation', fine: (input) => providerSegment('oidc', input) },
  async prepare({ params, world }) {
    checkIssuer(errors, params.IdentityUrl)
    checkKeys(errors, 'InvalidParameterValue.MetadataError', params.IdentityKey)
    checkRotation(errors, world, params.AutoRotateKey)
  },
  async handle({ params, caller, nowMs, store, world, fail }) {
    const { Name: name, AutoRotateKey: rotate } = params
    const found = await store.identityProviders.byName(caller.account, name)
    if (found === undefined) return fail('ResourceNotFound.IdentityNotExist', { name })
    if (found.kind === 'saml') return fail('InvalidParameter.IdentityNameInUse', { name })
    const { account, ...provider } = found
    await store.identityProviders.update(account, {
      ...provider,
      description: params.Description ?? found.description,
      issuer: params.IdentityUrl,
      clientIds: await distinctClients({ listed: errors, world, store, account }, params.ClientId),
      identityKey: params.IdentityKey,
      autoRotateKey: rotate === undefined ? found.autoRotateKey : rotate === 1,
      keysDueMs: nowMs,
      updatedMs: nowMs,
    })
    return {}
  },
})
