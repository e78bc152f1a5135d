// Tables by which several servers over one database follow each other's changes.

/** The log of an account's changes: the last ones, each in the slot of its revision. */
export interface ChangesTable {
  account: number
  /** The revision modulo `changesKept`. */
  slot: number
  revision: number
  /** What the change touched: names of the store's entities, separated by commas. */
  parts: string
}

export interface ClusterTables {
  changes: ChangesTable
}
