// Tables whose rows live for seconds or minutes and may be forgotten, as Kysely sees them; conventions as in schema.ts.

/** What is good once only and was used. */
/** Signed requests that may come once only, as digests. */
export interface CallUsesTable {
  account: number
  digest: string
  expires_ms: number
}

/** One row, under the account 0: what came before the moment is not known. Gone with the others when they are lost. */
export interface FleetingMemoryTable {
  account: number
  since_ms: number
}

/** Calls that servers counted together, by second. */
export interface RateCountsTable {
  account: number
  subject: string
  second: number
  taken: number
}

/** Servers that live, under the account 0: `beat` grows. */
export interface ServerBeatsTable {
  account: number
  server: string
  beat: number
}

export interface FleetingTables {
  call_uses: CallUsesTable
  fleeting_memory: FleetingMemoryTable
  rate_counts: RateCountsTable
  server_beats: ServerBeatsTable
}
