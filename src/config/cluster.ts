// Options of several servers over one PostgreSQL. Their rows stand in the table of config.ts like all others.
import { option, wholeNumber } from './row.ts'

export const clusterRows = [
  option({
    name: 'decisionBoundMs',
    env: 'OPENCAM_DECISION_BOUND_MS',
    default: '100',
    parse: wholeNumber(0, 60_000),
    help: 'On PostgreSQL: keys, sessions and policies are used from memory only if the database said within so many milliseconds that nothing in them has changed. 0: it is asked for every call.',
  }),
  option({
    name: 'staleSeconds',
    env: 'OPENCAM_STALE_SECONDS',
    default: '0',
    parse: wholeNumber(0, 86_400),
    help: 'On PostgreSQL, while it cannot be reached: what is in memory is used until it was confirmed so many seconds ago, so that decisions go on; a key that was turned off meanwhile is then accepted. 0: every call is refused.',
  }),
  option({
    name: 'revisionWaitMs',
    env: 'OPENCAM_REVISION_WAIT_MS',
    default: '2000',
    parse: wholeNumber(0, 60_000),
    help: 'How long a call waits for the revision that its header X-OpenCAM-At-Least names.',
  }),
] as const
