// The hashes of the passwords that a user was given, the newest last. Nothing here can tell a password.
import type { Session } from '../driver.ts'
import type { UsedPassword } from '../store.ts'
import { count, statement } from './statement.ts'

type ByUin = { account: number; uin: number }

const newestFirst = statement((db, p: ByUin & { limit: number }) =>
  db
    .selectFrom('passwords_used')
    .select(['password_hash', 'set_ms'])
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .orderBy('position', 'desc')
    .limit(count(p.limit)),
)
const lastPosition = statement((db, p: ByUin) =>
  db
    .selectFrom('passwords_used')
    .select((eb) => eb.fn.max<number | null>('position').as('last'))
    .where('account', '=', p.account)
    .where('uin', '=', p.uin),
)
const insert = statement((db, p: ByUin & { position: number; hash: string; setMs: number }) =>
  db.insertInto('passwords_used').values({
    account: p.account,
    uin: p.uin,
    position: p.position,
    password_hash: p.hash,
    set_ms: p.setMs,
  }),
)
const dropUpTo = statement((db, p: ByUin & { position: number }) =>
  db
    .deleteFrom('passwords_used')
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .where('position', '<=', p.position),
)

/** The newest first. */
export async function readPasswords(
  session: Session,
  account: number,
  uin: number,
  limit: number,
): Promise<readonly UsedPassword[]> {
  const rows = await session.all(newestFirst, { account, uin, limit })
  return rows.map((row) => ({ hash: row.password_hash, setMs: row.set_ms }))
}

/** Adds one and forgets all but the newest `keep`. */
export async function recordPassword(
  session: Session,
  account: number,
  uin: number,
  { hash, setMs }: UsedPassword,
  keep: number,
): Promise<void> {
  const position = ((await session.first(lastPosition, { account, uin }))?.last ?? -1) + 1
  await session.run(insert, { account, uin, position, hash, setMs })
  await session.run(dropUpTo, { account, uin, position: position - keep })
}

/** For whoever deletes the user. */
export async function dropPasswords(session: Session, account: number, uin: number): Promise<void> {
  await session.run(dropUpTo, { account, uin, position: Number.MAX_SAFE_INTEGER })
}
