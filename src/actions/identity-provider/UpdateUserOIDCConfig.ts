// Changes how sub-users sign in by OIDC, without switching it on or off. While they sign in by SAML the change is refused:
// whoever makes it would take it to be in force.
import { optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkEndpoint, checkIssuer, checkKeys, checkRotation } from './documents.ts'
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
  'LimitExceeded.IdentityFull',
  'ResourceNotFound.IdentityNotExist',
] as const

export const UpdateUserOIDCConfig = action({
  name: 'UpdateUserOIDCConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Changes how sub-users sign in by OIDC.',
  access: 'write',
  perSecond: 20,
  params: {
    IdentityUrl: identityUrl,
    IdentityKey: identityKey,
    ClientId: clientId,
    AuthorizationEndpoint: authorizationEndpoint,
    ResponseType: responseType,
    ResponseMode: responseMode,
    MappingFiled: mappingField('InvalidParameter'),
    Scope: optionalScopes,
    Description: optional(oidcDescription),
    AutoRotateKey: optional(autoRotateKey),
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
  async handle({ params, caller, nowMs, store, fail }) {
    const present = await store.identityProviders.userOidc(caller.account)
    if (present === undefined) return fail('ResourceNotFound.IdentityNotExist', { name: 'user SSO by OIDC' })
    const inForce = await store.identityProviders.userSso(caller.account)
    if (inForce?.protocol === 'saml') return fail('InvalidParameter.IdentityNameInUse', { name: 'user SSO by SAML' })
    const { account, ...settings } = present
    const { AutoRotateKey: rotate } = params
    await store.identityProviders.setUserSso(account, {
      ...settings,
      issuer: params.IdentityUrl,
      identityKey: params.IdentityKey,
      clientId: params.ClientId,
      authorizationEndpoint: params.AuthorizationEndpoint,
      responseType: params.ResponseType,
      responseMode: params.ResponseMode,
      mappingField: params.MappingFiled,
      scopes: withOpenid(params.Scope),
      description: params.Description ?? settings.description,
      autoRotateKey: rotate === undefined ? settings.autoRotateKey : rotate === 1,
      keysDueMs: nowMs,
      updatedMs: nowMs,
    })
    return {}
  },
})
