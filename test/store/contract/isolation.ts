// No method of one account touches or shows another's rows. The tables below have an entry for every method there is:
// a new method that is not tried here doesn't compile.
import { describe, expect, test } from 'vitest'
import type { Account, Reads, Store, Writes } from '../../../src/store/store.ts'
import {
  attachment,
  auditEvent,
  type Context,
  insertAccount,
  insertGroup,
  insertPolicy,
  insertUser,
  newKey,
  newPolicy,
  newUser,
} from './context.ts'

/** What the full account has; the stranger knows all of it. */
interface Things {
  readonly account: Account
  readonly uin: number
  readonly uid: number
  readonly groupId: number
  readonly policyId: number
  readonly gone: number
  readonly secretId: string
}

async function fill(store: Store): Promise<Things> {
  const account = await insertAccount(store)
  return store.transaction(async (writes) => {
    const revision = await writes.accounts.advance(account)
    const uin = await insertUser(writes, account, { name: 'ann', createdMs: 5 })
    const groupId = await insertGroup(writes, account, 'g')
    const policyId = await insertPolicy(writes, account, 'p')
    const gone = await insertPolicy(writes, account, 'gone')
    await writes.policies.delete(account, gone)
    await writes.groups.addMember(account, groupId, uin, 1)
    await writes.policies.attach(account, attachment(policyId, 'user', uin))
    await writes.policies.attach(account, attachment(policyId, 'group', groupId))
    await writes.users.setBoundary(account, uin, policyId)
    await writes.users.setMfaFlags(account, uin, { login: {}, action: {}, offsite: {} })
    await writes.policies.setTags(account, policyId, [{ key: 'k', value: 'v' }])
    await writes.policies.setPresetAlias(account, 1, 'alias')
    await writes.accounts.setQuota(account, 'users', 1)
    await writes.keys.insert(account, newKey(uin, `AKID${account}`))
    await writes.mfaTokens.insert(account, { token: 't', uin, expiresMs: 100 })
    await writes.audit.append(auditEvent(account, revision))
    const uid = (await writes.users.byUin(account, uin))?.uid ?? 0
    return { account, uin, uid, groupId, policyId, gone, secretId: `AKID${account}` }
  })
}

type Tries<T> = {
  readonly [Entity in keyof T]: {
    readonly [Method in keyof T[Entity]]: (at: T, me: Account, its: Things) => Promise<unknown>
  }
}
/** Methods that belong to no account: they answer for the whole server. */
type Global = 'list' | 'count'
type TriedReads = Omit<Tries<Reads>, 'accounts'> & { readonly accounts: Omit<Tries<Reads>['accounts'], Global> }

const page = { offset: 0, limit: 10 }
const nothing = { total: 0, rows: [] }

