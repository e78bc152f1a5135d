// The tables of the audit log, as Kysely sees them; the same conventions as in schema.ts.

export interface AuditLogTable {
  account: number
  position: number
  revision: number
  request_id: string
  time_ms: number
  uin: number
  secret_id: string
  access: string
  product: string
  action: string
  resources: string
  decision: string
  outcome: string
  source_ip: string
  user_agent: string
  parameters: string
  session: string | null
  hash: string
}

/** One row for each chain: its end, and cursors of the work beside it. */
export interface AuditChainsTable {
  account: number
  position: number
  hash: string
  indexed: number
  checkpointed: number
  checkpoint_ms: number
  dropped: number
  delivered: number
  delivery_until_ms: number
  /** 1: something was chained since the work beside it last came to the end. */
  due: number
}

/** Under each term the events that have it, in the order of listings. Filled beside the calls. */
export interface AuditTermsTable {
  account: number
  term: string
  time_ms: number
  position: number
}

export interface AuditCheckpointsTable {
  account: number
  position: number
  hash: string
  time_ms: number
  previous: number
  key_id: string
  signature: string
}

/** Of the store, under account 0. */
export interface AuditKeysTable {
  account: number
  key_id: string
  public_key: string
  sealed_private_key: string
  created_ms: number
}

export interface AuditTables {
  audit_log: AuditLogTable
  audit_chains: AuditChainsTable
  audit_terms: AuditTermsTable
  audit_checkpoints: AuditCheckpointsTable
  audit_keys: AuditKeysTable
}
