// Shows how sub-users sign in by OIDC.
import { int, list, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { stateOf, status } from './types.ts'

export const DescribeUserOIDCConfig = action({
  name: 'DescribeUserOIDCConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Shows how sub-users sign in by OIDC.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: {
    ProviderType: int({ about: 'Always 12: OIDC, of users.', oneOf: [12] }),
    IdentityUrl: text({ about: 'Issuer: exactly what the `iss` of its tokens says.' }),
    IdentityKey: text({ about: 'Public keys that check its tokens now: a JWKS document in base64.' }),
    ClientId: text({ about: 'Client id registered with the provider.' }),
    Status: status,
    AuthorizationEndpoint: text({ about: 'Where browsers are sent to sign in.' }),
    Scope: list(text({ about: 'openid, email or profile.' }), { about: 'What is asked of the provider.' }),
    ResponseType: text({ about: 'Always id_token.' }),
    ResponseMode: text({ about: 'How the token comes back: form_post or fragment.' }),
    MappingFiled: text({ about: 'Claim of the token that holds the name of the sub-user.' }),
    Description: text({ about: 'What the provider is for.' }),
    AutoRotateKey: int({ about: 'Whether the server fetches the keys: 1 yes, 0 no.', oneOf: [0, 1], newer: true }),
  },
  errors: ['ResourceNotFound.IdentityNotExist'],
  resource: { level: 'operation' },
  async handle({ caller, store, fail }) {
    const settings = await store.identityProviders.userOidc(caller.account)
    if (settings === undefined) return fail('ResourceNotFound.IdentityNotExist', { name: 'user SSO by OIDC' })
    return {
      ProviderType: 12,
      IdentityUrl: settings.issuer,
      IdentityKey: settings.identityKey,
      ClientId: settings.clientId,
      Status: stateOf(settings),
      AuthorizationEndpoint: settings.authorizationEndpoint,
      Scope: settings.scopes,
      ResponseType: settings.responseType,
      ResponseMode: settings.responseMode,
      MappingFiled: settings.mappingField,
      Description: settings.description,
      AutoRotateKey: settings.autoRotateKey ? 1 : 0,
    }
  },
})
