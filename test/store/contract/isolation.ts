// No method of one account touches or shows another's rows. The tables below have an entry for every method there is:
// a new method that is not tried here doesn't compile.
import { describe, expect, test } from 'vitest'
import type {
  Account,
  DeletionTask,
  KeysDue,
  Reads,
  RoleUse,
  Store,
  TaggedResource,
  Writes,
} from '../../../src/store/store.ts'
import {
  attachment,
  auditEvent,
  type Context,
  checkpoint,
  decisionToken,
  insertAccount,
  insertGroup,
  insertPolicy,
  insertRole,
  insertUser,
  newConsoleSession,
  newHardToken,
  newKey,
  newOidc,
  newPasskey,
  newPolicy,
  newRole,
  newSaml,
  newSession,
  newUser,
  newUserOidc,
  newUserSaml,
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
  readonly roleId: string
  /** Of the account too, and with the same texts in every account: session `s`, task `t`. */
  readonly tagged: TaggedResource
}

const use = (roleId: string): RoleUse => ({ roleId, service: 'cvm', resource: 'ins-1', sinceMs: 1 })
const task = (account: Account, roleId: string, taskId = 't'): DeletionTask => ({
  account,
  taskId,
  roleId,
  roleName: 'r',
  status: 'NOT_STARTED',
  reason: '',
  serviceName: 'cvm',
  createdMs: 1,
  updatedMs: 1,
})
const rules = {
  minimumLength: 9,
  mustContain: 'Aa',
  forcePasswordChangeDays: 1,
  reusePasswordLimit: 1,
  retryPasswordLimit: 1,
  passwordExpirationInvalidation: 1,
  updatedMs: 1,
  modifier: 'x',
}
const ipPolicy = { policyType: 1, disabled: false, approverType: '', approverUins: [], addresses: [], updatedMs: 1 }
const challenge = { sealed: 'x', tries: 0, expiresMs: 9 }
const keysOfUsers: Omit<KeysDue, 'account'> = {
  keysOf: { of: 'users' },
  issuer: 'https://idp.example',
  keysDueMs: 1_000,
}
const device = (uin: number, sealedSecret: string) => ({ uin, sealedSecret, lastStep: 1, boundMs: 1 })

