// Credentials of roles for the metadata listener: sessions that the service of instances gets, if the role trusts it.
// What was given out is given out again until half of its time is over; role, trust and session are looked at each time.
import { makeSession } from '../actions/sts/session.ts'
import type { World } from '../actions/world.ts'
import { recordChange } from '../audit/operator.ts'
import { compileTrust, decideTrust } from '../policy/index.ts'
import type { Reads, RoleRow, Writes } from '../store/store.ts'
import type { CredentialSource, InstanceCredential, ServedRole } from './metadata.ts'

/** Whom a role must trust with sts:AssumeRole. */
export const instanceService = 'cvm.qcloud.com'

/** Unless the role allows less. */
const lifetimeSeconds = 7200

interface Kept extends InstanceCredential {
  readonly sessionId: string
  readonly madeMs: number
}

/** Somebody at the address asks now. */
interface Question {
  readonly world: World
  readonly served: ServedRole
  readonly address: string
  readonly nowMs: number
}

/** Credentials of whichever role is asked for, made where there is none that will last. */
export function createInstanceCredentials(world: World): CredentialSource {
  const kept = new Map<string, Kept>()
  const making = new Map<string, Promise<Kept | undefined>>()

  /** Whoever asks while one is made gets that one. */
  function make(question: Question, key: string): Promise<Kept | undefined> {
    const underWay = making.get(key)
    if (underWay !== undefined) return underWay
    const made = issue(question).then((credential) => {
      if (credential !== undefined) kept.set(key, credential)
      return credential
    })
    const begun = made.finally(() => making.delete(key))
    making.set(key, begun)
    return begun
  }

  return async (served, address) => {
    const question = { world, served, address, nowMs: world.clock() }
    if ((await trustingRole(question, world.store.read)) === undefined) {
      world.log.info(
        { ...served, address },
        `no instance credential: no such role, or it does not trust ${instanceService}`,
      )
      return undefined
    }
    const key = `${served.account}/${served.name}`
    const before = kept.get(key)
    return before !== undefined && (await lasts(question, before)) ? before : make(question, key)
  }
}

/** The role, spelled as it was asked for, if it trusts instances. */
async function trustingRole(
  { served: { account, name }, address, nowMs }: Question,
  store: Pick<Reads, 'roles'>,
): Promise<RoleRow | undefined> {
  const role = await store.roles.byName(account, name)
  if (role === undefined || role.name !== name) return undefined
  const context = new Map([
    ['qcs:ip', address],
    ['qcs:current_time', new Date(nowMs).toISOString()],
    ['qcs:mfa', 'false'],
    ['mfa', '0'],
  ])
  const asker = { kind: 'service', name: instanceService } as const
  const { effect } = decideTrust(compileTrust(role.trust, account), asker, 'sts:AssumeRole', context)
  return effect === 'allow' ? role : undefined
}

/**
 * Clients come back minutes before the end: what they get then must not end in minutes too. A role that was deleted took
 * its sessions with it, also where there is another one of its name.
 */
async function lasts({ world, served, nowMs }: Question, { sessionId, madeMs, expiresMs }: Kept): Promise<boolean> {
  if (nowMs < madeMs || nowMs - madeMs >= expiresMs - nowMs) return false
  return (await world.store.read.sessions.get(served.account, sessionId)) !== undefined
}

/** `undefined`: the role has gone meanwhile, or trusts instances no more. */
function issue(question: Question): Promise<Kept | undefined> {
  const { world, served, nowMs } = question
  const { account, name } = served
  const requestId = world.random.uuid()
  return world.store.transaction(async (writes) => {
    // Locks the account: what is read after this stays true until the session is there.
    await writes.accounts.advance(account)
    const role = await trustingRole(question, writes)
    if (role === undefined) return undefined
    await recordChange(writes, account, {
      requestId,
      timeMs: nowMs,
      action: 'IssueInstanceCredential',
      resources: [`roleName/${name}`],
      parameters: { role: name },
    })
    return issueFor(question, role, writes)
  })
}

async function issueFor({ world, nowMs }: Question, role: RoleRow, writes: Writes): Promise<Kept | undefined> {
  const { account, roleId, sessionGeneration: roleGeneration, sessionDuration } = role
  const { Credentials, ExpiredTime } = await makeSession(
    writes,
    { random: world.random, world, nowMs },
    {
      account,
      kind: 'role',
      roleId,
      roleGeneration,
      name: 'instance',
      callerAccount: account,
      callerUin: account,
      // No key asked for it.
      issuingSecretId: '',
      policy: undefined,
      mfa: false,
      sourceIdentity: undefined,
      tags: [],
      durationSeconds: sessionDuration === 0 ? lifetimeSeconds : Math.min(sessionDuration, lifetimeSeconds),
    },
  )
  const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = Credentials
  const claims = world.tokens.open(secretId, token)
  if (claims === undefined) throw new Error('a token that was just made does not open')
  return { secretId, secretKey, token, expiresMs: ExpiredTime * 1000, sessionId: claims.sessionId, madeMs: nowMs }
}
