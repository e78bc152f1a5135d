// Makes an identity provider that vouches by OIDC for users of roles. A role is used through it once its trust policy names
// the provider.
import { optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkIssuer, checkKeys, checkRotation } from './documents.ts'
import { checkRoom, distinctClients, segmentOf } from './provider.ts'
import { autoRotateKey, checkedName, clientIds, identityKey, identityUrl, oidcDescription } from './types.ts'

const errors = [
  'InvalidParameter',
  'InvalidParameter.IdentityNameInUse',
  'InvalidParameterValue.IdentityUrlError',
  'InvalidParameterValue.MetadataError',
  'InvalidParameterValue.NameError',
  'LimitExceeded.IdentityFull',
] as const

export const CreateOIDCConfig = action({
  name: 'CreateOIDCConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Makes an OIDC identity provider for roles.',
  access: 'write',
  perSecond: 20,
  params: {
    IdentityUrl: identityUrl,
    IdentityKey: identityKey,
    ClientId: clientIds,
    Name: checkedName,
    Description: optional(oidcDescription, ''),
    AutoRotateKey: optional(autoRotateKey, 0),
  },
  returns: {},
  errors,
  resource: { level: 'operation', fine: ({ params }) => [segmentOf('oidc', params.Name)] },
  async prepare({ params, world }) {
    checkIssuer(errors, params.IdentityUrl)
    checkKeys(errors, 'InvalidParameterValue.MetadataError', params.IdentityKey)
    checkRotation(errors, world, params.AutoRotateKey)
  },
  async handle({ params, caller, nowMs, store, world, fail }) {
    const place = { listed: errors, world, store, account: caller.account }
    await checkRoom(place)
    const outcome = await store.identityProviders.insert(caller.account, {
      kind: 'oidc',
      name: params.Name,
      description: params.Description,
      issuer: params.IdentityUrl,
      clientIds: await distinctClients(place, params.ClientId),
      identityKey: params.IdentityKey,
      autoRotateKey: params.AutoRotateKey === 1,
      keysDueMs: nowMs,
      createdMs: nowMs,
      updatedMs: nowMs,
    })
    return outcome === 'taken' ? fail('InvalidParameter.IdentityNameInUse', { name: params.Name }) : {}
  },
})
