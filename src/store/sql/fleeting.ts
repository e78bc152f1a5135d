// What may be forgotten. Each method is one statement outside of any transaction; the keys of the tables refuse second uses
// and add counts up, whichever server asks.
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Session } from '../driver.ts'
import type { Fleeting, RateAsk } from '../store.ts'
import { count, statement } from './statement.ts'

const whole = (value: number) => sql<number>`cast(${value} as bigint)`
const text = (value: string) => sql<string>`cast(${value} as text)`
const zero = sql.lit(0)

type Use = { account: number; digest: string; stampMs: number; expiresMs: number }

// The memory's beginning is looked at in the same statement: were it another, the table could be emptied in between.
const insertUse = statement((db, p: Use) =>
  db
    .insertInto('call_uses')
    .columns(['account', 'digest', 'expires_ms'])
    .expression(
      db
        .selectFrom('fleeting_memory')
        .select([whole(p.account).as('account'), text(p.digest).as('digest'), whole(p.expiresMs).as('expires_ms')])
        .where('fleeting_memory.account', '=', zero)
        .where('since_ms', '<=', p.stampMs),
    )
    .onConflict((conflict) => conflict.columns(['account', 'digest']).doNothing()),
)
const memory = statement((db, _: Record<never, never>) =>
  db.selectFrom('fleeting_memory').select('since_ms').where('account', '=', zero),
)
const beginMemory = statement((db, p: { nowMs: number }) =>
  db
    .insertInto('fleeting_memory')
    .values({ account: zero, since_ms: p.nowMs })
    .onConflict((conflict) => conflict.column('account').doNothing()),
)

const addCounts = statement((db, p: { list: string }, dialect) =>
  db
    .insertInto('rate_counts')
    .columns(['account', 'subject', 'second', 'taken'])
    .expression(
      db
        .selectFrom(dialect.rows(p.list))
        .select([
          sql<number>`cast(${dialect.cell(0)} as bigint)`.as('account'),
          sql<string>`${dialect.cell(1)}`.as('subject'),
          sql<number>`cast(${dialect.cell(2)} as bigint)`.as('second'),
          sql<number>`cast(${dialect.cell(3)} as bigint)`.as('taken'),
        ])
        // Without it SQLite reads ON CONFLICT as the beginning of a join.
        .where(sql<boolean>`true`),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'subject', 'second'])
        .doUpdateSet((eb) => ({ taken: eb('rate_counts.taken', '+', eb.ref('excluded.taken')) })),
    )
    .returning(['account', 'subject', 'second', 'taken']),
)

const putBeat = statement((db, p: { server: string; beat: number }) =>
  db
    .insertInto('server_beats')
    .values({ account: zero, server: p.server, beat: p.beat })
    .onConflict((conflict) =>
      conflict.columns(['account', 'server']).doUpdateSet((eb) => ({ beat: eb.ref('excluded.beat') })),
    ),
)
const beats = statement((db, _: Record<never, never>) =>
  db.selectFrom('server_beats').select(['server', 'beat']).where('account', '=', zero).orderBy('server'),
)
const dropBeat = statement((db, p: { server: string }) =>
  db.deleteFrom('server_beats').where('account', '=', zero).where('server', '=', p.server),
)

const dropUses = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('call_uses')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'digest'),
        'in',
        eb
          .selectFrom('call_uses')
          .select(['account', 'digest'])
          .where('expires_ms', '<', p.beforeMs)
          .orderBy('expires_ms')
          .orderBy('account')
          .orderBy('digest')
          .limit(count(p.max))
          .$asTuple('account', 'digest'),
      ),
    ),
)
const dropCounts = statement((db, p: { before: number; max: number }) =>
  db
    .deleteFrom('rate_counts')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'subject', 'second'),
        'in',
        eb
          .selectFrom('rate_counts')
          .select(['account', 'subject', 'second'])
          .where('second', '<', p.before)
          .orderBy('second')
          .orderBy('account')
          .orderBy('subject')
          .limit(count(p.max))
          .$asTuple('account', 'subject', 'second'),
      ),
    ),
)

/** Rows that go in one statement: on SQLite the event loop waits for it. */
const sweptMax = 500

async function sweepAll(drop: (max: number) => Promise<number>): Promise<number> {
  let gone = 0
  for (;;) {
    const some = await drop(sweptMax)
    gone += some
    if (some < sweptMax) return gone
    await turn()
  }
}

const keyOf = ({ account, subject, second }: Omit<RateAsk, 'want'>): string => `${account} ${second} ${subject}`

export function fleetingOver(session: () => Session): Fleeting {
  return {
    async use(account, digest, { stampMs, expiresMs }) {
      if ((await session().run(insertUse, { account, digest, stampMs, expiresMs })) === 1) return 'first'
      const begun = await session().first(memory, {})
      return begun === undefined || begun.since_ms > stampMs ? 'unknown' : 'again'
    },
    async remember(nowMs) {
      await session().run(beginMemory, { nowMs })
    },
    async count(asks) {
      // In one order everywhere, so that two servers never wait for each other in a circle.
      const rows = asks
        .map((ask) => ({ ask, key: keyOf(ask) }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ ask }) => [String(ask.account), ask.subject, String(ask.second), String(ask.want)])
      const counted = await session().all(addCounts, { list: JSON.stringify(rows) })
      const taken = new Map(counted.map((row) => [keyOf(row), row.taken]))
      return asks.map((ask) => taken.get(keyOf(ask)) ?? Number.MAX_SAFE_INTEGER)
    },
    async beat({ server, beat }) {
      await session().run(putBeat, { server, beat })
      return session().all(beats, {})
    },
    async endBeat(server) {
      await session().run(dropBeat, { server })
    },
    async sweep(beforeMs) {
      const uses = await sweepAll((max) => session().run(dropUses, { beforeMs, max }))
      const before = Math.floor(beforeMs / 1000)
      return uses + (await sweepAll((max) => session().run(dropCounts, { before, max })))
    },
  }
}
