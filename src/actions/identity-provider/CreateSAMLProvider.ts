// Makes an identity provider that vouches by SAML for users of roles. A role is used through it once its trust policy names
// the provider.
import { text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { readMetadata } from './documents.ts'
import { checkRoom, providerArn, segmentOf } from './provider.ts'
import { checkedName, metadataDocument, samlDescription } from './types.ts'

const errors = [
  'FailedOperation',
  'InvalidParameter.IdentityNameInUse',
  'InvalidParameterValue.MetadataError',
  'InvalidParameterValue.NameError',
  'LimitExceeded.IdentityFull',
] as const

export const CreateSAMLProvider = action({
  name: 'CreateSAMLProvider',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Makes a SAML identity provider for roles.',
  access: 'write',
  perSecond: 20,
  params: { Name: checkedName, Description: samlDescription, SAMLMetadataDocument: metadataDocument },
  returns: { ProviderArn: text({ about: 'Six-segment name of the provider.' }) },
  errors,
  resource: { level: 'operation', fine: ({ params }) => [segmentOf('saml', params.Name)] },
  prepare: async ({ params }) => readMetadata(errors, params.SAMLMetadataDocument),
  async handle({ params, prepared: metadata, caller, nowMs, store, world, fail }) {
    const { account } = caller
    await checkRoom({ listed: errors, world, store, account })
    const times = { createdMs: nowMs, updatedMs: nowMs }
    const provider = { name: params.Name, description: params.Description, metadata, ...times }
    const outcome = await store.identityProviders.insert(account, { kind: 'saml', ...provider })
    if (outcome === 'taken') return fail('InvalidParameter.IdentityNameInUse', { name: params.Name })
    return { ProviderArn: providerArn(account, 'saml', params.Name) }
  },
})
