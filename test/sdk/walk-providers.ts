// The walk through the actions of identity providers: those that roles are used by, made, shown, changed and deleted; sign-in
// of users by SAML, then by OIDC in its place, then by neither.
import { keys, metadata, otherKeys, otherMetadata } from '../api/identity-provider/providers.ts'
import type { Step, Trail } from './walk.ts'

const samlName = ({ tag }: Trail): string => `saml-${tag}`
const oidcName = ({ tag }: Trail): string => `oidc-${tag}`

const saml: readonly Step[] = [
  {
    action: 'CreateSAMLProvider',
    send: (trail) => ({ Name: samlName(trail), Description: 'of a walk, 测试', SAMLMetadataDocument: metadata }),
    shows: (trail) => ({ ProviderArn: `qcs::cam::uin/${trail.account}:saml-provider/${samlName(trail)}` }),
  },
  {
    action: 'GetSAMLProvider',
    send: (trail) => ({ Name: samlName(trail) }),
    shows: () => ({ Description: 'of a walk, 测试', SAMLMetadata: metadata }),
  },
  {
    action: 'UpdateSAMLProvider',
    send: (trail) => ({ Name: samlName(trail), Description: 'changed', SAMLMetadataDocument: otherMetadata }),
  },
  {
    action: 'ListSAMLProviders',
    shows: (trail) => ({ TotalCount: 1, SAMLProviderSet: [{ Name: samlName(trail), Description: 'changed' }] }),
  },
]

const oidc: readonly Step[] = [
  {
    action: 'CreateOIDCConfig',
    send: (trail) => ({
      Name: oidcName(trail),
      IdentityUrl: 'https://idp.example/id/1',
      IdentityKey: keys,
      ClientId: ['client-1', 'client-2'],
      Description: 'of a walk',
      AutoRotateKey: 0,
    }),
  },
  {
    action: 'UpdateOIDCConfig',
    send: (trail) => ({
      Name: oidcName(trail),
      IdentityUrl: 'https://idp.example/id/2',
      IdentityKey: otherKeys,
      ClientId: ['client-3'],
      Description: '',
      AutoRotateKey: 0,
    }),
  },
  {
    action: 'DescribeOIDCConfig',
    send: (trail) => ({ Name: oidcName(trail) }),
    shows: (trail) => ({
      ProviderType: 11,
      Status: 11,
      Name: oidcName(trail),
      IdentityUrl: 'https://idp.example/id/2',
      IdentityKey: otherKeys,
      ClientId: ['client-3'],
      Description: '',
    }),
  },
  { action: 'GetAccountSummary', shows: () => ({ Idps: 2 }) },
  { action: 'DeleteOIDCConfig', send: (trail) => ({ Name: oidcName(trail) }) },
  { action: 'DeleteSAMLProvider', send: (trail) => ({ Name: samlName(trail) }) },
]

const users = {
  IdentityUrl: 'https://idp.example/',
  IdentityKey: keys,
  ClientId: 'client',
  AuthorizationEndpoint: 'https://idp.example/authorize',
  ResponseType: 'id_token',
  ResponseMode: 'form_post',
  MappingFiled: 'sub',
}

const signIn: readonly Step[] = [
  { action: 'DescribeUserSAMLConfig', shows: () => ({ Status: 0, SAMLMetadata: '' }) },
  { action: 'CreateUserSAMLConfig', send: () => ({ SAMLMetadataDocument: metadata, AuxiliaryDomain: 'a.example' }) },
  {
    action: 'UpdateUserSAMLConfig',
    send: () => ({ Operate: 'updateSAML', SAMLMetadataDocument: otherMetadata, AuxiliaryDomain: 'b.example' }),
  },
  { action: 'DescribeUserSAMLConfig', shows: () => ({ Status: 11, SAMLMetadata: otherMetadata }) },
  {
    action: 'CreateUserOIDCConfig',
    send: () => ({ ...users, Scope: ['openid', 'email'], Description: 'of a walk', AutoRotateKey: 0 }),
  },
  { action: 'DescribeUserSAMLConfig', shows: () => ({ Status: 2 }) },
  {
    action: 'UpdateUserOIDCConfig',
    send: () => ({
      ...users,
      ResponseMode: 'fragment',
      MappingFiled: 'name',
      Scope: ['profile'],
      Description: 'changed',
      AutoRotateKey: 0,
    }),
  },
  {
    action: 'DescribeUserOIDCConfig',
    shows: () => ({
      ...users,
      ResponseMode: 'fragment',
      MappingFiled: 'name',
      Scope: ['openid', 'profile'],
      Description: 'changed',
      Status: 11,
      ProviderType: 12,
    }),
  },
  { action: 'DisableUserSSO' },
  { action: 'DescribeUserOIDCConfig', shows: () => ({ Status: 2 }) },
]

export const providerSteps: readonly Step[] = [...saml, ...oidc, ...signIn]
