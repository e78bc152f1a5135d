// docs/operating/ten-million.md: what ten million accounts and a million decisions a second would take, computed from
// figures that were measured. Change an input here when it is measured anew; every result follows.

interface Input {
  readonly value: number
  readonly unit: string
  readonly what: string
  /** Where it was measured, or that it was not. */
  readonly source: string
}

const bench = 'docs/benchmarks.md'
const notMeasured = 'assumed'

const inputs = {
  signedMicros: { value: 61, unit: 'µs', what: 'CPU of a signed call that reads (`signed-read`)', source: bench },
  batchMicros: {
    value: 12,
    unit: 'µs',
    what: 'CPU of a question among 100 of one request (`decisions`), on a machine busy with other work',
    source: 'docs/operating/results/decisions.txt',
  },
  programKb: {
    value: 1.77,
    unit: 'kB',
    what: 'a principal’s program of 10 statements (`bench:policy`)',
    source: bench,
  },
  statementKb: {
    value: 1.36,
    unit: 'kB',
    what: 'a compiled statement, shared by all who have it (`bench:policy`)',
    source: bench,
  },
  statementMicros: {
    value: 15,
    unit: 'µs',
    what: 'validating and compiling a statement (`bench:policy`)',
    source: bench,
  },
  programsMax: {
    value: 10_000,
    unit: '',
    what: 'programs, and holders of keys, that one process keeps',
    source: 'src/dispatch/principals.ts, src/store/sql-store.ts',
  },
  userKb: {
    value: 0.63,
    unit: 'kB',
    what: 'database file for each user, with its share of groups, policies and attachments (`size`)',
    source: 'docs/operating/results/size.txt',
  },
  flushSeconds: { value: 5, unit: 's', what: 'time after which last uses of keys are written', source: 'src/main.ts' },
  accounts: { value: 10_000_000, unit: '', what: 'root accounts', source: 'the question' },
  decisions: { value: 1_000_000, unit: '/s', what: 'decisions', source: 'the question' },
  users: { value: 20, unit: '', what: 'users of an account, on average', source: notMeasured },
  active: { value: 0.01, unit: '', what: 'part of all users that call within five seconds', source: notMeasured },
  writes: { value: 0.001, unit: '', what: 'writes for each decision', source: notMeasured },
  busy: { value: 0.6, unit: '', what: 'part of a processor that is planned for', source: notMeasured },
  cores: { value: 16, unit: '', what: 'processors, and so processes, of a node', source: notMeasured },
  zones: { value: 3, unit: '', what: 'failure domains; the others carry on without one', source: notMeasured },
  shardWrites: {
    value: 3_000,
    unit: '/s',
    what: 'durable transactions of a PostgreSQL shard',
    source: `${notMeasured}: PostgreSQL was not measured`,
  },
  shardGb: { value: 500, unit: 'GB', what: 'data of a shard that restores within an hour', source: notMeasured },
  eventBytes: { value: 400, unit: 'B', what: 'an audit event as stored', source: notMeasured },
} as const satisfies Readonly<Record<string, Input>>

const value = (name: keyof typeof inputs): number => inputs[name].value

const carried = value('zones') / (value('zones') - 1)
const coresSigned = (value('decisions') * value('signedMicros')) / 1e6 / value('busy')
const coresBatch = (value('decisions') * value('batchMicros')) / 1e6 / value('busy')
const nodes = Math.ceil((coresSigned / value('cores')) * carried)
const processes = nodes * value('cores')
const usersAll = value('accounts') * value('users')
const usersActive = usersAll * value('active')
const kept = processes * value('programsMax')
const dataGb = (usersAll * value('userKb')) / 1e6
const writes = value('decisions') * value('writes')
const shards = Math.max(
  Math.ceil(dataGb / value('shardGb')),
  Math.ceil((writes / value('shardWrites')) * carried),
  value('zones'),
)
const lastUses = usersActive / value('flushSeconds')
const compileMs = (10 * value('statementMicros')) / 1000
const memoryMb = (value('programsMax') * value('programKb') + 250_000 * value('statementKb')) / 1000

const rounded = (number: number): string =>
  number >= 100 ? Math.round(number).toLocaleString('en-US') : String(Number(number.toPrecision(2)))