const scimToken = (account: Account, uin: number, secretHash = 'hash') => ({
  account,
  tokenId: `scim${account}`,
  uin,
  secretHash,
  description: '',
  createdMs: 1,
  expiresMs: 9,
})

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
    await writes.users.recordPassword(account, uin, { hash: 'h', setMs: 1 }, 9)
    await writes.policies.setTags(account, policyId, [{ key: 'k', value: 'v' }])
    await writes.policies.setPresetAlias(account, 1, 'alias')
    await writes.accounts.setQuota(account, 'users', 1)
    await writes.keys.insert(account, newKey(uin, `AKID${account}`))
    await writes.mfaTokens.insert(account, { token: 't', uin, expiresMs: 100 })
    await writes.decisionTokens.insert(decisionToken(account))
    await writes.audit.append(auditEvent(account, revision))
    await writes.audit.index(account, 0, [{ ...auditEvent(account, revision), position: 1, hash: 'h' }])
    await writes.audit.checkpoint(checkpoint(account))
    const roleId = await insertRole(writes, account, { name: 'r' })
    const tagged = { product: 'cam', kind: 'role', id: roleId }
    await writes.roles.setBoundary(account, roleId, policyId)
    await writes.policies.attach(account, { ...attachment(policyId, 'role', 0), entityId: roleId })
    await writes.roles.insertTask(task(account, roleId))
    await writes.roles.addUse(account, use(roleId))
    await writes.sessions.insert(newSession(account, 's', { roleId }))
    await writes.tags.put(account, tagged, [{ key: 'k', value: 'v' }])
    await writes.identityProviders.insert(account, newSaml('idp'))
    await writes.identityProviders.insert(account, newOidc('tokens'))
    await writes.identityProviders.setUserSso(account, newUserSaml({ enabled: false }))
    await writes.identityProviders.setUserSso(account, newUserOidc({ autoRotateKey: true }))
    await writes.settings.setPasswordRules(account, rules)
    await writes.settings.setLoginIpPolicy(account, ipPolicy)
    await writes.settings.bindTotp(account, device(uin, 'sealed'))
    await writes.accounts.bind(account, { email: `${account}@example.com` })
    await writes.consoleSessions.insert(newConsoleSession(account, 'console/s', { uin }))
    await writes.signIn.countTry(account, 'password/1', { nowMs: 1, windowMs: 9 })
    await writes.signIn.putChallenge(account, 'console/s', 'mail', challenge)
    await writes.signIn.seePlace(account, uin, 'here', 1)
    await writes.factors.insertPasskey(newPasskey(account, uin))
    await writes.accessRequests.ask({ account, uin, address: 'a', createdMs: 1, expiresMs: 9 })
    await writes.accessRequests.ask({ account, uin, address: 'b', createdMs: 1, expiresMs: 9 })
    await writes.accessRequests.approve(account, uin, 'b', { uin: 1, nowMs: 2, untilMs: 9 })
    await writes.factors.importHardToken(newHardToken(account, 'h', { uin }))
    await writes.users.update(account, uin, { externalId: 'e' })
    await writes.groups.setExternalId(account, groupId, 'e')
    await writes.scimTokens.insert(scimToken(account, uin))
    await writes.quarantine.set(account, { kind: 'user', uin }, 3)
    const uid = (await writes.users.byUin(account, uin))?.uid ?? 0
    return { account, uin, uid, groupId, policyId, gone, secretId: `AKID${account}`, roleId, tagged }
  })
}

type Tries<T> = {
  readonly [Entity in keyof T]: {
    readonly [Method in keyof T[Entity]]: (at: T, me: Account, its: Things) => Promise<unknown>
  }
}
/** Methods that belong to no account: they answer for the whole server. */
type Global = 'list' | 'count' | 'byEmail'
type TriedReads = Omit<Tries<Reads>, 'accounts' | 'roles' | 'identityProviders'> & {
  readonly accounts: Omit<Tries<Reads>['accounts'], Global>
  readonly roles: Omit<Tries<Reads>['roles'], 'openTasks'>
  readonly identityProviders: Omit<Tries<Reads>['identityProviders'], 'keysDue'>
}

const page = { offset: 0, limit: 10 }
const nothing = { total: 0, rows: [] }

