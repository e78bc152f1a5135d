// Things that are good once only. The key of the table is what refuses the second use, on whatever node it comes.
import type { ReplayKind, ReplayWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

type Use = { account: number; kind: ReplayKind; digest: string; expiresMs: number }

const insertUse = statement((db, p: Use) =>
  db
    .insertInto('replays')
    .values({ account: p.account, kind: p.kind, digest: p.digest, expires_ms: p.expiresMs })
    .onConflict((conflict) => conflict.columns(['account', 'kind', 'digest']).doNothing()),
)
const dropExpired = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('replays')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'kind', 'digest'),
        'in',
        eb
          .selectFrom('replays')
          .select(['account', 'kind', 'digest'])
          .where('expires_ms', '<', p.beforeMs)
          .orderBy('expires_ms')
          .orderBy('account')
          .orderBy('kind')
          .orderBy('digest')
          .limit(count(p.max))
          .$asTuple('account', 'kind', 'digest'),
      ),
    ),
)

export const replayWrites: Over<ReplayWrites> = {
  async take(session, account, kind, digest, expiresMs) {
    return (await session.run(insertUse, { account, kind, digest, expiresMs })) === 1
  },
  deleteExpired: (session, beforeMs, max) => session.run(dropExpired, { beforeMs, max }),
}
