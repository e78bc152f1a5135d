// The tables of signing in at the console, as Kysely sees them; the same conventions as in schema.ts.

/** Sessions of browsers; `session_key` holds a hash of what the browser has. */
export interface ConsoleSessionsTable {
  account: number
  session_key: string
  uin: number
  stage: string
  way: string
  factors: string
  must_change: number
  verified_ms: number | null
  role_account: number | null
  role_id: string | null
  role_name: string | null
  role_generation: number
  provider: string | null
  name: string
  next: string
  address: string
  created_ms: number
  seen_ms: number
  expires_ms: number
}

/** Tries at signing in. Those for names that nobody has are under the account 0. */
export interface SigninTriesTable {
  account: number
  subject: string
  tries: number
  since_ms: number
  locked_ms: number
}

export interface SigninChallengesTable {
  account: number
  session_key: string
  kind: string
  sealed: string
  tries: number
  expires_ms: number
}

export interface SigninPlacesTable {
  account: number
  uin: number
  place: string
  seen_ms: number
}

export interface PasskeysTable {
  account: number
  credential_id: string
  uin: number
  kind: string
  site: string
  public_key: string
  counter: number
  transports: string
  name: string
  created_ms: number
  used_ms: number | null
}

export interface HardTokensTable {
  account: number
  serial: string
  sealed_secret: string
  period_seconds: number
  uin: number | null
  last_step: number
  imported_ms: number
}

/** Things that are good once and were used. */
export interface ReplaysTable {
  account: number
  kind: string
  /** Of all that makes the thing what it is: no thing itself is kept. */
  digest: string
  expires_ms: number
}

/** One of each user and address. */
export interface AccessRequestsTable {
  account: number
  uin: number
  address: string
  created_ms: number
  expires_ms: number
  approved_by: number | null
  approved_until_ms: number | null
}

export interface SignInTables {
  console_sessions: ConsoleSessionsTable
  signin_tries: SigninTriesTable
  signin_challenges: SigninChallengesTable
  signin_places: SigninPlacesTable
  passkeys: PasskeysTable
  hard_tokens: HardTokensTable
  access_requests: AccessRequestsTable
}
