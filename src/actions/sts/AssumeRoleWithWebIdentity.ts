// Makes a session of a role for somebody whom an OIDC identity provider of the role's account vouches for. Nobody signs the
// call; the ID token is the proof. It may be shown again while it is good: clients keep it in a file for that.

import { type TokenClaims, type TokenResult, verifyIdToken } from '../../federation/oidc/id-token.ts'
import { readIdentityKey } from '../../federation/oidc/keys.ts'
import { refuseToken } from '../../federation/oidc/refusal.ts'
import { remembered } from '../../federation/remembered.ts'
import { text } from '../../protocol/shape.ts'
import type { OidcProviderRow, Reads } from '../../store/store.ts'
import { type ActionInput, action } from '../define.ts'
import {
  makeFederatedSession,
  type Proof,
  providerOf,
  providerSkewMs,
  trustedRole,
  unsignedByRole,
} from './federated.ts'
import { readRoleArn } from './role-arn.ts'
import { DurationSeconds, distrust, durationWithin, RoleSessionName, roleArn, roleSecondsMax } from './role-session.ts'
import { credentialResults } from './session.ts'

const newer = true

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.WebIdentityTokenError',
  'UnauthorizedOperation',
] as const
type Input = ActionInput<{ readonly WebIdentityToken: string }, (typeof errors)[number]>
type Stored = { readonly store: Pick<Reads, 'identityProviders'> }

const keysOf = remembered(readIdentityKey, 256)

export const AssumeRoleWithWebIdentity = action({
  name: 'AssumeRoleWithWebIdentity',
  product: 'sts',
  group: 'Sts',
  summary: 'Makes a temporary key with the rights of a role for somebody an OIDC identity provider vouches for.',
  newer,
  access: 'write',
  perSecond: 100,
  params: {
    ProviderId: text({ about: "Name of the identity provider, of the role's account.", newer, min: 1, max: 128 }),
    WebIdentityToken: text({ about: 'ID token of the provider.', newer, secret: true }),
    RoleArn: roleArn('InvalidParameter.ParamError'),
    RoleSessionName,
    DurationSeconds,
  },
  returns: credentialResults,
  errors,
  resource: { level: 'open' },
  unsigned: unsignedByRole<Proof>(),
  async prepare({ params, store, ...input }): Promise<Proof> {
    const { fail } = input
    const role = readRoleArn(params.RoleArn)
    if (role === undefined) return fail('InvalidParameter.ParamError', { problem: 'RoleArn names no role' })
    const named = await providerOf(store, role.account, 'oidc', params.ProviderId)
    if (named === undefined) {
      const problem = `the role's account has no OIDC identity provider \`${params.ProviderId}\``
      return fail('InvalidParameter.ParamError', { problem })
    }
    const { provider, claims } = await verified({ ...input, params, store }, named)
    const { issuer, subject, audiences } = claims
    const keys = new Map<string, string | readonly string[]>([
      ['oidc:iss', issuer],
      ['oidc:sub', subject],
      ['oidc:aud', audiences],
    ])
    return { role, provider, subject, sessionName: params.RoleSessionName, keys }
  },
  async handle({ params, prepared, ...input }) {
    const { fail } = input
    const role = await trustedRole(input, 'sts:AssumeRoleWithWebIdentity', prepared)
    // The call's table has no word for a role that is not there.
    if (typeof role === 'string') return fail('UnauthorizedOperation', { problem: distrust(params.RoleArn) })
    const limit = roleSecondsMax(role)
    const durationSeconds = durationWithin(params.DurationSeconds, limit)
    if (durationSeconds === undefined) {
      return fail('InvalidParameter.ParamError', {
        problem: `\`DurationSeconds\` is over its limit of ${limit} seconds`,
      })
    }
    return makeFederatedSession(input, prepared, role, durationSeconds)
  },
})

interface Verified {
  /** As it was when its keys verified the token. */
  readonly provider: OidcProviderRow
  readonly claims: TokenClaims
}

/**
 * What the token says; otherwise the call ends with WebIdentityTokenError. Where the token names a key that is not there, the
 * issuer may have begun to use another.
 */
async function verified(input: Input & Stored, named: OidcProviderRow): Promise<Verified> {
  const { world, store, requestId, fail } = input
  const { account, name } = named
  let [provider, result] = [named, verify(input, named)]
  if (result.kind === 'refused' && result.reason === 'key') {
    await world.renewKeys(named, { of: 'provider', name })
    provider = (await providerOf(store, account, 'oidc', name)) ?? named
    result = verify(input, provider)
  }
  if (result.kind === 'verified') return { provider, claims: result.claims }
  const { reason, problem } = result
  world.log.info({ requestId, provider: name, reason, problem }, 'ID token refused')
  return fail('InvalidParameter.WebIdentityTokenError', { problem })
}

function verify({ params, nowMs }: Input, { identityKey, issuer, clientIds }: OidcProviderRow): TokenResult {
  const read = keysOf(identityKey)
  if (read.kind === 'refused') return refuseToken('key', 'the keys of the identity provider cannot be used')
  // Clients read tokens from files, which end in a line's end.
  return verifyIdToken(params.WebIdentityToken.trim(), {
    issuer,
    clientIds,
    keys: read.keys,
    nonce: undefined,
    severalAudiences: 'accepted',
    nowMs,
    skewMs: providerSkewMs,
  })
}
