// What every part of the contract starts from: a store, fresh accounts in it, and rows with only the interesting members
// spelled out. Each test has an account of its own, so tests share a store without seeing each other.
import type {
  Account,
  AttachmentRow,
  AuditCheckpoint,
  AuditEvent,
  ConsoleSessionRow,
  DecisionTokenRow,
  GroupRow,
  HardTokenRow,
  NewRole,
  NewUser,
  OidcKeys,
  OidcProviderRow,
  PasskeyRow,
  PolicyWrites,
  RoleLink,
  SamlProviderRow,
  SessionRow,
  Store,
  UserOidcRow,
  UserSamlRow,
  Writes,
} from '../../../src/store/store.ts'

export interface Context {
  /** The store under test; opened before the first test. */
  store(): Store
  /** Another node on the same database. */
  other(): Store
  /** Makes an account. */
  account(): Promise<Account>
}

/** A transaction as the dispatcher runs it: the account is locked first. */
export function change<T>(store: Store, account: Account, work: (writes: Writes) => Promise<T>): Promise<T> {
  return store.transaction(async (writes) => {
    await writes.accounts.advance(account)
    return work(writes)
  })
}

export async function insertAccount(store: Store): Promise<Account> {
  return store.transaction(async (writes) => {
    const account = await writes.ids.next('uin')
    const row = { account, appId: await writes.ids.next('app'), name: 'root', verified: true, site: 'default' }
    const contact = { phone: '', countryCode: '', email: '' }
    const outcome = await writes.accounts.insert({ ...row, ...contact, passwordHash: undefined, createdMs: 1 })
    if (outcome !== 'inserted') throw new Error('the account was not made')
    return account
  })
}

export const newUser = (given: Pick<NewUser, 'uin' | 'uid' | 'name'> & Partial<NewUser>): NewUser => ({
  type: 2,
  remark: '',
  nickName: '',
  consoleLogin: false,
  needResetPassword: false,
  passwordHash: undefined,
  phone: '',
  countryCode: '',
  email: '',
  phoneVerified: false,
  emailVerified: false,
  wechatBound: false,
  receiverOwner: false,
  createdMs: 1_000,
  ...given,
})

/** Makes a user under fresh numbers and answers its uin. */
export async function insertUser(writes: Writes, account: Account, given: Partial<NewUser> & { name: string }) {
  const user = newUser({ uin: await writes.ids.next('uin'), uid: await writes.ids.next('uid'), ...given })
  const outcome = await writes.users.insert(account, user)
  if (outcome !== 'inserted') throw new Error(`user ${given.name} was not made`)
  return user.uin
}

export async function insertGroup(writes: Writes, account: Account, name: string, given: Partial<GroupRow> = {}) {
  const group = { groupId: await writes.ids.next('group'), name, remark: '', createdMs: 1_000, ...given }
  const outcome = await writes.groups.insert(account, group)
  if (outcome !== 'inserted') throw new Error(`group ${name} was not made`)
  return group.groupId
}

type NewPolicy = Parameters<PolicyWrites['insert']>[1]
export const newPolicy = (policyId: number, name: string, given: Partial<NewPolicy> = {}): NewPolicy => ({
  policyId,
  name,
  description: '',
  createMode: 2,
  serviceLinked: false,
  createdMs: 1_000,
  document: '{}',
  ...given,
})

export async function insertPolicy(writes: Writes, account: Account, name: string, given: Partial<NewPolicy> = {}) {
  const policyId = await writes.ids.next('policy')
  const outcome = await writes.policies.insert(account, newPolicy(policyId, name, given))
  if (outcome !== 'inserted') throw new Error(`policy ${name} was not made`)
  return policyId
}

export const newRole = (given: Pick<NewRole, 'roleId' | 'name'> & Partial<NewRole>): NewRole => ({
  type: 'user',
  trust: '{}',
  description: '',
  consoleLogin: false,
  sessionDuration: 0,
  services: [],
  createdMs: 1_000,
  ...given,
})

/** Makes a role under a fresh id and answers it. */
export async function insertRole(writes: Writes, account: Account, given: Partial<NewRole> & { name: string }) {
  const role = newRole({ roleId: await writes.ids.nextRole(), ...given })
  const outcome = await writes.roles.insert(account, role)
  if (outcome !== 'inserted') throw new Error(`role ${given.name} was not made`)
  return role.roleId
}

/** What is remembered of a session of a role that another one came through. */
export const newLink = (account: Account, roleId: string, given: Partial<RoleLink> = {}): RoleLink => ({
  account,
  roleId,
  generation: 0,
  sessionId: '',
  expiresMs: 0,
  ...given,
})

