// Temporary credentials that were given out, and what decides whether one still counts. Nothing goes through the records
// when a key or user ends: each reading looks whether they are still there.
import type { Session } from '../driver.ts'
import { type ProviderIssuer, readProviderIssuer } from '../issuer.ts'
import type { SessionsTable } from '../schema.ts'
import type {
  Account,
  RoleType,
  SessionHolder,
  SessionKind,
  SessionReads,
  SessionRow,
  SessionWrites,
} from '../store.ts'
import type { Over } from './entity.ts'
import { identityProviderReads } from './identity-providers.ts'
import { listed } from './page.ts'
import { count, statement } from './statement.ts'

const columns = [
  's.account',
  's.session_id',
  's.kind',
  's.role_id',
  's.name',
  's.caller_account',
  's.caller_uin',
  's.issuing_secret_id',
  's.issuing_generation',
  's.through',
  's.policy',
  's.mfa',
  's.source_identity',
  's.tags',
  's.created_ms',
  's.expires_ms',
] as const

type ById = { account: number; sessionId: string }
type OfRole = { account: number; roleId: string; nowMs: number }

const byId = statement((db, p: ById) =>
  db
    .selectFrom('sessions as s')
    .select(columns)
    .where('s.account', '=', p.account)
    .where('s.session_id', '=', p.sessionId),
)
const ofRole = statement((db, p: OfRole & { offset: number; limit: number }) =>
  db
    .selectFrom('sessions as s')
    .select(columns)
    .where('s.account', '=', p.account)
    .where('s.role_id', '=', p.roleId)
    .where('s.expires_ms', '>', p.nowMs)
    .orderBy('s.created_ms', 'desc')
    .orderBy('s.session_id', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countOfRole = statement((db, p: OfRole) =>
  db
    .selectFrom('sessions')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where('role_id', '=', p.roleId)
    .where('expires_ms', '>', p.nowMs),
)
// One statement, so that session, role, key and caller are those of one moment.
const holderOf = statement((db, p: ById) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', 'a.account', 's.account')
    .leftJoin('roles as r', (join) => join.onRef('r.account', '=', 's.account').onRef('r.role_id', '=', 's.role_id'))
    .leftJoin('access_keys as k', (join) =>
      join.onRef('k.account', '=', 's.caller_account').onRef('k.secret_id', '=', 's.issuing_secret_id'),
    )
    .leftJoin('users as u', (join) =>
      join.onRef('u.account', '=', 's.caller_account').onRef('u.uin', '=', 's.caller_uin'),
    )
    .leftJoin('accounts as o', 'o.account', 's.caller_account')
    .leftJoin('console_sessions as c', (join) =>
      join.onRef('c.account', '=', 's.caller_account').onRef('c.session_key', '=', 's.issuing_secret_id'),
    )
    .select([
      ...columns,
      'a.app_id',
      'a.revision',
      'r.name as role_name',
      'r.type as role_type',
      'k.status as issuer_status',
      'k.generation as issuer_generation',
      'r.quarantined_ms as role_quarantined_ms',
      'u.uin as user_uin',
      'u.quarantined_ms as user_quarantined_ms',
      'o.quarantined_ms as owner_quarantined_ms',
      'c.session_key as console_key',
      'c.verified_ms as console_verified_ms',
      'c.provider as console_provider',
      'c.created_ms as console_created_ms',
    ])
    .where('s.account', '=', p.account)
    .where('s.session_id', '=', p.sessionId),
)

const roleThere = statement((db, p: { account: number; roleId: string }) =>
  db.selectFrom('roles').select('quarantined_ms').where('account', '=', p.account).where('role_id', '=', p.roleId),
)

const insertSession = statement((db, p: SessionsTable & Record<string, number | string | null>) =>
  db.insertInto('sessions').values({
    account: p.account,
    session_id: p.session_id,
    kind: p.kind,
    role_id: p.role_id,
    name: p.name,
    caller_account: p.caller_account,
    caller_uin: p.caller_uin,
    issuing_secret_id: p.issuing_secret_id,
    issuing_generation: p.issuing_generation,
    through: p.through,
    policy: p.policy,
    mfa: p.mfa,
    source_identity: p.source_identity,
    tags: p.tags,
    created_ms: p.created_ms,
    expires_ms: p.expires_ms,
  }),
)
const dropSession = statement((db, p: ById) =>
  db.deleteFrom('sessions').where('account', '=', p.account).where('session_id', '=', p.sessionId),
)
const dropOfRole = statement((db, p: { account: number; roleId: string }) =>
  db.deleteFrom('sessions').where('account', '=', p.account).where('role_id', '=', p.roleId),
)
const dropExpired = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('sessions')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'session_id'),
        'in',
        eb
          .selectFrom('sessions')
          .select(['account', 'session_id'])
          .where('expires_ms', '<', p.beforeMs)
          .orderBy('expires_ms')
          .orderBy('account')
          .orderBy('session_id')
          .limit(count(p.max))
          .$asTuple('account', 'session_id'),
      ),
    ),
)

const readSession = (row: SessionsTable): SessionRow => ({
  account: row.account,
  sessionId: row.session_id,
  kind: row.kind as SessionKind,
  roleId: row.role_id ?? undefined,
  name: row.name,
  callerAccount: row.caller_account,
  callerUin: row.caller_uin,
  issuingSecretId: row.issuing_secret_id,
  issuingGeneration: row.issuing_generation,
  through: row.through === null ? [] : (JSON.parse(row.through) as SessionRow['through']),
  policy: row.policy ?? undefined,
  mfa: row.mfa === 1,
  sourceIdentity: row.source_identity ?? undefined,
  tags: JSON.parse(row.tags) as SessionRow['tags'],
  createdMs: row.created_ms,
  expiresMs: row.expires_ms,
})

