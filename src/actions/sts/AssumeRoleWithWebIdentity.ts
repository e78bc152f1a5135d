// Makes a session of a role for somebody whom an OIDC identity provider of the role's account vouches for. Nobody signs the
// call; the ID token is the proof. It may be shown again while it is good: clients keep it in a file for that.

import { type TokenClaims, verifyIdToken } from '../../federation/oidc/id-token.ts'
import { readIdentityKey } from '../../federation/oidc/keys.ts'
import { remembered } from '../../federation/remembered.ts'
import { text } from '../../protocol/shape.ts'
import type { OidcProviderRow } from '../../store/store.ts'
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
    const provider = await providerOf(store, role.account, 'oidc', params.ProviderId)
    if (provider === undefined) {
      const problem = `the role's account has no OIDC identity provider \`${params.ProviderId}\``
      return fail('InvalidParameter.ParamError', { problem })
    }
    const { issuer, subject, audiences } = verified({ ...input, params }, provider)
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

/** What the token says; otherwise the call ends with WebIdentityTokenError. */
function verified({ params, world, nowMs, requestId, fail }: Input, provider: OidcProviderRow): TokenClaims {
  const refused = (reason: string, problem: string): never => {
    world.log.info({ requestId, provider: provider.name, reason, problem }, 'ID token refused')
    return fail('InvalidParameter.WebIdentityTokenError', { problem })
  }
  const read = keysOf(provider.identityKey)
  if (read.kind === 'refused') return refused('keys', 'the keys of the identity provider cannot be used')
  // Clients read tokens from files, which end in a line's end.
  const result = verifyIdToken(params.WebIdentityToken.trim(), {
    issuer: provider.issuer,
    clientIds: provider.clientIds,
    keys: read.keys,
    nonce: undefined,
    severalAudiences: 'accepted',
    nowMs,
    skewMs: providerSkewMs,
  })
  return result.kind === 'verified' ? result.claims : refused(result.reason, result.problem)
}