const results: readonly (readonly [what: string, number: number, unit: string, how: string])[] = [
  ['processors, each decision a signed call of its own', coresSigned, '', 'decisions × signedMicros ÷ busy'],
  ['processors, 100 questions a request', coresBatch, '', 'decisions × batchMicros ÷ busy'],
  ['nodes for signed calls, one failure domain lost', nodes, '', 'processors ÷ cores × zones ÷ (zones − 1)'],
  ['processes', processes, '', 'nodes × cores'],
  ['users', usersAll, '', 'accounts × users'],
  ['users that call within five seconds', usersActive, '', 'users × active'],
  ['programs kept by all processes together', kept, '', 'processes × programsMax'],
  [
    'memory of kept programs and statements, a process, at most',
    memoryMb,
    'MB',
    'programsMax × programKb + 250,000 × statementKb',
  ],
  ['a program of 10 statements made anew, CPU', compileMs, 'ms', '10 × statementMicros'],
  ['data without audit', dataGb, 'GB', 'users × userKb'],
  ['writes', writes, '/s', 'decisions × writes'],
  ['database shards', shards, '', 'the most of data ÷ shardGb, writes ÷ shardWrites × zones ÷ (zones − 1), zones'],
  ['rows of last uses of keys', lastUses, '/s', 'users that call ÷ flushSeconds'],
  [
    'audit, if every decision is an event',
    (value('decisions') * value('eventBytes')) / 1e6,
    'MB/s',
    'decisions × eventBytes',
  ],
  ['the same in a day', (value('decisions') * value('eventBytes') * 86_400) / 1e12, 'TB', '× 86,400 s'],
  [
    'audit of writes alone in a day',
    (writes * value('eventBytes') * 86_400) / 1e9,
    'GB',
    'writes × eventBytes × 86,400 s',
  ],
]

const inputRows = Object.entries(inputs).map(
  ([name, { value, unit, what, source }]) =>
    `| \`${name}\` | ${`${value.toLocaleString('en-US')} ${unit}`.trim()} | ${what} | ${source} |`,
)
const resultRows = results.map(
  ([what, number, unit, how]) => `| ${what} | ${`${rounded(number)} ${unit}`.trim()} | ${how} |`,
)

/** The text of the page. */
export const renderTenMillion = (): string => `# Ten million accounts, a million decisions a second

Nobody has run this. The page extends what was measured on two processors to a size that OpenCAM is meant to be able to grow to, says how it would be laid out, and what would break
first. It is made by \`npm run documents\` from \`scripts/documents/ten-million.ts\`: inputs are measured figures or assumptions, and every result is computed from them.

## What goes in

| Name | Figure | What | From |
| --- | ---: | --- | --- |
${inputRows.join('\n')}

## What comes out

| | | Computed as |
| --- | ---: | --- |
${resultRows.join('\n')}

## How it would be laid out

- **Nodes** are equal and keep nothing that is not also in the database. ${nodes} nodes of ${value('cores')} processors in ${value('zones')} failure domains serve a million signed calls a second with one domain gone.
  Services that ask in batches need a fifth of that for the same decisions, which is the cheapest thing to change.
- **A load balancer that goes by account** (the SecretId of a signature, the account in a token) sends an account's calls to a few processes. Then the ${rounded(kept)} programs and holders that
  all processes keep are mostly different ones. With calls spread evenly every process sees every user, keeps a small part of those that call, and makes programs anew at
  ${rounded(compileMs)} ms of CPU and several reads each: far more than the decision itself.
- **Database shards by account.** Every primary key begins with it, no reference and no unique index leaves it, and a write locks one account only, so ${shards} shards work without
  knowing of each other. A root account is never split: its writes go one after the other, because each advances its revision.
- **Failure domains.** A shard with its standby is one: when it is gone, the accounts on it (one in ${shards}) refuse, or are served up to a stated age, and all others do not notice. A node is
  another, which costs its connections and what it keeps in memory. An account is the third: its rate limits and its revision hold back nobody else.

## What breaks first, in this order

1. **Last uses of keys.** ${rounded(lastUses)} rows a second, written every ${value('flushSeconds')} seconds, are more than all other writes together by far. They must become rarer (once an hour a key is ${rounded(usersActive / 3600)} rows a second) or go
   elsewhere than to the shard. This is code that would have to change.
2. **An audit event for every decision.** ${rounded((value('decisions') * value('eventBytes') * 86_400) / 1e12)} TB a day belong in files or a stream, not in the database of accounts. Events of writes, ${rounded((writes * value('eventBytes') * 86_400) / 1e9)} GB a day, stay with their transaction.
3. **The key's id does not name its account.** A look-up by SecretId goes by a plain index, on all ${shards} shards. Where keys are kept in memory this is rare; a cold start asks for all of them at once. A
   table beside (id → account), or ids that carry the shard, would end it.
4. **What a process keeps** (${value('programsMax').toLocaleString('en-US')} programs and holders): constants that were chosen for one machine. Twice as many cost about ${rounded(value('programKb') * 10)} MB a process and are the first thing to raise.
5. **Following changes.** Each process follows each shard: ${rounded(processes)} × ${shards} connections that ask at least ten times a second. One follower for a node, which tells its processes, divides that by ${value('cores')}.
6. **One very large account.** Its writes are one after the other; at a few milliseconds each that is some hundreds a second. Reads are not held back by it.

Not counted: TLS at the balancer, the network, the console, uploads through the gateway, and what operating so many machines costs people.
`
