// Principals in quarantine: a mark on their own row, so that whatever reads who a key or session is of reads it along.
import { sql } from 'kysely'
import type { Session } from '../driver.ts'
import type { QuarantinePrincipal, QuarantineReads, QuarantineRow, QuarantineWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { statement } from './statement.ts'

type OfAccount = { account: number }
type OfUser = { account: number; uin: number }
type OfRole = { account: number; roleId: string }
type Since = { sinceMs: number | null }

const ofRoot = statement((db, p: OfAccount) =>
  db.selectFrom('accounts').select('quarantined_ms').where('account', '=', p.account),
)
const ofUser = statement((db, p: OfUser) =>
  db.selectFrom('users').select('quarantined_ms').where('account', '=', p.account).where('uin', '=', p.uin),
)
const ofRole = statement((db, p: OfRole) =>
  db.selectFrom('roles').select('quarantined_ms').where('account', '=', p.account).where('role_id', '=', p.roleId),
)
const everybody = statement((db, p: OfAccount) =>
  db
    .selectFrom('accounts')
    .where('account', '=', p.account)
    .where('quarantined_ms', 'is not', null)
    .select([
      sql<number>`${sql.lit(0)}`.as('part'),
      sql<string>`cast(account as text)`.as('id'),
      'name',
      'quarantined_ms',
    ])
    .unionAll(
      db
        .selectFrom('users')
        .where('account', '=', p.account)
        .where('quarantined_ms', 'is not', null)
        .select([
          sql<number>`${sql.lit(1)}`.as('part'),
          sql<string>`cast(uin as text)`.as('id'),
          'name',
          'quarantined_ms',
        ]),
    )
    .unionAll(
      db
        .selectFrom('roles')
        .where('account', '=', p.account)
        .where('quarantined_ms', 'is not', null)
        .select([sql<number>`${sql.lit(2)}`.as('part'), 'role_id as id', 'name', 'quarantined_ms']),
    )
    .orderBy('part')
    .orderBy('name')
    .orderBy('id'),
)
const markRoot = statement((db, p: OfAccount & Since) =>
  db.updateTable('accounts').set({ quarantined_ms: p.sinceMs }).where('account', '=', p.account),
)
const markUser = statement((db, p: OfUser & Since) =>
  db.updateTable('users').set({ quarantined_ms: p.sinceMs }).where('account', '=', p.account).where('uin', '=', p.uin),
)
const markRole = statement((db, p: OfRole & Since) =>
  db
    .updateTable('roles')
    .set({ quarantined_ms: p.sinceMs })
    .where('account', '=', p.account)
    .where('role_id', '=', p.roleId),
)

function principalOf(part: number, id: string): QuarantinePrincipal {
  if (part === 0) return { kind: 'root' }
  return part === 1 ? { kind: 'user', uin: Number(id) } : { kind: 'role', roleId: id }
}

export const quarantineReads: Over<QuarantineReads> = {
  async since(session, account, principal) {
    return (await markOf(session, account, principal))?.quarantined_ms ?? undefined
  },
  async list(session, account) {
    const rows = await session.all(everybody, { account })
    return rows.map(
      ({ part, id, name, quarantined_ms: sinceMs }): QuarantineRow => ({
        principal: principalOf(part, id),
        name,
        sinceMs: sinceMs ?? 0,
      }),
    )
  },
}

function markOf(session: Session, account: number, principal: QuarantinePrincipal) {
  if (principal.kind === 'root') return session.first(ofRoot, { account })
  if (principal.kind === 'user') return session.first(ofUser, { account, uin: principal.uin })
  return session.first(ofRole, { account, roleId: principal.roleId })
}

export const quarantineWrites: Over<QuarantineWrites> = {
  async set(session, account, principal, since) {
    const sinceMs = since ?? null
    if (principal.kind === 'root') return (await session.run(markRoot, { account, sinceMs })) === 1
    if (principal.kind === 'user') {
      return (await session.run(markUser, { account, uin: principal.uin, sinceMs })) === 1
    }
    return (await session.run(markRole, { account, roleId: principal.roleId, sinceMs })) === 1
  },
}
