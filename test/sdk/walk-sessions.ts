// The walk through the security token service: who asks, which keys it has, and each kind of temporary credential. It goes
// after the walk through roles, whose role it uses.
import { expect } from 'vitest'
import { bindSoftToken, fromBase32, totpCode, totpStep } from '../../src/actions/mfa/totp.ts'
import type { Step, Trail } from './walk.ts'

const policy = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: ['cam:GetUser'], resource: ['*'] }],
})

const credential = { Token: expect.any(String), TmpSecretId: expect.any(String), TmpSecretKey: expect.any(String) }

export const sessionSteps: readonly Step[] = [
  {
    action: 'GetCallerIdentity',
    product: 'sts',
    shows: ({ account }) => ({
      AccountId: String(account),
      UserId: String(account),
      PrincipalId: String(account),
      Type: 'CAMUser',
      Arn: `qcs::cam:${account}:uin/${account}`,
    }),
  },
  {
    action: 'QueryApiKey',
    product: 'sts',
    send: ({ account }) => ({ TargetUin: account }),
    shows: (trail) => ({ IdKeys: [{ SecretId: trail.text('rootSecretId'), Status: 2 }] }),
  },
  {
    action: 'AssumeRole',
    product: 'sts',
    send: ({ account, tag }) => ({
      RoleArn: `qcs::cam::uin/${account}:roleName/role-${tag}`,
      RoleSessionName: `session-${tag}`,
      DurationSeconds: 900,
      Policy: encodeURIComponent(policy),
      ExternalId: 'id/of-somebody',
      Tags: [{ Key: 'project', Value: 'one' }],
      SourceIdentity: String(account),
    }),
    shows: () => ({ Credentials: credential }),
  },
  {
    action: 'AssumeRole',
    product: 'sts',
    send: (trail) => ({
      RoleArn: `qcs::cam::uin/${trail.account}:role/${trail.text('roleId')}`,
      RoleSessionName: `session-${trail.tag}`,
    }),
    shows: () => ({ Credentials: credential }),
  },
  {
    action: 'GetFederationToken',
    product: 'sts',
    send: ({ tag }) => ({ Name: `somebody-${tag}`, Policy: encodeURIComponent(policy), DurationSeconds: 3600 }),
    shows: () => ({ Credentials: credential }),
  },
  {
    action: 'GetSessionToken',
    product: 'sts',
    before: (trail) => bindDevice(trail),
    send: (trail) => ({
      SerialNumber: `qcs::cam:uin/${trail.account}::mfa/softToken`,
      TokenCode: trail.text('code'),
      DurationSeconds: 1800,
    }),
    shows: () => ({ Credentials: credential }),
  },
]

async function bindDevice(trail: Trail): Promise<void> {
  const { store, random, sealer, clock } = trail.server.world
  const of = { account: trail.account, uin: trail.account }
  const secret = await store.transaction((writes) => bindSoftToken(writes, { random, sealer }, of, clock()))
  trail.keep({ code: totpCode(fromBase32(secret), totpStep(clock())) })
}
