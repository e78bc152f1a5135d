// Switches sign-in of sub-users by SAML on or off, or puts another document. A document or domain that comes with any of the
// three takes the place of the old one; switching on switches sign-in by OIDC off.
import { optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { readMetadata } from './documents.ts'
import { auxiliaryDomain, metadataDocument } from './types.ts'

const errors = ['InvalidParameterValue.MetadataError', 'ResourceNotFound.IdentityNotExist'] as const

export const UpdateUserSAMLConfig = action({
  name: 'UpdateUserSAMLConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Changes how sub-users sign in by SAML.',
  access: 'write',
  perSecond: 20,
  params: {
    Operate: text({
      about: 'enable, disable, or updateSAML to put another document.',
      oneOf: ['enable', 'disable', 'updateSAML'],
    }),
    SAMLMetadataDocument: optional(metadataDocument),
    AuxiliaryDomain: optional(auxiliaryDomain),
  },
  returns: {},
  errors,
  resource: { level: 'operation' },
  async prepare({ params: { Operate, SAMLMetadataDocument: document }, fail }) {
    if (document !== undefined) return readMetadata(errors, document)
    if (Operate !== 'updateSAML') return undefined
    return fail('InvalidParameterValue.MetadataError', { problem: 'updateSAML needs a SAMLMetadataDocument' })
  },
  async handle({ params, prepared: metadata, caller, nowMs, store, fail }) {
    const present = await store.identityProviders.userSaml(caller.account)
    if (present === undefined) return fail('ResourceNotFound.IdentityNotExist', { name: 'user SSO by SAML' })
    const { account, ...settings } = present
    await store.identityProviders.setUserSso(account, {
      ...settings,
      enabled: params.Operate === 'updateSAML' ? settings.enabled : params.Operate === 'enable',
      metadata: metadata ?? settings.metadata,
      auxiliaryDomain: params.AuxiliaryDomain ?? settings.auxiliaryDomain,
      updatedMs: nowMs,
    })
    return {}
  },
})
