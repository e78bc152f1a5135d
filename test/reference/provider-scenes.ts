// What each example of a call on identity providers found in the account.
import { moment, type Scene } from './scene.ts'

const dates = (created: string, updated = created) => ({ createdMs: moment(created), updatedMs: moment(updated) })
const anyTime = dates('2019-01-01 00:00:00')

export function samlProvider(scene: Scene, name: string, description = '', times = anyTime): Promise<void> {
  const provider = { kind: 'saml', name, description, metadata: 'SAMLMetadata', ...times } as const
  return scene.write(({ identityProviders }, account) => identityProviders.insert(account, provider))
}

function oidcProvider(scene: Scene, name: string, given: object = {}): Promise<void> {
  const keys = { issuer: 'https://idp.example', identityKey: '', autoRotateKey: false, keysDueMs: 0 }
  const provider = { kind: 'oidc', name, description: 'Desc', clientIds: [], ...keys, ...anyTime, ...given } as const
  return scene.write(({ identityProviders }, account) => identityProviders.insert(account, provider))
}

function userOidc(scene: Scene): Promise<void> {
  return scene.write(({ identityProviders }, account) =>
    identityProviders.setUserSso(account, {
      protocol: 'oidc',
      enabled: true,
      issuer: 'https://tencent.auth**.cn/',
      identityKey: 'ewogICAgImtleXMiOiBbC****',
      autoRotateKey: false,
      keysDueMs: 0,
      clientId: '61adcf00620c31e3d***',
      authorizationEndpoint: 'https://tencent.auth**.cn',
      responseType: 'id_token',
      responseMode: 'form_post',
      mappingField: 'sub',
      scopes: ['openid', 'email'],
      description: 'Description',
      ...anyTime,
    }),
  )
}

const listed = [
  ['saml-sdk', 'sdk', '2018-12-17 16:33:35', '2019-02-26 13:34:58'],
  ['TestSAML', '111', '2018-11-08 19:27:27', '2019-04-30 11:23:12'],
  ['OneLogin', 'ONeLogin', '2018-11-04 20:36:41', '2018-11-23 23:56:09'],
  ['Azure_AD', 'Azure AD', '2018-11-04 16:44:25', '2019-02-14 10:38:27'],
  ['api-test', 'API test', '2018-10-30 11:40:19', '2018-10-30 11:40:19'],
  ['okta', 'okta', '2018-09-17 17:18:03', '2018-09-17 17:18:03'],
] as const

export const providerScenes: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  CreateSAMLProvider: async () => {},
  CreateOIDCConfig: async () => {},
  CreateUserSAMLConfig: async () => {},
  CreateUserOIDCConfig: async () => {},
  DescribeUserSAMLConfig: async () => {},

  UpdateSAMLProvider: (scene) => samlProvider(scene, 'testName'),
  DeleteSAMLProvider: (scene) => samlProvider(scene, 'name'),
  GetSAMLProvider: (scene) => samlProvider(scene, 'okta', 'okta', dates('2018-09-17 17:18:03')),
  async ListSAMLProviders(scene) {
    for (const [name, description, created, updated] of listed) {
      await samlProvider(scene, name, description, dates(created, updated))
    }
  },

  UpdateOIDCConfig: (scene) => oidcProvider(scene, 'test-oidc'),
  DeleteOIDCConfig: (scene) => oidcProvider(scene, 'Name'),
  DescribeOIDCConfig: (scene) =>
    oidcProvider(scene, 'Name', {
      issuer: 'https://*****.qq.cn/',
      identityKey: 'ewogICAgImtleXMiOiBbCiAgICAg********jenYyT0kiCiAgICAgICAgfQogICAgXQp9',
      clientIds: ['61adcf0******bc9546'],
    }),

  UpdateUserSAMLConfig: (scene) =>
    scene.write(({ identityProviders }, account) =>
      identityProviders.setUserSso(account, {
        protocol: 'saml',
        enabled: true,
        metadata: 'SAMLMetadata',
        auxiliaryDomain: '',
        ...anyTime,
      }),
    ),
  UpdateUserOIDCConfig: userOidc,
  DescribeUserOIDCConfig: userOidc,
  DisableUserSSO: userOidc,
}
