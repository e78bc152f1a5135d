// Lists the SAML identity providers of the account, newest first, without their documents.
import { wireTime } from '../../kernel/time.ts'
import { int, list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { segmentOf } from './provider.ts'
import { SAMLProviderInfo } from './types.ts'

export const ListSAMLProviders = action({
  name: 'ListSAMLProviders',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Lists SAML identity providers.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: {
    TotalCount: int({ about: 'How many there are.' }),
    SAMLProviderSet: list(SAMLProviderInfo, { about: 'All of them, newest first.' }),
  },
  errors: [],
  resource: { level: 'operation', fine: () => [segmentOf('saml', '*')] },
  async handle({ caller, store }) {
    const providers = await store.identityProviders.samlProviders(caller.account)
    const listed = providers.map(({ name, description, createdMs, updatedMs }) => ({
      Name: name,
      Description: description,
      CreateTime: wireTime(createdMs),
      ModifyTime: wireTime(updatedMs),
    }))
    return { TotalCount: listed.length, SAMLProviderSet: listed }
  },
})
