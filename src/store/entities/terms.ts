// Words that the entities of the store share. Types only.

/** Root account number; the account that owns a row. */
export type Account = number
export type Uin = number

export interface Page {
  readonly offset: number
  readonly limit: number
}
export interface Listed<T> {
  /** Rows that match in all, not only on this page. */
  readonly total: number
  readonly rows: readonly T[]
}
