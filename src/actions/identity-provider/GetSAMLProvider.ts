// Shows a SAML identity provider with its document.
import { wireTime } from '../../kernel/time.ts'
import { text, timestamp } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { encodeMetadata } from './documents.ts'
import { providerSegment, samlProvider } from './provider.ts'
import { anyName, canBeName } from './types.ts'

export const GetSAMLProvider = action({
  name: 'GetSAMLProvider',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Shows a SAML identity provider.',
  access: 'read',
  perSecond: 20,
  params: { Name: anyName },
  returns: {
    Name: text({ about: 'Name of the provider.' }),
    Description: text({ about: 'What the provider is for.' }),
    CreateTime: timestamp({ about: 'When it was made, UTC+8.' }),
    ModifyTime: timestamp({ about: 'When it was last changed, UTC+8.' }),
    SAMLMetadata: text({ about: 'Its metadata document, in base64.' }),
  },
  errors: ['ResourceNotFound.IdentityNotExist', 'ResourceNotFound.NotFound'],
  resource: { level: 'operation', fine: (input) => providerSegment('saml', input) },
  async handle({ params: { Name: name }, caller, store, fail }) {
    // Two codes for one fault: this one where the text can be no provider's name, the other where it is nobody's.
    if (!canBeName(name)) return fail('ResourceNotFound.NotFound', { resource: name })
    const found = await samlProvider(store, caller.account, name)
    if (found === undefined) return fail('ResourceNotFound.IdentityNotExist', { name })
    return {
      Name: found.name,
      Description: found.description,
      CreateTime: wireTime(found.createdMs),
      ModifyTime: wireTime(found.updatedMs),
      SAMLMetadata: encodeMetadata(found.metadata),
    }
  },
})
