// The walk's calls for people of identity providers. Providers and roles are put into the store; what the providers say is
// signed when it is sent. The libraries sign these calls too where they are told nothing else, which changes nothing.
import { expect } from 'vitest'
import { idp, oidcArn, roleArn, samlArn, trustOf } from '../api/sts/federation.ts'
import { metadataOf } from '../federation/metadata.ts'
import { base64, roleAttribute, sessionNameAttribute, signedResponse } from '../federation/saml-idp.ts'
import { clientId, issuer, jwks, token, usualHeader } from '../federation/tokens.ts'
import type { Step, Trail } from './walk.ts'

const recipient = 'https://cloud.tencent.com/login/saml'
const credential = { Token: expect.any(String), TmpSecretId: expect.any(String), TmpSecretKey: expect.any(String) }

export const federatedSteps: readonly Step[] = [
  {
    action: 'AssumeRoleWithSAML',
    product: 'sts',
    before: prepare,
    send: ({ account, server }) => ({
      SAMLAssertion: assertionOf(account, server.world.clock()),
      PrincipalArn: samlArn(account),
      RoleArn: roleArn(account, 'by-saml'),
      RoleSessionName: 'alice',
      DurationSeconds: 900,
    }),
    shows: () => ({ Credentials: credential }),
  },
  {
    action: 'AssumeRoleWithWebIdentity',
    product: 'sts',
    send: ({ account, server }) => ({
      ProviderId: 'builds',
      WebIdentityToken: tokenOf(server.world.clock()),
      RoleArn: roleArn(account, 'by-token'),
      RoleSessionName: 'alice',
      DurationSeconds: 900,
    }),
    shows: () => ({ Credentials: credential }),
  },
]

function assertionOf(account: number, issuedMs: number): string {
  const pair = `${roleArn(account, 'by-saml')},${samlArn(account)}`
  const attributes = [
    [roleAttribute, pair],
    [sessionNameAttribute, 'alice'],
  ] as const
  // An assertion is good once: each walk has an account of its own, and so an id of its own.
  const assertion = { id: `_a${account}`, issuedMs, recipient, audience: 'cloud.tencent.com', attributes }
  return base64(signedResponse(idp, { assertion, response: { issuedMs, destination: recipient } }))
}

function tokenOf(nowMs: number): string {
  const now = Math.floor(nowMs / 1000)
  return token(usualHeader, { iss: issuer, sub: 'alice', aud: clientId, iat: now, exp: now + 300 })
}

/** Both providers, and a role for each. */
export async function prepare({ account, server: { world } }: Pick<Trail, 'account' | 'server'>): Promise<void> {
  const nowMs = world.clock()
  const made = { description: '', createdMs: nowMs, updatedMs: nowMs }
  const oidc = { issuer, identityKey: base64(jwks), clientIds: [clientId], autoRotateKey: false, keysDueMs: nowMs }
  const condition = { string_equal: { 'oidc:iss': issuer, 'oidc:aud': clientId } }
  const role = { type: 'user', description: '', consoleLogin: false, sessionDuration: 0, services: [] } as const
  await world.store.transaction(async ({ accounts, identityProviders, ids, roles }) => {
    await accounts.advance(account)
    await identityProviders.insert(account, { kind: 'saml', name: 'corp', metadata: metadataOf(idp), ...made })
    await identityProviders.insert(account, { kind: 'oidc', name: 'builds', ...oidc, ...made })
    const trusts = [
      ['by-saml', trustOf(samlArn(account), {})],
      ['by-token', trustOf(oidcArn(account), condition)],
    ] as const
    for (const [name, trust] of trusts) {
      await roles.insert(account, { roleId: await ids.nextRole(), name, trust, createdMs: nowMs, ...role })
    }
  })
}
