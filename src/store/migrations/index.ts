// Every migration in order. Append-only; the list is written out so that the compiler and a reader know the whole set.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DialectName } from '../sql/dialect.ts'
import { first } from './0001-first.ts'
import { roles } from './0002-roles.ts'
import { passwords } from './0003-passwords.ts'
import { auditSessions } from './0004-audit-sessions.ts'
import { sessionChains } from './0005-session-chains.ts'
import { identityProviders } from './0006-identity-providers.ts'
import { replays } from './0007-replays.ts'
import { decisionTokens } from './0009-decision-tokens.ts'
import { signIn } from './0011-sign-in.ts'
import { factors } from './0012-factors.ts'
import { accessRequests } from './0013-access-requests.ts'
import { scim } from './0014-scim.ts'
import { endedSessions } from './0015-ended-sessions.ts'
import { auditChain } from './0016-audit-chain.ts'
import { cluster } from './0017-cluster.ts'
import { fleeting } from './0019-fleeting.ts'
import type { AnyDatabase } from './columns.ts'

type Up = (db: AnyDatabase, dialect: DialectName) => Promise<void>

const migrations: readonly (readonly [name: string, up: Up])[] = [
  ['0001-first', first],
  ['0002-roles', roles],
  ['0003-passwords', passwords],
  ['0004-audit-sessions', auditSessions],
  ['0005-session-chains', sessionChains],
  ['0006-identity-providers', identityProviders],
  ['0007-replays', replays],
  ['0009-decision-tokens', decisionTokens],
  ['0011-sign-in', signIn],
  ['0012-factors', factors],
  ['0013-access-requests', accessRequests],
  ['0014-scim', scim],
  ['0015-ended-sessions', endedSessions],
  ['0016-audit-chain', auditChain],
  ['0017-cluster', cluster],
  ['0019-fleeting', fleeting],
]

/** The list in the form of Kysely's Migrator. There is no way down: a backup is. */
export function migrationsFor(dialect: DialectName): Record<string, Migration> {
  const entries = migrations.map(([name, up]): [string, Migration] => [
    name,
    { up: (db: Kysely<unknown>) => up(db as AnyDatabase, dialect) },
  ])
  return Object.fromEntries(entries)
}
