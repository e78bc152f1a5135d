// What decides whether a temporary credential still counts: its session with all that it stands on, as of now.
import type { Session } from '../driver.ts'
import { type ProviderIssuer, readProviderIssuer } from '../issuer.ts'
import type { SessionsTable } from '../schema.ts'
import type { Account, RoleType, SessionHolder, SessionRow } from '../store.ts'
import { identityProviderReads } from './identity-providers.ts'
import { readSession, sessionColumns } from './session-row.ts'
import { statement } from './statement.ts'

// One statement, so that session, role, key and caller are those of one moment.
const holderOf = statement((db, p: { account: number; sessionId: string }) =>
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
      ...sessionColumns,
      'a.app_id',
      'a.revision',
      'r.name as role_name',
      'r.type as role_type',
      'r.session_generation as role_now',
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
    .where('s.session_id', '=', p.sessionId)
    .where('s.ended_ms', 'is', null),
)

const linkOf = statement((db, p: { account: number; roleId: string; sessionId: string }) =>
  db
    .selectFrom('roles as r')
    .leftJoin('sessions as s', (join) => join.onRef('s.account', '=', 'r.account').on('s.session_id', '=', p.sessionId))
    .select(['r.session_generation', 'r.quarantined_ms', 's.ended_ms'])
    .where('r.account', '=', p.account)
    .where('r.role_id', '=', p.roleId),
)

/** A session and what it stands on, for the signed path. `undefined`: ended, or never was. */
export async function readSessionHolder(
  session: Session,
  account: Account,
  sessionId: string,
): Promise<SessionHolder | undefined> {
  const row = await session.first(holderOf, { account, sessionId })
  if (row === undefined) return undefined
  const { role_id: roleId, role_name: name, role_type: type, role_generation: generation } = row
  const gone = roleId === null || name === null || type === null || row.role_now !== generation
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

/**
 * Looked at after the session, one by one: a role that is gone never comes back under its id, and a session that was ended is
 * never alive again. Its row may be gone only after everything that it asked for has expired.
 */
async function chainOf(
  session: Session,
  links: SessionRow['through'],
): Promise<{ readonly whole: boolean; readonly quarantined: boolean }> {
  let quarantined = false
  for (const { account, roleId, sessionId, generation } of links) {
    const link = await session.first(linkOf, { account, roleId, sessionId })
    if (link === undefined || link.session_generation !== generation || link.ended_ms !== null) {
      return { whole: false, quarantined }
    }
    if (link.quarantined_ms !== null) quarantined = true
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