export const sessionReads: Over<SessionReads> = {
  async get(session, account, sessionId) {
    const row = await session.first(byId, { account, sessionId })
    return row && readSession(row)
  },
  holder: readSessionHolder,
  ofRole: (session, account, roleId, nowMs, page) =>
    listed(session, { account, roleId, nowMs }, page, ofRole, countOfRole, readSession),
}

export const sessionWrites: Over<SessionWrites> = {
  async insert(session, row) {
    await session.run(insertSession, {
      account: row.account,
      session_id: row.sessionId,
      kind: row.kind,
      role_id: row.roleId ?? null,
      name: row.name,
      caller_account: row.callerAccount,
      caller_uin: row.callerUin,
      issuing_secret_id: row.issuingSecretId,
      issuing_generation: row.issuingGeneration,
      through: row.through.length === 0 ? null : JSON.stringify(row.through),
      policy: row.policy ?? null,
      mfa: row.mfa ? 1 : 0,
      source_identity: row.sourceIdentity ?? null,
      tags: JSON.stringify(row.tags),
      created_ms: row.createdMs,
      expires_ms: row.expiresMs,
    })
  },
  async delete(session, account, sessionId) {
    return (await session.run(dropSession, { account, sessionId })) === 1
  },
  deleteOfRole: (session, account, roleId) => session.run(dropOfRole, { account, roleId }),
  deleteExpired: (session, beforeMs, max) => session.run(dropExpired, { beforeMs, max }),
}

/** A session and what it stands on, for the signed path. `undefined`: ended, or never was. */
export async function readSessionHolder(
  session: Session,
  account: Account,
  sessionId: string,
): Promise<SessionHolder | undefined> {
  const row = await session.first(holderOf, { account, sessionId })
  if (row === undefined) return undefined
  const { role_id: roleId, role_name: name, role_type: type } = row
  const gone = roleId === null || name === null || type === null
  const read = readSession(row)
  const chain = await chainOf(session, read.through)
  return {
    session: read,
    appId: row.app_id,
    revision: row.revision,
    role: gone ? undefined : { roleId, name, type: type as RoleType },
    console: row.console_key === null ? undefined : { verifiedMs: row.console_verified_ms ?? undefined },
    issuerLives: await issuerLives(session, row),
    callerPresent:
      row.console_provider !== null ||
      row.caller_uin === row.caller_account ||
      row.user_uin !== null ||
      // Whom a provider vouches for, at the console or not, is nobody of the account.
      readProviderIssuer(row.issuing_secret_id) !== undefined,
    chainWhole: chain.whole,
    quarantined: chain.quarantined || ownQuarantine(row),
  }
}

type Issuing = Pick<SessionsTable, 'caller_account' | 'issuing_secret_id' | 'issuing_generation' | 'created_ms'> & {
  readonly console_key: string | null
  readonly console_provider: string | null
  readonly console_created_ms: number | null
  readonly issuer_status: string | null
  readonly issuer_generation: number | null
}

/** A provider is the one that vouched if it was there when the session began: one made later under its name is another. */
async function issuerLives(session: Session, row: Issuing): Promise<boolean> {
  if (row.console_key !== null) return consoleLives(session, row)
  const provider = readProviderIssuer(row.issuing_secret_id)
  if (provider !== undefined) return vouchedFor(session, row.caller_account, provider, row.created_ms)
  if (row.issuing_secret_id === '') return true
  return row.issuer_status === 'Active' && row.issuer_generation === row.issuing_generation
}

async function vouchedFor(
  session: Session,
  account: Account,
  { kind, name }: ProviderIssuer,
  sinceMs: number,
): Promise<boolean> {
  const madeMs = await identityProviderReads.madeMs(session, account, kind, name)
  return madeMs !== undefined && madeMs <= sinceMs
}

/** The browser's session is there; the provider that it came from, where it did, must be too. */
async function consoleLives(session: Session, row: Issuing): Promise<boolean> {
  if (row.console_provider === null) return true
  const provider = readProviderIssuer(row.console_provider)
  return provider !== undefined && vouchedFor(session, row.caller_account, provider, row.console_created_ms ?? 0)
}

/** Looked at after the session, one by one: a role that is gone never comes back under its id. */
async function chainOf(
  session: Session,
  roles: SessionRow['through'],
): Promise<{ readonly whole: boolean; readonly quarantined: boolean }> {
  let quarantined = false
  for (const { account, roleId } of roles) {
    const role = await session.first(roleThere, { account, roleId })
    if (role === undefined) return { whole: false, quarantined }
    if (role.quarantined_ms !== null) quarantined = true
  }
  return { whole: true, quarantined }
}

interface Marks extends Pick<SessionsTable, 'caller_account' | 'caller_uin'> {
  readonly role_quarantined_ms: number | null
  readonly user_quarantined_ms: number | null
  readonly owner_quarantined_ms: number | null
}

/** Its role's, or of whoever is at its beginning: the user, or the owner of that account itself. */
function ownQuarantine(row: Marks): boolean {
  if (row.role_quarantined_ms !== null || row.user_quarantined_ms !== null) return true
  return row.caller_uin === row.caller_account && row.owner_quarantined_ms !== null
}
