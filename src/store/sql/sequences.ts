// Numbers that are given once. A bootstrap may have taken numbers by hand, so those in use are passed over.
import { sql } from 'kysely'
import type { Session } from '../driver.ts'
import type { Sequence, Uin, Writes } from '../store.ts'
import type { Over } from './entity.ts'
import { type Change, one, statement } from './statement.ts'

// PostgreSQL has sequences; SQLite has one writer, so a row does.
const next: Change<{ sequence: string }, { value: number }> = {
  returning: statement((db, p: { sequence: string }) =>
    db.selectNoFrom(
      sql<number>`nextval(cast(${sql.lit('opencam_')} || ${p.sequence} || ${sql.lit('_seq')} as regclass))`.as('value'),
    ),
  ),
  update: statement((db, p: { sequence: string }) =>
    db
      .updateTable('sequences')
      .set((eb) => ({ next_value: eb('next_value', '+', 1) }))
      .where('name', '=', p.sequence),
  ),
  select: statement((db, p: { sequence: string }) =>
    db
      .selectFrom('sequences')
      .select((eb) => eb('next_value', '-', 1).as('value'))
      .where('name', '=', p.sequence),
  ),
}

// Ids of roles pass 2^53: they leave the database as text, and nothing is added to them but integers of the statement
// itself, because node:sqlite binds every number as a floating one.
const nextRole: Change<Record<never, never>, { value: string }> = {
  returning: statement((db) => db.selectNoFrom(sql<string>`cast(nextval('opencam_role_seq') as text)`.as('value'))),
  update: statement((db) =>
    db
      .updateTable('sequences')
      .set((eb) => ({ next_value: eb('next_value', '+', one) }))
      .where('name', '=', 'role'),
  ),
  select: statement((db) =>
    db.selectFrom('sequences').select(sql<string>`cast(next_value - 1 as text)`.as('value')).where('name', '=', 'role'),
  ),
}

const accountWithUin = statement((db, p: { uin: number }) =>
  db.selectFrom('accounts').select('account').where('account', '=', p.uin),
)
const userWithUin = statement((db, p: { uin: number }) =>
  db.selectFrom('users').select('account').where('uin', '=', p.uin).limit(one),
)
const accountWithApp = statement((db, p: { app: number }) =>
  db.selectFrom('accounts').select('account').where('app_id', '=', p.app).limit(one),
)

/** Whether the number is an account's or a user's anywhere. */
export async function uinInUse(session: Session, uin: Uin): Promise<boolean> {
  const found = (await session.first(accountWithUin, { uin })) ?? (await session.first(userWithUin, { uin }))
  return found !== undefined
}

async function inUse(session: Session, sequence: Sequence, value: number): Promise<boolean> {
  if (sequence === 'uin') return uinInUse(session, value)
  if (sequence === 'app') return (await session.first(accountWithApp, { app: value })) !== undefined
  return false
}

export const ids: Over<Writes['ids']> = {
  async next(session, sequence) {
    for (;;) {
      const row = await session.change(next, { sequence })
      if (row === undefined) throw new Error(`sequence ${sequence} does not exist`)
      if (!(await inUse(session, sequence, row.value))) return row.value
    }
  },
  async nextRole(session) {
    const row = await session.change(nextRole, {})
    if (row === undefined) throw new Error('sequence role does not exist')
    return row.value
  },
}