/** Each read with the answer that an account with nothing must get. */
const reads: {
  readonly [E in keyof TriedReads]: { readonly [M in keyof TriedReads[E]]: [TriedReads[E][M], unknown] }
} = {
  quarantine: {
    since: [(r, me, its) => r.quarantine.since(me, { kind: 'user', uin: its.uin }), undefined],
    list: [(r, me) => r.quarantine.list(me), []],
  },
  accounts: {
    get: [async (r, me) => (await r.accounts.get(me))?.account === me, true],
    quotas: [async (r, me) => (await r.accounts.quotas(me)).size, 0],
    summary: [
      (r, me) => r.accounts.summary(me),
      { policies: 0, users: 0, groups: 0, members: 0, roles: 0, providers: 0 },
    ],
  },
  users: {
    byName: [(r, me) => r.users.byName(me, 'ann'), undefined],
    byUin: [(r, me, its) => r.users.byUin(me, its.uin), undefined],
    byUid: [(r, me, its) => r.users.byUid(me, its.uid), undefined],
    byUins: [(r, me, its) => r.users.byUins(me, [its.uin]), []],
    byExternalId: [(r, me) => r.users.byExternalId(me, 'e'), []],
    list: [(r, me) => r.users.list(me, [2]), nothing],
    count: [(r, me) => r.users.count(me, [2]), 0],
    createdSince: [(r, me) => r.users.createdSince(me, 0), 0],
    mfaFlags: [(r, me, its) => r.users.mfaFlags(me, its.uin), undefined],
    listBelow: [(r, me) => r.users.listBelow(me, [2, 3, 4, 5], Number.MAX_SAFE_INTEGER, 10), []],
    passwords: [(r, me, its) => r.users.passwords(me, its.uin, 10), []],
  },
  groups: {
    byId: [(r, me, its) => r.groups.byId(me, its.groupId), undefined],
    byName: [(r, me) => r.groups.byName(me, 'g'), undefined],
    byExternalId: [(r, me) => r.groups.byExternalId(me, 'e'), []],
    list: [(r, me) => r.groups.list(me, {}, page), nothing],
    count: [(r, me) => r.groups.count(me), 0],
    members: [(r, me, its) => r.groups.members(me, its.groupId), nothing],
    memberCount: [(r, me, its) => r.groups.memberCount(me, its.groupId), 0],
    ofUser: [(r, me, its) => r.groups.ofUser(me, its.uin), nothing],
  },
  keys: {
    list: [(r, me, its) => r.keys.list(me, its.uin), []],
    get: [(r, me, its) => r.keys.get(me, its.secretId), undefined],
    activeHolders: [(r, me) => r.keys.activeHolders(me), []],
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
  decisionTokens: {
    get: [(r, me) => r.decisionTokens.get(me, 't', 1), undefined],
    list: [(r, me) => r.decisionTokens.list(me), []],
  },
  audit: {
    list: [(r, me) => r.audit.list(me, {}, { limit: 10 }), []],
    search: [(r, me) => r.audit.search(me, {}, { limit: 10 }), { events: [], next: undefined }],
    chain: [(r, me) => r.audit.chain(me), undefined],
    after: [(r, me) => r.audit.after(me, 0, 10), []],
    checkpointsAfter: [(r, me) => r.audit.checkpointsAfter(me, 0, 10), []],
    droppable: [(r, me) => r.audit.droppable(me, 9_999), undefined],
  },
  roles: {
    byId: [(r, me, its) => r.roles.byId(me, its.roleId), undefined],
    byName: [(r, me) => r.roles.byName(me, 'r'), undefined],
    list: [(r, me) => r.roles.list(me, { tags: [{ key: 'k', value: 'v' }] }, page), nothing],
    count: [(r, me) => r.roles.count(me), 0],
    policiesOf: [(r, me, its) => r.roles.policiesOf(me, its.roleId), undefined],
    task: [(r, me) => r.roles.task(me, 't'), undefined],
    uses: [(r, me, its) => r.roles.uses(me, its.roleId), []],
  },
  sessions: {
    get: [(r, me) => r.sessions.get(me, 's'), undefined],
    holder: [(r, me) => r.sessions.holder(me, 's'), undefined],
    ofRole: [(r, me, its) => r.sessions.ofRole(me, its.roleId, 1, page), nothing],
  },
  identityProviders: {
    byName: [(r, me) => r.identityProviders.byName(me, 'idp'), undefined],
    madeMs: [(r, me) => r.identityProviders.madeMs(me, 'saml', 'idp'), undefined],
    samlProviders: [(r, me) => r.identityProviders.samlProviders(me), []],
    oidcProviders: [(r, me) => r.identityProviders.oidcProviders(me), []],
    count: [(r, me) => r.identityProviders.count(me), 0],
    userSaml: [(r, me) => r.identityProviders.userSaml(me), undefined],
    userOidc: [(r, me) => r.identityProviders.userOidc(me), undefined],
    userSso: [(r, me) => r.identityProviders.userSso(me), undefined],
  },
  tags: {
    of: [(r, me, its) => r.tags.of(me, its.tagged), []],
    ofMany: [(r, me, its) => r.tags.ofMany(me, [its.tagged]), [[]]],
    resources: [(r, me) => r.tags.resources(me, undefined, 10), []],
  },
  settings: {
    passwordRules: [(r, me) => r.settings.passwordRules(me), undefined],
    loginIpPolicies: [(r, me) => r.settings.loginIpPolicies(me), []],
    totpDevice: [(r, me, its) => r.settings.totpDevice(me, its.uin), undefined],
  },
  consoleSessions: {
    get: [(r, me) => r.consoleSessions.get(me, 'console/s'), undefined],
    ofUser: [(r, me, its) => r.consoleSessions.ofUser(me, its.uin), []],
  },
  signIn: {
    tries: [(r, me) => r.signIn.tries(me, 'password/1'), undefined],
    challenge: [(r, me) => r.signIn.challenge(me, 'console/s', 'mail'), undefined],
    placeSeen: [(r, me, its) => r.signIn.placeSeen(me, its.uin, 'here'), undefined],
    anyPlace: [(r, me, its) => r.signIn.anyPlace(me, its.uin), false],
  },
  factors: {
    passkeys: [(r, me, its) => r.factors.passkeys(me, its.uin), []],
    hardToken: [(r, me) => r.factors.hardToken(me, 'h'), undefined],
    hardTokensOf: [(r, me, its) => r.factors.hardTokensOf(me, its.uin), []],
  },
  scimTokens: {
    list: [(r, me) => r.scimTokens.list(me), []],
    get: [(r, me, its) => r.scimTokens.get(me, `scim${its.account}`), undefined],
  },
  accessRequests: {
    waiting: [(r, me) => r.accessRequests.waiting(me, 1), []],
    granted: [(r, me, its) => r.accessRequests.granted(me, its.uin, 'b', 1), false],
  },
}

type OwnMethods<Entity extends keyof Writes> = Entity extends keyof Reads
  ? Exclude<keyof Writes[Entity], keyof Reads[Entity]>
  : keyof Writes[Entity]
type TriedWrites = {
  readonly [Entity in Exclude<keyof Writes, 'ids'>]: {
    readonly [Method in Exclude<OwnMethods<Entity>, GlobalWrite>]: (
      at: Writes,
      me: Account,
      its: Things,
    ) => Promise<unknown>
  }
}
/** Belongs to no account: it forgets what has expired, whosever it was. */
type GlobalWrite = 'deleteExpired' | 'deleteStale' | 'deleteFinishedTasks'
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
    signedIn: (w, me) => w.accounts.signedIn(me, { ip: 'x', ms: 9 }),
    setQuota: (w, me) => w.accounts.setQuota(me, 'users', 9),
    advance: (w, me) => w.accounts.advance(me),
  },
  users: {
    insert: async (w, me) =>
      w.users.insert(me, newUser({ uin: await w.ids.next('uin'), uid: await w.ids.next('uid'), name: 'ann' })),
    update: (w, me, its) => w.users.update(me, its.uin, { remark: 'stolen' }),
    delete: (w, me, its) => w.users.delete(me, its.uin),
    setBoundary: (w, me, its) => w.users.setBoundary(me, its.uin, undefined),
    signedIn: (w, me, its) => w.users.signedIn(me, its.uin, { ip: 'x', ms: 9 }),
    setMfaFlags: (w, me, its) => w.users.setMfaFlags(me, its.uin, flags),
    recordPassword: (w, me, its) => w.users.recordPassword(me, its.uin, { hash: 'stolen', setMs: 9 }, 0),
  },
  groups: {
    insert: (w, me, its) => w.groups.insert(me, { groupId: its.groupId, name: 'g', remark: 'x', createdMs: 9 }),
    update: (w, me, its) => w.groups.update(me, its.groupId, { name: 'stolen' }),
    delete: (w, me, its) => w.groups.delete(me, its.groupId),
    setExternalId: (w, me, its) => w.groups.setExternalId(me, its.groupId, 'stolen'),
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
  decisionTokens: {
    insert: (w, me) => w.decisionTokens.insert({ ...decisionToken(me), hash: 'stolen' }),
    delete: (w, me) => w.decisionTokens.delete(me, 't'),
  },
  audit: {
    append: (w, me) => w.audit.append(auditEvent(me, 1)),
    appendAll: (w, me) => w.audit.appendAll(me, [auditEvent(me, 1), auditEvent(me, 2)]),
    index: (w, me) => w.audit.index(me, 1, []),
    checkpoint: (w, me) => w.audit.checkpoint(checkpoint(me, { previous: 1, position: 2 })),
    settle: (w, me) => w.audit.settle(me, 1),
    beginDrop: (w, me) => w.audit.beginDrop(me, 9),
    drop: (w, me) => w.audit.drop(me, 9, 9),
    claimDelivery: (w, me) => w.audit.claimDelivery(me, 1, 9),
    delivered: (w, me) => w.audit.delivered(me, 9, 9),
  },
  roles: {
    insert: (w, me, its) => w.roles.insert(me, newRole({ roleId: its.roleId, name: 'r', trust: '"stolen"' })),
    update: (w, me, its) => w.roles.update(me, its.roleId, { trust: '"stolen"', updatedMs: 9 }),
    delete: (w, me, its) => w.roles.delete(me, its.roleId),
    endSessions: (w, me, its) => w.roles.endSessions(me, its.roleId),
    setBoundary: (w, me, its) => w.roles.setBoundary(me, its.roleId, undefined),
    insertTask: (w, me, its) => w.roles.insertTask({ ...task(me, its.roleId), status: 'FAILED' }),
    setTask: (w, me) => w.roles.setTask(me, 't', { status: 'FAILED', reason: 'x', updatedMs: 9 }),
    addUse: (w, me, its) => w.roles.addUse(me, { ...use(its.roleId), resource: 'ins-2' }),
    dropUse: (w, me, its) => w.roles.dropUse(me, its.roleId, 'cvm', 'ins-1'),
  },
  sessions: {
    insert: (w, me, its) => w.sessions.insert(newSession(me, 's', { roleId: its.roleId, name: 'stolen' })),
    end: (w, me) => w.sessions.end(me, 's', { nowMs: 1, keptMs: 9 }),
    deleteOfRole: (w, me, its) => w.sessions.deleteOfRole(me, its.roleId),
  },
  identityProviders: {
    insert: (w, me) => w.identityProviders.insert(me, newSaml('idp', { metadata: 'stolen' })),
    update: (w, me) => w.identityProviders.update(me, newSaml('idp', { metadata: 'stolen' })),
    delete: (w, me) => w.identityProviders.delete(me, 'saml', 'idp'),
    setUserSso: (w, me) => w.identityProviders.setUserSso(me, newUserOidc({ clientId: 'stolen' })),
    disableUserSso: (w, me) => w.identityProviders.disableUserSso(me, 9),
    claimKeys: (w, me) => w.identityProviders.claimKeys({ ...keysOfUsers, account: me }, 9),
    setKeys: (w, me) => w.identityProviders.setKeys({ ...keysOfUsers, account: me }, 'stolen'),
  },
  tags: {
    put: (w, me, its) => w.tags.put(me, its.tagged, [{ key: 'k', value: 'stolen' }]),
    drop: (w, me, its) => w.tags.drop(me, its.tagged, ['k']),
    dropAll: (w, me, its) => w.tags.dropAll(me, its.tagged),
  },
  settings: {
    setPasswordRules: (w, me) => w.settings.setPasswordRules(me, { ...rules, minimumLength: 1 }),
    setLoginIpPolicy: (w, me) => w.settings.setLoginIpPolicy(me, { ...ipPolicy, disabled: true }),
    bindTotp: (w, me, its) => w.settings.bindTotp(me, device(its.uin, 'stolen')),
    unbindTotp: (w, me, its) => w.settings.unbindTotp(me, its.uin),
    countTotpTry: (w, me, its) => w.settings.countTotpTry(me, its.uin, 9, { failuresMax: 9, lockMs: 9 }),
    useTotpStep: (w, me, its) => w.settings.useTotpStep(me, its.uin, 9),
  },
  quarantine: {
    set: async (w, me, its) => {
      await w.quarantine.set(me, { kind: 'user', uin: its.uin }, undefined)
      await w.quarantine.set(me, { kind: 'role', roleId: its.roleId }, 9)
      return w.quarantine.set(me, { kind: 'root' }, 9)
    },
  },
  consoleSessions: {
    insert: (w, me, its) =>
      w.consoleSessions.insert(newConsoleSession(me, 'console/s', { uin: its.uin, name: 'stolen' })),
    update: (w, me) => w.consoleSessions.update(me, 'console/s', { verifiedMs: 9 }),
    end: (w, me) => w.consoleSessions.end(me, 'console/s'),
    endOfUser: (w, me, its) => w.consoleSessions.endOfUser(me, its.uin),
  },
  signIn: {
    countTry: (w, me) => w.signIn.countTry(me, 'password/1', { nowMs: 2, windowMs: 9 }),
    lockTries: (w, me) => w.signIn.lockTries(me, 'password/1', 9),
    clearTries: (w, me) => w.signIn.clearTries(me, 'password/1'),
    putChallenge: (w, me) => w.signIn.putChallenge(me, 'console/s', 'mail', { ...challenge, sealed: 'stolen' }),
    tryChallenge: (w, me) => w.signIn.tryChallenge(me, 'console/s', 'mail'),
    takeChallenge: (w, me) => w.signIn.takeChallenge(me, 'console/s', 'mail'),
    seePlace: (w, me, its) => w.signIn.seePlace(me, its.uin, 'here', 9),
  },
  factors: {
    insertPasskey: (w, me, its) => w.factors.insertPasskey({ ...newPasskey(me, its.uin), publicKey: 'stolen' }),
    usePasskey: (w, me, its) => w.factors.usePasskey(me, its.uin, 'c', { counter: 99, usedMs: 9 }),
    dropPasskey: (w, me, its) => w.factors.dropPasskey(me, its.uin, 'c'),
    importHardToken: (w, me, its) => w.factors.importHardToken(newHardToken(me, 'h', { uin: its.uin })),
    bindHardToken: (w, me) => w.factors.bindHardToken(me, 'h', undefined),
    useHardStep: (w, me) => w.factors.useHardStep(me, 'h', 99),
  },
  accessRequests: {
    ask: (w, me, its) => w.accessRequests.ask({ account: me, uin: its.uin, address: 'a', createdMs: 5, expiresMs: 99 }),
    approve: (w, me, its) => w.accessRequests.approve(me, its.uin, 'a', { uin: me, nowMs: 1, untilMs: 99 }),
  },
  replays: { take: (w, me) => w.replays.take(me, 'saml', 'digest', 9_000) },
  scimTokens: {
    insert: (w, me, its) => w.scimTokens.insert({ ...scimToken(me, its.uin, 'stolen'), tokenId: `scim${its.account}` }),
    renew: (w, me, its) => w.scimTokens.renew(me, `scim${its.account}`, { secretHash: 'stolen', expiresMs: 99 }),
    delete: (w, me, its) => w.scimTokens.delete(me, `scim${its.account}`),
    deleteOfUser: (w, me, its) => w.scimTokens.deleteOfUser(me, its.uin),
  },
}

/** Everything that reads can say about the full account. */
async function everything({ read, ...store }: Store, its: Things): Promise<unknown> {
  const { account } = its
  const answers: unknown[] = [
    await store.keyHolder(its.secretId),
    await store.session(account, 's'),
    await store.scimToken(`scim${account}`),
    await store.revision(account),
  ]
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
    test('session shows nothing', async () => {
      const its = await fill(store())
      const me = await insertAccount(store())
      expect(await store().session(me, 's')).toBeUndefined()
      expect(await store().session(its.account, 's')).toBeDefined()
    })
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
