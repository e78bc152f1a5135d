// What can befall the database beneath the store, one row each: how it is known and what an operator reads of it in the log.
// A call that meets one is answered as a fault of ours; nothing of it remains, and what was acknowledged before stays.

export interface StoreFault {
  readonly name: string
  /** Primary result codes of SQLite. */
  readonly sqlite: readonly number[]
  /** SQLSTATEs of PostgreSQL, or what they begin with; codes of the system. */
  readonly codes: readonly string[]
  /** Words of a driver that has no code for it. */
  readonly words?: RegExp
  readonly says: string
  readonly help: string
}

/** The first that fits counts. */
export const storeFaults: readonly StoreFault[] = [
  {
    name: 'disk full',
    sqlite: [13],
    codes: ['53100', 'ENOSPC', 'EDQUOT'],
    says: 'the disk of the database is full',
    help: 'Free room; writes go on by themselves. Reads go on meanwhile.',
  },
  {
    name: 'read only',
    sqlite: [8],
    codes: ['25006', 'EROFS', 'EACCES', 'EPERM'],
    says: 'the database may only be read',
    help: 'Mount the disk for writing, give the server’s user the files, or point to the PostgreSQL that takes writes.',
  },
  {
    name: 'damaged',
    sqlite: [11, 26],
    codes: ['XX001', 'XX002'],
    says: 'the database is damaged',
    help: 'Stop the server, keep the files, and restore the last backup to a new place.',
  },
  {
    name: 'no descriptors',
    sqlite: [14],
    codes: ['EMFILE', 'ENFILE'],
    says: 'the process cannot open more files',
    help: 'Raise its limit (LimitNOFILE of a systemd unit, ulimit -n); it goes on by itself when some are closed.',
  },
  {
    name: 'disk fails',
    sqlite: [10],
    codes: ['58030', 'EIO', 'EFBIG'],
    says: 'the disk of the database does not do what it is told',
    help: 'Look at the system’s log and limits of file size. Writes go on by themselves when it works again.',
  },
  {
    name: 'in use',
    sqlite: [5, 6],
    codes: ['55P03'],
    says: 'another process kept the database busy for too long',
    help: 'Find the tool that writes to it; the call may be made again.',
  },
  {
    name: 'too slow',
    sqlite: [9],
    codes: ['57014'],
    words: /^Query read timeout$/,
    says: 'the database took longer than a statement may',
    help: 'Look at what it is busy with; the call may be made again.',
  },
  {
    name: 'no connection free',
    sqlite: [],
    codes: ['53300'],
    words: /^timeout exceeded when trying to connect$/,
    says: 'no connection to the database came free in time',
    help: 'The database is slow or its limit of connections too low: 16 for each server. The call may be made again.',
  },
  {
    name: 'unreachable',
    sqlite: [],
    codes: ['08', '57P', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH'],
    words: /^Connection terminated|^timeout expired$/,
    says: 'the database cannot be reached',
    help: 'Calls go on by themselves when it is there again.',
  },
]

/** What befell the database, if an error or one of its causes tells. */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const told = at
    const fault = storeFaults.find((one) => fits(one, told))
    if (fault !== undefined) return fault
  }
  return undefined
}

function fits({ sqlite, codes, words }: StoreFault, error: Error): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  // The upper bits of SQLite's number say more than a row needs.
  if (code === 'ERR_SQLITE_ERROR') return typeof errcode === 'number' && sqlite.includes(errcode & 0xff)
  if (typeof code === 'string' && codes.some((one) => code === one || (one.length < 4 && code.startsWith(one))))
    return true
  return words?.test(error.message) === true
}
