// Roles and temporary keys for tests: a role with its policies in one go, and whoever signs with a session.
import { bindSoftToken, fromBase32, totpCode, totpStep } from '../../src/actions/mfa/totp.ts'
import { makeSession } from '../../src/actions/sts/session.ts'
import { consoleKeyOf } from '../../src/store/console-key.ts'
import type { ConsoleSessionRow } from '../../src/store/store.ts'
import { type CallOptions, type Harness, type Identity, sessionIdentity } from './harness.ts'

export interface TestRole {
  readonly roleId: string
  readonly name: string
  /** The roleName form. */
  readonly arn: string
}

export const rootOf = (account: number): string => `qcs::cam::uin/${account}:root`
export const userOf = ({ account, uin }: Identity): string => `qcs::cam::uin/${account}:uin/${uin}`

/** A trust policy that lets these accounts, users or roles in. */
export const trusting = (qcs: string | readonly string[], condition?: object): object => ({
  version: '2.0',
  statement: [
    {
      effect: 'allow',
      action: 'name/sts:AssumeRole',
      principal: { qcs: [qcs].flat() },
      ...(condition && { condition }),
    },
  ],
})

/** A role of the caller's account (the first root's unless `as` says otherwise) that its whole account may use. */
export async function makeTestRole(
  server: Harness,
  name: string,
  documents: readonly object[] = [],
  given: CallOptions & { readonly trust?: object; readonly parameters?: object } = {},
): Promise<TestRole> {
  const { trust, parameters, ...options } = given
  const { account } = options.as ?? server.root
  const made = await server.ok(
    'CreateRole',
    { RoleName: name, PolicyDocument: JSON.stringify(trust ?? trusting(rootOf(account))), ...parameters },
    options,
  )
  const roleId = String(made['RoleId'])
  for (const [index, document] of documents.entries()) {
    const policy = await server.ok(
      'CreatePolicy',
      { PolicyName: `role-${name}-${index}`, PolicyDocument: JSON.stringify(document) },
      options,
    )
    await server.ok('AttachRolePolicy', { PolicyId: policy['PolicyId'], AttachRoleId: roleId }, options)
  }
  return { roleId, name, arn: `qcs::cam::uin/${account}:roleName/${name}` }
}

/** A federation token with this policy. */
export async function federate(
  server: Harness,
  document: object,
  options: CallOptions = {},
  parameters: object = {},
): Promise<Identity> {
  const asked = { Name: 'guest', Policy: encodeURIComponent(JSON.stringify(document)), ...parameters }
  return sessionIdentity(await server.ok('GetFederationToken', asked, options), options.as ?? server.root)
}

/** A software token bound to somebody, that shows codes of the test's clock. */
export interface TestDevice {
  readonly serial: string
  /** The code that it shows so many steps from now. */
  code(steps?: number): string
}

export async function bindDevice(server: Harness, { account, uin }: Identity): Promise<TestDevice> {
  const { world, clock } = server
  const secret = await world.store.transaction((writes) => bindSoftToken(writes, world, { account, uin }, clock()))
  return {
    serial: `qcs::cam:uin/${account}::mfa/softToken`,
    code: (steps = 0) => totpCode(fromBase32(secret), totpStep(clock()) + steps),
  }
}

/** A session of somebody after a second factor. */
export async function secondFactor(server: Harness, who: Identity, device: TestDevice): Promise<Identity> {
  const asked = { SerialNumber: device.serial, TokenCode: device.code() }
  return sessionIdentity(await server.ok('GetSessionToken', asked, { as: who }), who)
}

/** Keys of a browser's session of somebody, as the console's pages have them. */
export async function consoleKeys(
  server: Harness,
  who: Identity,
  given: Partial<ConsoleSessionRow> = {},
): Promise<Identity> {
  const { world, clock } = server
  const key = consoleKeyOf(world.random.uuid())
  const { account, uin } = who
  const times = { createdMs: clock(), seenMs: clock(), expiresMs: clock() + 3_600_000 }
  const issued = await world.store.transaction(async (writes) => {
    await writes.consoleSessions.insert({ ...openSession, account, uin, key, ...times, ...given })
    return makeSession(
      writes,
      { random: world.random, world, nowMs: clock() },
      {
        account,
        kind: 'console',
        roleId: undefined,
        roleGeneration: 0,
        name: String(uin),
        callerAccount: account,
        callerUin: uin,
        issuingSecretId: key,
        policy: undefined,
        mfa: given.verifiedMs !== undefined,
        sourceIdentity: undefined,
        tags: [],
        durationSeconds: 900,
      },
    )
  })
  return sessionIdentity(issued, who)
}

const openSession = {
  stage: 'open',
  way: 'password',
  factors: [],
  mustChange: false,
  verifiedMs: undefined,
  role: undefined,
  provider: undefined,
  name: '',
  next: '/console/',
  address: '127.0.0.1',
} as const
