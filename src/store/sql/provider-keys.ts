// Keys of OIDC providers that the server fetches itself: which are due, and putting new ones in their place. Keys are only
// ever replaced where they are still fetched, and from the issuer that they came from.
import type { IdentityProviderReads, IdentityProviderWrites, KeysDue } from '../store.ts'
import type { Over } from './entity.ts'
import { nameKey } from './name-key.ts'
import { count, statement } from './statement.ts'

type Due = { nowMs: number; limit: number }
type Claim = { account: number; issuer: string; seenMs: number; nextMs: number }
type Keys = { account: number; issuer: string; identityKey: string }

const providersDue = statement((db, p: Due) =>
  db
    .selectFrom('identity_providers')
    .select(['account', 'name', 'issuer', 'keys_due_ms'])
    .where('auto_rotate', '=', 1)
    .where('keys_due_ms', '<=', p.nowMs)
    .orderBy('keys_due_ms')
    .orderBy('account')
    .orderBy('name_key')
    .limit(count(p.limit)),
)
const usersDue = statement((db, p: Due) =>
  db
    .selectFrom('user_sso')
    .select(['account', 'issuer', 'keys_due_ms'])
    .where('auto_rotate', '=', 1)
    .where('enabled', '=', 1)
    .where('keys_due_ms', '<=', p.nowMs)
    .orderBy('keys_due_ms')
    .orderBy('account')
    .orderBy('protocol')
    .limit(count(p.limit)),
)
const claimProvider = statement((db, p: Claim & { nameKey: string }) =>
  db
    .updateTable('identity_providers')
    .set({ keys_due_ms: p.nextMs })
    .where('account', '=', p.account)
    .where('name_key', '=', p.nameKey)
    .where('auto_rotate', '=', 1)
    .where('issuer', '=', p.issuer)
    .where('keys_due_ms', '=', p.seenMs),
)
const claimUsers = statement((db, p: Claim) =>
  db
    .updateTable('user_sso')
    .set({ keys_due_ms: p.nextMs })
    .where('account', '=', p.account)
    .where('protocol', '=', 'oidc')
    .where('auto_rotate', '=', 1)
    .where('issuer', '=', p.issuer)
    .where('keys_due_ms', '=', p.seenMs),
)
const setOfProvider = statement((db, p: Keys & { nameKey: string }) =>
  db
    .updateTable('identity_providers')
    .set({ identity_key: p.identityKey })
    .where('account', '=', p.account)
    .where('name_key', '=', p.nameKey)
    .where('auto_rotate', '=', 1)
    .where('issuer', '=', p.issuer),
)
const setOfUsers = statement((db, p: Keys) =>
  db
    .updateTable('user_sso')
    .set({ identity_key: p.identityKey })
    .where('account', '=', p.account)
    .where('protocol', '=', 'oidc')
    .where('auto_rotate', '=', 1)
    .where('issuer', '=', p.issuer),
)

const longestDueFirst = (a: KeysDue, b: KeysDue): number => a.keysDueMs - b.keysDueMs || a.account - b.account

export const providerKeyReads: Over<Pick<IdentityProviderReads, 'keysDue'>> = {
  async keysDue(session, nowMs, max) {
    const providers = await session.all(providersDue, { nowMs, limit: max })
    const users = await session.all(usersDue, { nowMs, limit: max })
    const shared = (row: { account: number; issuer: string | null; keys_due_ms: number | null }) => ({
      account: row.account,
      issuer: row.issuer ?? '',
      keysDueMs: row.keys_due_ms ?? 0,
    })
    const due: readonly KeysDue[] = [
      ...providers.map((row): KeysDue => ({ ...shared(row), keysOf: { of: 'provider', name: row.name } })),
      ...users.map((row): KeysDue => ({ ...shared(row), keysOf: { of: 'users' } })),
    ]
    return due.toSorted(longestDueFirst).slice(0, max)
  },
}

export const providerKeyWrites: Over<Pick<IdentityProviderWrites, 'claimKeys' | 'setKeys'>> = {
  async claimKeys(session, { account, keysOf, issuer, keysDueMs: seenMs }, nextMs) {
    const claim = { account, issuer, seenMs, nextMs }
    if (keysOf.of === 'users') return (await session.run(claimUsers, claim)) === 1
    return (await session.run(claimProvider, { ...claim, nameKey: nameKey(keysOf.name) })) === 1
  },
  async setKeys(session, { account, keysOf, issuer }, identityKey) {
    const keys = { account, issuer, identityKey }
    if (keysOf.of === 'users') return (await session.run(setOfUsers, keys)) === 1
    return (await session.run(setOfProvider, { ...keys, nameKey: nameKey(keysOf.name) })) === 1
  },
}