/** A session that root asked for with a key of its own; of the role where one is given. */
export const newSession = (account: Account, sessionId: string, given: Partial<SessionRow> = {}): SessionRow => ({
  account,
  sessionId,
  kind: given.roleId === undefined ? 'federation' : 'role',
  roleId: undefined,
  roleGeneration: 0,
  name: 'work',
  callerAccount: account,
  callerUin: account,
  issuingSecretId: `AKID${account}`,
  issuingGeneration: 0,
  through: [],
  policy: undefined,
  mfa: false,
  sourceIdentity: undefined,
  tags: [],
  createdMs: 1_000,
  expiresMs: 9_000,
  ...given,
})

/** A browser's session of root that is open. */
export const newConsoleSession = (
  account: Account,
  key: string,
  given: Partial<ConsoleSessionRow> = {},
): ConsoleSessionRow => ({
  account,
  key,
  uin: account,
  stage: 'open',
  way: 'password',
  factors: [],
  mustChange: false,
  verifiedMs: undefined,
  role: undefined,
  provider: undefined,
  name: '',
  next: '/console/',
  address: '127.0.0.1',
  createdMs: 1_000,
  seenMs: 1_000,
  expiresMs: 9_000,
  ...given,
})

export const newPasskey = (account: Account, uin: number, given: Partial<PasskeyRow> = {}): PasskeyRow => ({
  account,
  credentialId: 'c',
  uin,
  kind: 'Passkey',
  site: 'localhost',
  publicKey: 'k',
  counter: 0,
  transports: [],
  name: '',
  createdMs: 1_000,
  usedMs: undefined,
  ...given,
})

export const newHardToken = (account: Account, serial: string, given: Partial<HardTokenRow> = {}): HardTokenRow => ({
  account,
  serial,
  sealedSecret: 's',
  periodSeconds: 60,
  uin: undefined,
  lastStep: 0,
  importedMs: 1_000,
  ...given,
})

export const newSaml = (name: string, given: Partial<SamlProviderRow> = {}): Omit<SamlProviderRow, 'account'> => ({
  kind: 'saml',
  name,
  description: '',
  metadata: '<metadata/>',
  createdMs: 1_000,
  updatedMs: 1_000,
  ...given,
})
const newKeys: OidcKeys = {
  issuer: 'https://idp.example',
  identityKey: 'key',
  autoRotateKey: false,
  keysDueMs: 1_000,
}
export const newOidc = (name: string, given: Partial<OidcProviderRow> = {}): Omit<OidcProviderRow, 'account'> => ({
  ...newKeys,
  kind: 'oidc',
  name,
  description: '',
  clientIds: ['client'],
  createdMs: 1_000,
  updatedMs: 1_000,
  ...given,
})
export const newUserSaml = (given: Partial<UserSamlRow> = {}): Omit<UserSamlRow, 'account'> => ({
  protocol: 'saml',
  enabled: true,
  metadata: '<metadata/>',
  auxiliaryDomain: '',
  createdMs: 1_000,
  updatedMs: 1_000,
  ...given,
})
export const newUserOidc = (given: Partial<UserOidcRow> = {}): Omit<UserOidcRow, 'account'> => ({
  ...newKeys,
  protocol: 'oidc',
  enabled: true,
  clientId: 'client',
  authorizationEndpoint: 'https://idp.example/authorize',
  responseType: 'id_token',
  responseMode: 'form_post',
  mappingField: 'sub',
  scopes: ['openid'],
  description: '',
  createdMs: 1_000,
  updatedMs: 1_000,
  ...given,
})

export const newKey = (uin: number, secretId: string, createdMs = 1_000) => ({
  uin,
  secretId,
  status: 'Active' as const,
  description: '',
  createdMs,
  sealedSecret: `sealed ${secretId}`,
})

export const attachment = (
  policyId: number,
  kind: AttachmentRow['kind'],
  entityId: number,
  attachedMs = 1_000,
): AttachmentRow => ({
  policyId,
  kind,
  entityId: String(entityId),
  attachedMs,
  operatorOwner: 1,
  operator: '1',
  operatorKind: 0,
})

export const auditEvent = (account: Account, revision: number, given: Partial<AuditEvent> = {}): AuditEvent => ({
  account,
  revision,
  requestId: `request-${revision}`,
  timeMs: 1_000 + revision,
  uin: account,
  product: 'cam',
  action: 'AddUser',
  secretId: 'AKIDkey',
  access: 'write',
  resources: [],
  decision: 'allow',
  outcome: 'ok',
  sourceIp: '127.0.0.1',
  userAgent: 'test/1',
  parameters: '{}',
  ...given,
})

export const checkpoint = (account: Account, given: Partial<AuditCheckpoint> = {}): AuditCheckpoint => ({
  account,
  position: 1,
  hash: 'h',
  timeMs: 5,
  previous: 0,
  keyId: 'k',
  signature: 's',
  ...given,
})

export const decisionToken = (account: Account, given: Partial<DecisionTokenRow> = {}): DecisionTokenRow => ({
  account,
  tokenId: 't',
  hash: 'h',
  service: 'todo',
  description: '',
  createdMs: 1,
  expiresMs: 100,
  ...given,
})

export const names = (rows: readonly { readonly name: string }[]): string[] => rows.map((row) => row.name)
