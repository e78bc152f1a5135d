// An account whose roles are open to people of identity providers: a SAML and an OIDC provider of its own, a role for each,
// and what the providers would say about somebody.
import { makeSigner } from '../../federation/certificates.ts'
import { metadataOf } from '../../federation/metadata.ts'
import {
  type AssertionGiven,
  base64,
  type ResponseGiven,
  roleAttribute,
  sessionNameAttribute,
  signedResponse,
} from '../../federation/saml-idp.ts'
import { clientId, issuer, jwks, token, usualHeader } from '../../federation/tokens.ts'
import type { CallOptions, Harness, Identity } from '../harness.ts'

export const idp = makeSigner()
export const newIdp = makeSigner()

export const samlArn = (account: number, name = 'corp'): string => `qcs::cam::uin/${account}:saml-provider/${name}`
export const oidcArn = (account: number, name = 'builds'): string => `qcs::cam::uin/${account}:oidc-provider/${name}`
export const roleArn = (account: number, name: string): string => `qcs::cam::uin/${account}:roleName/${name}`

const withSaml = 'name/sts:AssumeRoleWithSAML'
const withToken = 'name/sts:AssumeRoleWithWebIdentity'
export const tokenCondition = { 'oidc:iss': issuer, 'oidc:aud': [clientId] }

export function trustOf(arn: string, condition: object): string {
  const action = arn.includes(':saml-provider/') ? withSaml : withToken
  const statement = [{ effect: 'allow', action, principal: { federated: [arn] }, condition }]
  return JSON.stringify({ version: '2.0', statement })
}

export interface Federation {
  readonly owner: Identity
  /** Of the role that people of the SAML provider may have. */
  readonly samlRole: string
  readonly oidcRole: string
}

/** Providers `corp` (SAML) and `builds` (OIDC), and the roles `dev` and `deploy`, in the account of the owner. */
export async function federate(server: Harness, owner: Identity = server.root): Promise<Federation> {
  const as = { as: owner }
  const { account } = owner
  const SAMLMetadataDocument = base64(metadataOf(idp))
  await server.ok('CreateSAMLProvider', { Name: 'corp', Description: '', SAMLMetadataDocument }, as)
  const keys = { IdentityUrl: issuer, IdentityKey: base64(jwks), ClientId: [clientId, 'client-2'] }
  await server.ok('CreateOIDCConfig', { Name: 'builds', ...keys }, as)
  await openRole(server, owner, 'dev', trustOf(samlArn(account), {}))
  await openRole(server, owner, 'deploy', trustOf(oidcArn(account), { string_equal: tokenCondition }))
  return { owner, samlRole: roleArn(account, 'dev'), oidcRole: roleArn(account, 'deploy') }
}

/** A role with this trust that may read users and nothing else. */
export async function openRole(
  server: Harness,
  owner: Identity,
  name: string,
  PolicyDocument: string,
  given: object = {},
): Promise<string> {
  const as = { as: owner }
  const { RoleId } = await server.ok('CreateRole', { RoleName: name, PolicyDocument, ...given }, as)
  await server.ok('AttachRolePolicy', { PolicyName: 'QcloudCamReadOnlyAccess', AttachRoleId: RoleId }, as)
  return String(RoleId)
}

export const unsigned: CallOptions = { unsigned: true }

let assertions = 0

/** A new assertion about alice for the roles, of now. */
export function assertionOf(
  server: Harness,
  pairs: readonly string[],
  given: { readonly assertion?: AssertionGiven; readonly response?: ResponseGiven; readonly signer?: typeof idp } = {},
): string {
  assertions += 1
  const issuedMs = server.clock()
  const assertion: AssertionGiven = {
    id: `_a${assertions}`,
    issuedMs,
    attributes: [
      [roleAttribute, ...pairs],
      [sessionNameAttribute, 'alice'],
    ],
    ...given.assertion,
  }
  const response = { issuedMs, ...given.response }
  return base64(signedResponse(given.signer ?? idp, { assertion, response }))
}

/** Parameters of AssumeRoleWithSAML for the role, with an assertion of now. */
export function samlCall(
  server: Harness,
  RoleArn: string,
  given: Parameters<typeof assertionOf>[2] & { readonly provider?: string } = {},
) {
  const [, account = ''] = /uin\/(\d+)/.exec(RoleArn) ?? []
  const PrincipalArn = samlArn(Number(account), given.provider ?? 'corp')
  const SAMLAssertion = assertionOf(server, [`${RoleArn},${PrincipalArn}`], given)
  return { SAMLAssertion, PrincipalArn, RoleArn, RoleSessionName: 'alice@work' }
}

/** An ID token about alice, of now. */
export function idToken(server: Harness, claims: object = {}, header: object = {}): string {
  const now = Math.floor(server.clock() / 1000)
  const payload = { iss: issuer, sub: 'alice', aud: clientId, iat: now, exp: now + 300, ...claims }
  return token({ ...usualHeader, ...header }, payload)
}

/** Parameters of AssumeRoleWithWebIdentity for the role. */
export const tokenCall = (server: Harness, RoleArn: string, WebIdentityToken = idToken(server)) => ({
  ProviderId: 'builds',
  WebIdentityToken,
  RoleArn,
  RoleSessionName: 'alice@ci',
})