/** Each read with the answer that an account with nothing must get. */
const reads: {
  readonly [E in keyof TriedReads]: { readonly [M in keyof TriedReads[E]]: [TriedReads[E][M], unknown] }
} = {
  accounts: {
    get: [async (r, me) => (await r.accounts.get(me))?.account === me, true],
    quotas: [async (r, me) => (await r.accounts.quotas(me)).size, 0],
    summary: [(r, me) => r.accounts.summary(me), { policies: 0, users: 0, groups: 0, members: 0 }],
  },
  users: {
    byName: [(r, me) => r.users.byName(me, 'ann'), undefined],
    byUin: [(r, me, its) => r.users.byUin(me, its.uin), undefined],
    byUid: [(r, me, its) => r.users.byUid(me, its.uid), undefined],
    byUins: [(r, me, its) => r.users.byUins(me, [its.uin]), []],
    list: [(r, me) => r.users.list(me, [2]), nothing],
    count: [(r, me) => r.users.count(me, [2]), 0],
    createdSince: [(r, me) => r.users.createdSince(me, 0), 0],
    mfaFlags: [(r, me, its) => r.users.mfaFlags(me, its.uin), undefined],
  },
  groups: {
    byId: [(r, me, its) => r.groups.byId(me, its.groupId), undefined],
    byName: [(r, me) => r.groups.byName(me, 'g'), undefined],
    list: [(r, me) => r.groups.list(me, {}, page), nothing],
    count: [(r, me) => r.groups.count(me), 0],
    members: [(r, me, its) => r.groups.members(me, its.groupId), nothing],
    memberCount: [(r, me, its) => r.groups.memberCount(me, its.groupId), 0],
    ofUser: [(r, me, its) => r.groups.ofUser(me, its.uin), nothing],
  },
  keys: {
    list: [(r, me, its) => r.keys.list(me, its.uin), []],
    get: [(r, me, its) => r.keys.get(me, its.secretId), undefined],
  },
  policies: {
    byId: [(r, me, its) => r.policies.byId(me, its.policyId), undefined],
    byName: [(r, me) => r.policies.byName(me, 'p'), undefined],
    byIds: [(r, me, its) => r.policies.byIds(me, [its.policyId]), []],
    names: [(r, me) => r.policies.names(me), []],
    count: [(r, me) => r.policies.count(me), 0],
    wasDeleted: [(r, me, its) => r.policies.wasDeleted(me, its.gone), false],
    versions: [(r, me, its) => r.policies.versions(me, its.policyId), []],
    version: [(r, me, its) => r.policies.version(me, its.policyId, 1), undefined],
    counts: [
      async (r, me, its) => (await r.policies.counts(me, [its.policyId])).get(its.policyId),
      { attached: 0, boundaries: 0 },
    ],
    attachedTo: [(r, me, its) => r.policies.attachedTo(me, 'user', String(its.uin)), []],
    entitiesOf: [(r, me, its) => r.policies.entitiesOf(me, its.policyId, undefined, page), nothing],
    presetAlias: [(r, me) => r.policies.presetAlias(me, 1), undefined],
    tags: [async (r, me, its) => (await r.policies.tags(me, [its.policyId])).get(its.policyId), []],
    ofPrincipal: [(r, me, its) => r.policies.ofPrincipal(me, its.uin), undefined],
  },
  mfaTokens: { uinOf: [(r, me) => r.mfaTokens.uinOf(me, 't', 1), undefined] },
  audit: { list: [(r, me) => r.audit.list(me, {}, { limit: 10 }), []] },
}

type OwnMethods<Entity extends keyof Writes> = Entity extends keyof Reads
  ? Exclude<keyof Writes[Entity], keyof Reads[Entity]>
  : keyof Writes[Entity]
type TriedWrites = {
  readonly [Entity in Exclude<keyof Writes, 'ids'>]: {
    readonly [Method in OwnMethods<Entity>]: (at: Writes, me: Account, its: Things) => Promise<unknown>
  }
}
const flags = { login: { a: 1 }, action: {}, offsite: {} }

