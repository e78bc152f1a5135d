// What a transaction touches, noted while it is done: the line that it leaves in the log of changes, and which of the things
// that nodes keep in memory rest on what. Whatever is not named here counts as touching everything.
import { writeMethods } from '../sql/index.ts'
import type { Account, Writes } from '../store.ts'

/** Things that nodes keep: compiled policies, holders of permanent keys, sessions. */
export type Kept = 'programs' | 'keys' | 'sessions'
export const everyKept: readonly Kept[] = ['programs', 'keys', 'sessions']

/** What rests on an entity. A change of it in an account advances that account's revision, or nobody would hear of it. */
const basis: Readonly<Record<string, readonly Kept[]>> = {
  users: everyKept,
  groups: ['programs'],
  policies: ['programs'],
  roles: ['programs', 'sessions'],
  keys: ['keys', 'sessions'],
  sessions: ['sessions'],
  identityProviders: ['sessions'],
  quarantine: ['keys', 'sessions'],
}

/** Read from the database by every call that needs them: nothing that is kept rests on them. */
const aside: ReadonlySet<string> = new Set([
  'accounts',
  'mfaTokens',
  'decisionTokens',
  'audit',
  'replays',
  'tags',
  'settings',
  'consoleSessions',
  'signIn',
  'factors',
  'scimTokens',
  'accessRequests',
])

/** Changes of those entities that nothing kept rests on. */
const harmless: ReadonlySet<string> = new Set([
  'users.signedIn',
  'users.recordPassword',
  'roles.insertTask',
  'roles.setTask',
  'roles.deleteFinishedTasks',
  'roles.addUse',
  'roles.dropUse',
  'sessions.insert',
  'sessions.deleteExpired',
  'identityProviders.claimKeys',
  'identityProviders.setKeys',
])

/** Somebody or something new: that it was not there is never kept, and its number was nobody's before. */
const made: ReadonlySet<string> = new Set([
  'users.insert',
  'groups.insert',
  'policies.insert',
  'roles.insert',
  'keys.insert',
  'identityProviders.insert',
])
const newPart = 'new'

/** What is no longer as it was after a change that touched the part. */
export function restingOn(part: string): readonly Kept[] {
  if (part === newPart || aside.has(part)) return []
  return Object.hasOwn(basis, part) ? (basis[part] ?? everyKept) : everyKept
}

/** What one transaction did to an account. */
export interface Touched {
  /** `undefined`: it was not advanced. */
  revision: number | undefined
  readonly parts: Set<string>
}

/** The part under which a change is noted; `undefined` where nobody need hear of it. */
function partOf(entity: string, method: string): string | undefined {
  const name = `${entity}.${method}`
  if (harmless.has(name)) return undefined
  return made.has(name) ? newPart : entity
}

/** A transaction's writes, which note in `touched` what they do to whom. */
export function recordingWrites(writes: Writes, touched: Map<Account, Touched>): Writes {
  const entryOf = (account: Account): Touched => {
    const known = touched.get(account)
    if (known !== undefined) return known
    const entry: Touched = { revision: undefined, parts: new Set() }
    touched.set(account, entry)
    return entry
  }
  const recording: Record<string, unknown> = { ...writes }
  for (const [entity, methods] of Object.entries(writeMethods)) {
    const target = writes[entity as keyof typeof writeMethods] as unknown as Methods
    const over: Methods = Object.create(target)
    for (const method of methods) {
      const part = partOf(entity, method)
      if (part === undefined || method === 'advance') continue
      const noted = (...args: readonly unknown[]): unknown => {
        const account = accountOf(args[0])
        if (account !== undefined) entryOf(account).parts.add(part)
        else if (!aside.has(entity)) throw new Error(`${entity}.${method} changes nobody knows which account`)
        return target[method]?.(...args)
      }
      Object.defineProperty(over, method, { value: noted })
    }
    recording[entity] = over
  }
  const { accounts } = writes
  const advance = async (account: Account): Promise<number> => {
    const revision = await accounts.advance(account)
    entryOf(account).revision = revision
    return revision
  }
  Object.defineProperty(recording['accounts'], 'advance', { value: advance })
  return recording as unknown as Writes
}

type Methods = Record<string, (...args: readonly unknown[]) => unknown>

function accountOf(first: unknown): Account | undefined {
  if (typeof first === 'number') return first
  if (typeof first !== 'object' || first === null || !('account' in first)) return undefined
  return typeof first.account === 'number' ? first.account : undefined
}

/** Whether somebody who keeps things must hear of it: then the account has to move on. */
export const concernsKept = ({ parts }: Touched): boolean => [...parts].some((part) => restingOn(part).length > 0)
