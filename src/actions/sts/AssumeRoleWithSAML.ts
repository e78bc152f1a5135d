// Makes a session of a role for somebody whom a SAML identity provider of the role's account vouches for. Nobody signs the
// call; the assertion is the proof, is good once, and must itself name the role together with the provider.
import { createHash } from 'node:crypto'
import { remembered } from '../../federation/remembered.ts'
import type { SamlClaims } from '../../federation/saml/claims.ts'
import { readSamlMetadata } from '../../federation/saml/metadata.ts'
import { verifySamlResponse } from '../../federation/saml/response.ts'
import { audiencesOf } from '../../federation/saml/service-provider.ts'
import { text } from '../../protocol/shape.ts'
import type { Reads, RoleRow, SamlProviderRow } from '../../store/store.ts'
import { type ActionInput, action } from '../define.ts'
import {
  makeFederatedSession,
  type Proof,
  providerOf,
  providerSkewMs,
  trustedRole,
  unsignedByRole,
} from './federated.ts'
import { namesOf, type RoleRef, readRoleArn, roleNamed } from './role-arn.ts'
import { DurationSeconds, distrust, durationWithin, RoleSessionName, roleArn, roleSecondsMax } from './role-session.ts'
import { credentialResults } from './session.ts'

const newer = true

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.AccountNotAvaliable',
  'InvalidParameter.GrantOtherResource',
  'InvalidParameter.OverTimeError',
  'InvalidParameter.ParamError',
  'InvalidParameter.ResouceError',
  'InvalidParameter.TempCodeNotAvaliable',
  'ResourceNotFound.RoleNotFound',
  'UnauthorizedOperation',
] as const
type Input = ActionInput<{ readonly RoleArn: string; readonly SAMLAssertion: string }, (typeof errors)[number]>

interface SamlProof extends Proof<SamlProviderRow> {
  readonly claims: SamlClaims
}

/** Documented length of the session name in an assertion; the parameter may be longer. */
const sessionNamePattern = /^[\w+=,.@-]{2,32}$/
const principalArnPattern = /^qcs::cam::uin\/([1-9]\d{0,14}):saml-provider\/([\w+=,.@-]{1,128})$/
const metadataOf = remembered(readSamlMetadata, 256)

export const AssumeRoleWithSAML = action({
  name: 'AssumeRoleWithSAML',
  product: 'sts',
  group: 'Sts',
  summary: 'Makes a temporary key with the rights of a role for somebody a SAML identity provider vouches for.',
  newer,
  access: 'write',
  perSecond: 100,
  params: {
    SAMLAssertion: text({ about: "The provider's response, or its assertion alone, in base64.", newer, secret: true }),
    PrincipalArn: text({
      about: 'Six-segment name of the identity provider.',
      newer,
      max: 512,
      pattern: principalArnPattern,
      fault: 'InvalidParameter.ResouceError',
    }),
    RoleArn: roleArn('InvalidParameter.ResouceError'),
    RoleSessionName,
    DurationSeconds,
  },
  returns: credentialResults,
  errors,
  resource: { level: 'open' },
  unsigned: unsignedByRole<SamlProof>(),
  async prepare({ params, store, ...input }): Promise<SamlProof> {
    const { fail } = input
    const role = readRoleArn(params.RoleArn)
    if (role === undefined) return fail('InvalidParameter.ResouceError', { problem: 'RoleArn names no role' })
    const [, account, name = ''] = principalArnPattern.exec(params.PrincipalArn) ?? []
    if (Number(account) !== role.account) {
      const problem = `the identity provider \`${params.PrincipalArn}\` is not one of the role's account`
      return fail('InvalidParameter.GrantOtherResource', { problem })
    }
    const provider = await providerOf(store, role.account, 'saml', name)
    // Of an account that is not there and one without the provider it says the same.
    if (provider === undefined) return fail('InvalidParameter.AccountNotAvaliable', { account: String(account) })
    const claims = verified({ ...input, params }, provider)
    if (!(await namesBoth(store, claims, role, params))) {
      return fail('UnauthorizedOperation', {
        problem: 'the assertion does not name the role with the identity provider',
      })
    }
    const { nameId, nameIdFormat, issuer, recipient } = claims
    const keys = new Map([
      ['saml:aud', recipient],
      ['saml:iss', issuer],
      ['saml:sub', nameId],
      ['saml:sub_type', nameIdFormat],
    ])
    return { role, provider, subject: nameId, sessionName: params.RoleSessionName, keys, claims }
  },
  async handle({ params, prepared, ...input }) {
    const { store, nowMs, fail } = input
    const role = await trustedRole(input, 'sts:AssumeRoleWithSAML', prepared)
    if (role === 'gone') return fail('ResourceNotFound.RoleNotFound', { role: params.RoleArn })
    if (role === 'distrusted') return fail('UnauthorizedOperation', { problem: distrust(params.RoleArn) })
    const limit = secondsMax(role, prepared.claims, nowMs)
    const durationSeconds = durationWithin(params.DurationSeconds, limit)
    if (durationSeconds === undefined) return fail('InvalidParameter.OverTimeError', { limit: String(limit) })
    const { claims } = prepared
    if (!(await store.replays.take(role.account, 'saml', digestOf(claims), claims.replayUntilMs))) {
      return fail('InvalidParameter.TempCodeNotAvaliable', { problem: 'the assertion was used before' })
    }
    return makeFederatedSession(input, prepared, role, durationSeconds)
  },
})

