// Shapes that the identity provider actions share, and how providers are numbered and named on the wire.
import type { ErrorCode } from '../../protocol/errors.ts'
import { int, list, optional, struct, text } from '../../protocol/shape.ts'

/** What the wire calls states: nothing set, in force, out of force. */
export const stateOf = (settings: { readonly enabled: boolean } | undefined): 0 | 2 | 11 =>
  settings === undefined ? 0 : settings.enabled ? 11 : 2
export const status = int({ about: '0 not set, 11 in force, 2 switched off.', oneOf: [0, 2, 11] })

/** Letters, digits and signs that trust policies can name a provider with. */
const namePattern = /^[A-Za-z0-9+=,.@_-]{3,128}$/
export const canBeName = (name: string): boolean => namePattern.test(name)

/** For new names, and for the calls whose tables have a code for a text that can be no name. */
export const checkedName = text({
  about:
    'Name of the provider, unique in the account without regard to case: letters, digits and the signs +=,.@_- only.',
  min: 3,
  max: 128,
  pattern: namePattern,
  fault: 'InvalidParameterValue.NameError',
})
/** For picking a provider: whatever it says, at worst none has that name. */
export const anyName = text({ about: 'Name of the provider, without regard to case.' })

export const metadataDocument = text({
  about: 'Metadata document of the provider (SAML 2.0), in base64: 64 KB of it at most.',
})
export const samlDescription = text({ about: 'What the provider is for.', max: 255 })
export const auxiliaryDomain = text({
  about: 'Domain that names from the provider may end in (name@domain) and names of sub-users do not; empty for none.',
  max: 253,
  // Labels of letters, digits and hyphens, none of which begins or ends one.
  pattern: /^(?![-.])(?!.*(?:\.\.|-\.|\.-|[-.]$))[A-Za-z0-9.-]*$/,
  newer: true,
})

const fault = 'InvalidParameter'
export const identityUrl = text({ about: 'Issuer: exactly what the `iss` of its tokens says.' })
/** Public keys belong in it; a private one that is sent by mistake is refused and must not stay in an audit event. */
export const identityKey = text({
  about: 'Public keys that check its tokens: a JWKS document in base64.',
  secret: true,
})
export const clientId = text({
  about: 'Client id registered with the provider: letters, digits and the signs .-_:/, not beginning with a sign.',
  min: 1,
  max: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/,
  fault,
})
export const clientIds = list(clientId, { about: 'Audiences of tokens; any of them.', min: 1, fault })
export const oidcDescription = text({ about: 'What the provider is for.', max: 255, fault })
export const autoRotateKey = int({
  about: 'Whether the server fetches the keys from the issuer itself: 1 yes, 0 no.',
  oneOf: [0, 1],
  newer: true,
  fault,
})

export const authorizationEndpoint = text({ about: 'Where browsers are sent to sign in.' })
export const responseType = text({ about: 'Always id_token.', oneOf: ['id_token'], fault })
export const responseMode = text({
  about: 'How the token comes back: form_post (better) or fragment.',
  oneOf: ['form_post', 'fragment'],
  fault,
})
export const mappingField = (fault: ErrorCode) =>
  text({
    about:
      'Claim of the token that holds the name of the sub-user, mostly sub or name; the spelling is the protocol’s.',
    min: 1,
    max: 255,
    pattern: /^[\p{L}\p{N}@&＆_[\]-]+$/u,
    fault,
  })
export const scopes = list(text({ about: 'openid, email or profile.', oneOf: ['openid', 'email', 'profile'], fault }), {
  about: 'What is asked of the provider; openid always is.',
  fault,
})
/** As a parameter: openid is added where it is missing. */
export const optionalScopes = optional(scopes, ['openid'])
export const withOpenid = (given: readonly string[]): readonly string[] => [...new Set(['openid', ...given])]

export const SAMLProviderInfo = struct(
  'SAMLProviderInfo',
  {
    Name: text({ about: 'Name of the provider.' }),
    Description: text({ about: 'What the provider is for.' }),
    CreateTime: text({ about: 'When it was made, UTC+8.' }),
    ModifyTime: text({ about: 'When it was last changed, UTC+8.' }),
  },
  { about: 'A SAML provider, without its document.' },
)
