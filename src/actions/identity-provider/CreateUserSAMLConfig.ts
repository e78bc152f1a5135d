// Has sub-users sign in by the account's own SAML identity provider, in place of any other way. Settings that were switched off
// are replaced; those in force must be changed or switched off first.
import { optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { readMetadata } from './documents.ts'
import { auxiliaryDomain, metadataDocument } from './types.ts'

const errors = ['InvalidParameter.IdentityNameInUse', 'InvalidParameterValue.MetadataError'] as const

export const CreateUserSAMLConfig = action({
  name: 'CreateUserSAMLConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Has sub-users sign in by SAML.',
  access: 'write',
  perSecond: 20,
  params: { SAMLMetadataDocument: metadataDocument, AuxiliaryDomain: optional(auxiliaryDomain, '') },
  returns: {},
  errors,
  resource: { level: 'operation' },
  prepare: async ({ params }) => readMetadata(errors, params.SAMLMetadataDocument),
  async handle({ params, prepared: metadata, caller, nowMs, store, fail }) {
    const present = await store.identityProviders.userSaml(caller.account)
    if (present?.enabled === true) return fail('InvalidParameter.IdentityNameInUse', { name: 'user SSO by SAML' })
    await store.identityProviders.setUserSso(caller.account, {
      protocol: 'saml',
      enabled: true,
      metadata,
      auxiliaryDomain: params.AuxiliaryDomain,
      createdMs: nowMs,
      updatedMs: nowMs,
    })
    return {}
  },
})
