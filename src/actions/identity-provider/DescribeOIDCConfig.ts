// Shows an OIDC identity provider of roles.
import { int, list, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { oidcProvider, providerSegment } from './provider.ts'
import { checkedName, status } from './types.ts'

export const DescribeOIDCConfig = action({
  name: 'DescribeOIDCConfig',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Shows an OIDC identity provider of roles.',
  access: 'read',
  perSecond: 20,
  params: { Name: checkedName },
  returns: {
    ProviderType: int({ about: 'Always 11: OIDC, of roles.', oneOf: [11] }),
    IdentityUrl: text({ about: 'Issuer: exactly what the `iss` of its tokens says.' }),
    IdentityKey: text({ about: 'Public keys that check its tokens now: a JWKS document in base64.' }),
    ClientId: list(text({ about: 'Client id.' }), { about: 'Audiences of tokens; any of them.' }),
    Status: status,
    Description: text({ about: 'What the provider is for.' }),
    Name: text({ about: 'Name of the provider.' }),
    AutoRotateKey: int({ about: 'Whether the server fetches the keys: 1 yes, 0 no.', oneOf: [0, 1], newer: true }),
  },
  errors: ['InvalidParameter', 'InvalidParameterValue.NameError', 'ResourceNotFound.IdentityNotExist'],
  resource: { level: 'operation', fine: (input) => providerSegment('oidc', input) },
  async handle({ params: { Name: name }, caller, store, fail }) {
    const found = await oidcProvider(store, caller.account, name)
    if (found === undefined) return fail('ResourceNotFound.IdentityNotExist', { name })
    return {
      ProviderType: 11,
      IdentityUrl: found.issuer,
      IdentityKey: found.identityKey,
      ClientId: found.clientIds,
      // A role's provider is in force as long as it is there.
      Status: 11,
      Description: found.description,
      Name: found.name,
      AutoRotateKey: found.autoRotateKey ? 1 : 0,
    }
  },
})
