// Has sub-users sign in by the account's own OIDC identity provider, in place of any other way. Settings that were switched off
// are replaced; those in force must be changed or switched off first.
import { optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkEndpoint, checkIssuer, checkKeys, checkRotation } from './documents.ts'
import { checkRoom } from './provider.ts'
import {
  authorizationEndpoint,
  autoRotateKey,
  clientId,
  identityKey,
  identityUrl,
  mappingField,
  oidcDescription,
  optionalScopes,
  responseMode,
  responseType,
  withOpenid,
} from './types.ts'

const errors = [
  'InvalidParameter',
  'InvalidParameter.IdentityNameInUse',
  'InvalidParameterValue.IdentityKeyError',
  'InvalidParameterValue.IdentityUrlError',
  'InvalidParameterValue.MetadataError',
  'InvalidParameterValue.NameError',
  'LimitExceeded.IdentityFull',
] as const

export const CreateUserOIDCConfig = action({
  name: 'CreateUserOIDCConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Has sub-users sign in by OIDC.',
  access: 'write',
  perSecond: 20,
  params: {
    IdentityUrl: identityUrl,
    IdentityKey: identityKey,
    ClientId: clientId,
    AuthorizationEndpoint: authorizationEndpoint,
    ResponseType: responseType,
    ResponseMode: responseMode,
    MappingFiled: mappingField('InvalidParameterValue.NameError'),
    Scope: optionalScopes,
    Description: optional(oidcDescription, ''),
    AutoRotateKey: optional(autoRotateKey, 0),
  },
  returns: {},
  errors,
  resource: { level: 'operation' },
  async prepare({ params, world }) {
    checkIssuer(errors, params.IdentityUrl, 'https')
    checkKeys(errors, 'InvalidParameterValue.IdentityKeyError', params.IdentityKey)
    checkEndpoint(errors, params.AuthorizationEndpoint)
    checkRotation(errors, world, params.AutoRotateKey)
  },
  async handle({ params, caller, nowMs, store, world, fail }) {
    const { account } = caller
    const present = await store.identityProviders.userOidc(account)
    if (present?.enabled === true) return fail('InvalidParameter.IdentityNameInUse', { name: 'user SSO by OIDC' })
    if (present === undefined) await checkRoom({ listed: errors, world, store, account })
    await store.identityProviders.setUserSso(account, {
      protocol: 'oidc',
      enabled: true,
      issuer: params.IdentityUrl,
      identityKey: params.IdentityKey,
      clientId: params.ClientId,
      authorizationEndpoint: params.AuthorizationEndpoint,
      responseType: params.ResponseType,
      responseMode: params.ResponseMode,
      mappingField: params.MappingFiled,
      scopes: withOpenid(params.Scope),
      description: params.Description,
      autoRotateKey: params.AutoRotateKey === 1,
      keysDueMs: nowMs,
      createdMs: nowMs,
      updatedMs: nowMs,
    })
    return {}
  },
})
