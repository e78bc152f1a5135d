// Changes the description or the document of a SAML identity provider. What is left out stays as it is.
import { optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { readMetadata } from './documents.ts'
import { providerSegment, samlProvider } from './provider.ts'
import { anyName, metadataDocument, samlDescription } from './types.ts'

const errors = ['InvalidParameterValue.MetadataError', 'ResourceNotFound.IdentityNotExist'] as const

export const UpdateSAMLProvider = action({
  name: 'UpdateSAMLProvider',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Changes a SAML identity provider.',
  access: 'write',
  perSecond: 20,
  params: {
    Name: anyName,
    Description: optional(samlDescription),
    SAMLMetadataDocument: optional(metadataDocument),
  },
  returns: {},
  errors,
  resource: { level: 'operation', fine: (input) => providerSegment('saml', input) },
  async prepare({ params: { SAMLMetadataDocument: document } }) {
    return document === undefined ? undefined : readMetadata(errors, document)
  },
  async handle({ params, prepared: metadata, caller, nowMs, store, fail }) {
    const found = await samlProvider(store, caller.account, params.Name)
    if (found === undefined) return fail('ResourceNotFound.IdentityNotExist', { name: params.Name })
    const { account, ...provider } = found
    await store.identityProviders.update(account, {
      ...provider,
      description: params.Description ?? found.description,
      metadata: metadata ?? found.metadata,
      updatedMs: nowMs,
    })
    return {}
  },
})