/** What the assertion says. Why one is not believed goes to the log; the caller hears which check it was. */
function verified({ params, world, nowMs, requestId, fail }: Input, { metadata, name }: SamlProviderRow): SamlClaims {
  const read = metadataOf(metadata)
  const refused = (reason: string, problem: string): never => {
    world.log.info({ requestId, provider: name, reason, problem }, 'SAML assertion refused')
    return fail('InvalidParameter.ParamError', { problem: `\`SAMLAssertion\` is not accepted (${reason})` })
  }
  if (read.kind === 'refused') return refused('metadata', read.problems.join('; '))
  const { entityId, certificates, validUntilMs } = read.metadata
  const recipients = world.rules.samlRecipients
  const result = verifySamlResponse(params.SAMLAssertion, {
    entityId,
    certificates,
    validUntilMs,
    recipients,
    audiences: audiencesOf(recipients),
    // The provider speaks first: an answer to a request of somebody's sign-in is not for this call.
    inResponseTo: undefined,
    form: 'response-or-assertion',
    nowMs,
    skewMs: providerSkewMs,
  })
  if (result.kind === 'refused') return refused(result.reason, result.problem)
  const { sessionName } = result.claims
  if (sessionName === undefined || !sessionNamePattern.test(sessionName)) {
    return refused('session-name', 'the attribute RoleSessionName must be there, once, with 2 to 32 characters')
  }
  return result.claims
}

/** Whether the provider meant its user to have this role through itself. The role may be called by any of its names. */
async function namesBoth(
  store: Pick<Reads, 'roles'>,
  { roles }: SamlClaims,
  ref: RoleRef,
  { RoleArn, PrincipalArn }: { readonly RoleArn: string; readonly PrincipalArn: string },
): Promise<boolean> {
  const row = await roleNamed(store, ref)
  const names = new Set([RoleArn, ...(row === undefined ? [] : namesOf(row))].map(lower))
  return roles.some((pair) => names.has(lower(pair.roleArn)) && lower(pair.providerArn) === lower(PrincipalArn))
}

/** Neither roles nor providers of an account have names that differ in case only. */
const lower = (name: string): string => name.toLowerCase()

/** Neither the role, nor the provider's word, nor the end of its own session is passed. */
function secondsMax(role: RoleRow, { sessionSeconds, sessionNotOnOrAfterMs }: SamlClaims, nowMs: number): number {
  const left = sessionNotOnOrAfterMs === undefined ? Number.POSITIVE_INFINITY : sessionNotOnOrAfterMs - nowMs
  // Past its end by less than clocks may differ there is still the shortest session.
  return Math.min(
    roleSecondsMax(role),
    sessionSeconds ?? Number.POSITIVE_INFINITY,
    Math.max(1, Math.floor(left / 1000)),
  )
}

/** Ids are of one issuer each: two providers may use one id. */
function digestOf({ issuer, assertionId }: SamlClaims): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, assertionId]))
    .digest('base64url')
}