/** Each write of an account with nothing, aimed at another's things; some throw, which is as good. */
const writes: TriedWrites = {
  accounts: {
    insert: (w, _, its) =>
      w.accounts.insert({
        account: its.account,
        appId: 1,
        name: 'thief',
        verified: true,
        site: 'x',
        passwordHash: 'x',
        createdMs: 1,
        phone: '',
        countryCode: '',
        email: '',
      }),
    bind: (w, me) => w.accounts.bind(me, { phone: 'x', wechatBound: true }),
    setQuota: (w, me) => w.accounts.setQuota(me, 'users', 9),
    advance: (w, me) => w.accounts.advance(me),
  },
  users: {
    insert: async (w, me) =>
      w.users.insert(me, newUser({ uin: await w.ids.next('uin'), uid: await w.ids.next('uid'), name: 'ann' })),
    update: (w, me, its) => w.users.update(me, its.uin, { remark: 'stolen' }),
    delete: (w, me, its) => w.users.delete(me, its.uin),
    setBoundary: (w, me, its) => w.users.setBoundary(me, its.uin, undefined),
    setMfaFlags: (w, me, its) => w.users.setMfaFlags(me, its.uin, flags),
  },
  groups: {
    insert: (w, me, its) => w.groups.insert(me, { groupId: its.groupId, name: 'g', remark: 'x', createdMs: 9 }),
    update: (w, me, its) => w.groups.update(me, its.groupId, { name: 'stolen' }),
    delete: (w, me, its) => w.groups.delete(me, its.groupId),
    addMember: (w, me, its) => w.groups.addMember(me, its.groupId, its.uin, 1),
    removeMember: (w, me, its) => w.groups.removeMember(me, its.groupId, its.uin),
  },
  keys: {
    insert: (w, me, its) => w.keys.insert(me, newKey(me, its.secretId)),
    setStatus: (w, me, its) => w.keys.setStatus(me, its.secretId, 'Inactive'),
    delete: (w, me, its) => w.keys.delete(me, its.secretId),
  },
  policies: {
    insert: (w, me, its) => w.policies.insert(me, newPolicy(its.policyId, 'p', { document: '"stolen"' })),
    update: (w, me, its) => w.policies.update(me, its.policyId, { document: '"stolen"', updatedMs: 9 }),
    delete: (w, me, its) => w.policies.delete(me, its.policyId),
    insertVersion: (w, me, its) => w.policies.insertVersion(me, its.policyId, { document: '""', createdMs: 9 }),
    setDefaultVersion: (w, me, its) => w.policies.setDefaultVersion(me, its.policyId, 1, 9),
    deleteVersion: (w, me, its) => w.policies.deleteVersion(me, its.policyId, 1),
    attach: (w, me, its) => w.policies.attach(me, attachment(1, 'user', its.uin)),
    detach: (w, me, its) => w.policies.detach(me, its.policyId, 'user', String(its.uin)),
    setPresetAlias: (w, me) => w.policies.setPresetAlias(me, 1, 'stolen'),
    setTags: (w, me, its) => w.policies.setTags(me, its.policyId, []),
  },
  mfaTokens: {
    insert: (w, me, its) => w.mfaTokens.insert(me, { token: 't', uin: its.uin, expiresMs: 9 }),
    consume: (w, me) => w.mfaTokens.consume(me, 't', 1),
  },
  audit: { append: (w, me) => w.audit.append(auditEvent(me, 1)) },
}

/** Everything that reads can say about the full account. */
async function everything({ read, ...store }: Store, its: Things): Promise<unknown> {
  const { account } = its
  const answers: unknown[] = [await store.keyHolder(its.secretId), await store.revision(account)]
  for (const [entity, methods] of Object.entries(reads)) {
    for (const [method, [call]] of Object.entries(methods))
      answers.push([entity, method, await call(read, account, its)])
  }
  return answers
}

export function isolation({ store }: Context): void {
  describe('an account with nothing, knowing every number of another', () => {
    for (const [entity, methods] of Object.entries(reads)) {
      for (const [method, [call, expected]] of Object.entries(methods)) {
        test(`${entity}.${method} shows nothing`, async () => {
          const its = await fill(store())
          const me = await insertAccount(store())
          expect(await call(store().read, me, its)).toEqual(expected)
          // The same question of the owner has another answer, so it was a question about these things.
          if (method !== 'get' || entity !== 'accounts') {
            expect(await call(store().read, its.account, its)).not.toEqual(expected)
          }
        })
      }
    }
    for (const [entity, methods] of Object.entries(writes)) {
      for (const [method, call] of Object.entries(methods)) {
        test(`${entity}.${method} changes nothing of the other's`, async () => {
          const its = await fill(store())
          const me = await insertAccount(store())
          const before = await everything(store(), its)
          await store()
            .transaction((at) => call(at, me, its))
            .catch(() => undefined)
          expect(await everything(store(), its)).toEqual(before)
        })
      }
    }
  })
}
