// Shows how sub-users sign in by SAML; that nothing is set is an answer, not an error.
import { text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { encodeMetadata } from './documents.ts'
import { stateOf, status } from './types.ts'

export const DescribeUserSAMLConfig = action({
  name: 'DescribeUserSAMLConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Shows how sub-users sign in by SAML.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: {
    SAMLMetadata: text({ about: 'Metadata document of the provider, in base64; empty when nothing is set.' }),
    Status: status,
    AuxiliaryDomain: text({ about: 'Domain that names from the provider may end in; empty for none.', newer: true }),
  },
  errors: [],
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const settings = await store.identityProviders.userSaml(caller.account)
    return {
      SAMLMetadata: encodeMetadata(settings?.metadata ?? ''),
      Status: stateOf(settings),
      AuxiliaryDomain: settings?.auxiliaryDomain ?? '',
    }
  },
})
