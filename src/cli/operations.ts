// What an operator does on the store itself, because no API call does it. Each is one transaction that advances the
// account's revision and leaves an audit event. Throws CommandFailure where the account or user does not allow it.

import { newKey } from '../actions/access-key/secret.ts'
import { makeRootAccount } from '../actions/account/root.ts'
import { makeDecisionToken } from '../actions/decision/token.ts'
import { customTokenLifeMs, makeCustomToken } from '../actions/mfa/custom-token.ts'
import { bindSoftToken, softTokenUri } from '../actions/mfa/totp.ts'
import { quotaRows } from '../actions/quotas.ts'
import { randomPassword } from '../actions/user/password.ts'
import { defaultCountryCode } from '../actions/user/types.ts'
import { recordChange } from '../audit/operator.ts'
import { nearest } from '../kernel/nearest.ts'
import { hashPassword } from '../store/passwords.ts'
import type { Sealer } from '../store/seal.ts'
import type { Store, UserRow, Writes } from '../store/store.ts'
import { CommandFailure, type Io } from './io.ts'

export interface Operator {
  readonly store: Store
  /** Under the server's master key. Throws where that is not at hand. */
  readonly sealer: () => Promise<Sealer>
  readonly clock: Io['clock']
  readonly random: Io['random']
}

interface Change {
  readonly action: string
  /** Last segments of what is changed, such as `uin/100000000001`. */
  readonly resources: readonly string[]
  /** Without secrets. */
  readonly parameters: object
}

/** Runs one change of an account that exists. */
export async function change<T>(
  { store, clock, random }: Operator,
  account: number,
  { action, resources, parameters }: Change,
  work: (writes: Writes, nowMs: number) => Promise<T>,
): Promise<T> {
  const [requestId, timeMs] = [random.uuid(), clock()]
  return store.transaction(async (writes) => {
    if ((await writes.accounts.get(account)) === undefined) throw new CommandFailure(`there is no account ${account}`)
    await recordChange(writes, account, { requestId, timeMs, action, resources, parameters })
    return work(writes, timeMs)
  })
}

// ---- accounts -----------------------------------------------------------------------------------------------------------

export interface AccountGiven {
  readonly name: string
  readonly uin: number | undefined
  readonly verified: boolean
  readonly site: string
}

/** A new root account with a key and a password, both shown this once. */
export async function createAccount(operator: Operator, { name, uin, verified, site }: AccountGiven) {
  const { store, random, clock } = operator
  const password = randomPassword(random)
  const passwordHash = await hashPassword(password)
  const parts = { random, sealer: await operator.sealer() }
  const [requestId, nowMs] = [random.uuid(), clock()]
  const made = await store.transaction(async (writes) => {
    const made = await makeRootAccount(writes, parts, { uin, name, verified, site, passwordHash, nowMs })
    if (made === 'taken') throw new CommandFailure(`the number ${uin} is an account's or a user's already`)
    const { account, secretId } = made
    const event = { requestId, timeMs: nowMs, action: 'CreateRootAccount', resources: [`uin/${account}`] }
    await recordChange(writes, account, { ...event, parameters: { name, verified, site, secretId } })
    return made
  })
  return { ...made, password }
}

/** Every root account with the numbers of what it has. */
export async function listAccounts({ store }: Pick<Operator, 'store'>) {
  const rows = await store.read.accounts.list()
  return Promise.all(
    rows.map(async ({ account, appId, name, verified, site, createdMs }) => {
      const { users, groups, policies } = await store.read.accounts.summary(account)
      return {
        account,
        appId,
        name,
        verified,
        site,
        created: new Date(createdMs).toISOString(),
        users,
        groups,
        policies,
      }
    }),
  )
}

/** A new key for the root account; its other keys are deleted unless they are kept. */
export async function rotateRootKey(operator: Operator, account: number, keep: boolean) {
  const { random } = operator
  const sealer = await operator.sealer()
  const { secretId, secretKey } = newKey(random)
  const sealedSecret = sealer.seal(secretKey, { account, secretId })
  const parameters = { secretId, keep }
  const what = { action: 'RotateRootKey', resources: [`uin/${account}`], parameters }
  const deleted = await change(operator, account, what, async (writes, nowMs) => {
    const old = (await writes.keys.list(account, account)).map((key) => key.secretId)
    for (const id of keep ? [] : old) await writes.keys.delete(account, id)
    const key = { uin: account, secretId, status: 'Active', description: '', createdMs: nowMs, sealedSecret } as const
    if ((await writes.keys.insert(account, key)) === 'taken') throw new CommandFailure('the new SecretId is in use')
    return keep ? [] : old
  })
  return { account, secretId, secretKey, deleted }
}

/** Another limit for one account. */
export async function setQuota(operator: Operator, account: number, name: string, value: number) {
  const names = quotaRows.map((row) => row.name)
  if (!names.some((known) => known === name)) {
    throw new CommandFailure(`there is no quota ${name}; the nearest one is ${nearest(name, names)}`)
  }
  const what = { action: 'SetQuota', resources: [`uin/${account}`], parameters: { name, value } }
  await change(operator, account, what, (writes) => writes.accounts.setQuota(account, name, value))
  return { account, quota: name, value }
}

// ---- users that no API call makes ---------------------------------------------------------------------------------------

export interface ContactGiven {
  readonly name: string
  readonly remark: string
  readonly phone: string
  readonly countryCode: string | undefined
  readonly email: string
}

const kinds = {
  collaborator: { type: 4, action: 'AddCollaborator' },
  recipient: { type: 5, action: 'AddRecipient' },
} as const

/** A collaborator or a message recipient. */
export async function addContact(operator: Operator, account: number, kind: keyof typeof kinds, given: ContactGiven) {
  const { type, action } = kinds[kind]
  const { name, remark, phone, email } = given
  if (!/^[\p{L}\p{N}+=,.@_ -]{1,64}$/u.test(name)) {
    throw new CommandFailure('a name has 1 to 64 letters, digits, blanks and +=,.@_- signs')
  }
  const countryCode = given.countryCode ?? defaultCountryCode
  const what = { action, resources: ['uin/*'], parameters: { name, remark, countryCode, phone, email } }
  return change(operator, account, what, async (writes, nowMs) => {
    const uin = await writes.ids.next('uin')
    const uid = await writes.ids.next('uid')
    const contact = {
      name,
      remark,
      nickName: name,
      phone,
      countryCode,
      email,
      createdMs: nowMs,
      passwordHash: undefined,
    }
    const switches = { consoleLogin: type === 4, needResetPassword: false, phoneVerified: false, emailVerified: false }
    const row = { uin, uid, type, ...contact, ...switches, wechatBound: false, receiverOwner: false }
    if ((await writes.users.insert(account, row)) === 'taken') {
      throw new CommandFailure(`the name ${name} is in use in account ${account}`)
    }
    return { account, kind, uin, uid, name }
  })
}

/** A verified phone for a user, or for the root account itself. */
export async function bindPhone(operator: Operator, account: number, uin: number, phone: string, countryCode: string) {
  const what = { action: 'BindPhone', resources: [`uin/${uin}`], parameters: { phone, countryCode } }
  const patch = { phone, countryCode, phoneVerified: true }
  await change(operator, account, what, (writes) => bind(writes, account, uin, patch))
  return { account, uin, phone, countryCode }
}

/** A bound WeChat for a user, or for the root account itself. */
export async function bindWechat(operator: Operator, account: number, uin: number) {
  const what = { action: 'BindWechat', resources: [`uin/${uin}`], parameters: {} }
  await change(operator, account, what, (writes) => bind(writes, account, uin, { wechatBound: true }))
  return { account, uin, wechat: true }
}

type Binding = Partial<Pick<UserRow, 'phone' | 'countryCode' | 'phoneVerified' | 'wechatBound'>>

async function bind(writes: Writes, account: number, uin: number, patch: Binding): Promise<void> {
  const { phoneVerified: _, ...contact } = patch
  const bound =
    uin === account ? await writes.accounts.bind(account, contact) : await writes.users.update(account, uin, patch)
  if (!bound) throw new CommandFailure(`account ${account} has no user ${uin}`)
}

/** A software token for a user, or for the root account itself, in place of an older one. Its secret is shown this once. */
export async function bindTotp(operator: Operator, account: number, uin: number) {
  const sealer = await operator.sealer()
  const what = { action: 'BindSoftToken', resources: [`uin/${uin}`], parameters: {} }
  return change(operator, account, what, async (writes, nowMs) => {
    const user = await writes.users.byUin(account, uin)
    // A message recipient signs nothing, so it shows no code either.
    if (uin !== account && (user === undefined || user.type === 5)) {
      throw new CommandFailure(`account ${account} has no user ${uin} that could use a software token`)
    }
    const secret = await bindSoftToken(writes, { random: operator.random, sealer }, { account, uin }, nowMs)
    const uri = softTokenUri(secret, { account, name: user?.name ?? 'root' })
    return { account, uin, serialNumber: `qcs::cam:uin/${account}::mfa/softToken`, secret, uri }
  })
}

/** A token as a second-factor check of the operator's own would hand it out; shown this once. */
export async function makeMfaToken(operator: Operator, account: number, uin: number) {
  const what = { action: 'CreateMfaToken', resources: [`uin/${uin}`], parameters: {} }
  return change(operator, account, what, async (writes, nowMs) => {
    const exists = uin === account || (await writes.users.byUin(account, uin)) !== undefined
    if (!exists) throw new CommandFailure(`account ${account} has no user ${uin}`)
    const token = await makeCustomToken(writes, operator.random, { account, uin, nowMs })
    return { account, uin, token, expires: new Date(nowMs + customTokenLifeMs).toISOString() }
  })
}

// ---- services that ask for decisions ------------------------------------------------------------------------------------

export interface DecisionTokenGiven {
  readonly service: string
  readonly description: string
  readonly days: number
}

/** A bearer token of a service; shown this once. */
export async function makeDecisionTokenFor(operator: Operator, account: number, given: DecisionTokenGiven) {
  const what = { action: 'MakeDecisionToken', resources: [], parameters: given }
  return change(operator, account, what, async (writes, nowMs) => {
    const { token, row } = await makeDecisionToken(writes, operator.random, { account, ...given, nowMs })
    const { tokenId, service } = row
    return { account, service, tokenId, token, expires: new Date(row.expiresMs).toISOString() }
  })
}

/** Tokens of an account that are in force. */
export async function listDecisionTokens({ store, clock }: Pick<Operator, 'store' | 'clock'>, account: number) {
  const rows = await store.read.decisionTokens.list(account)
  return rows
    .filter(({ expiresMs }) => expiresMs > clock())
    .map(({ tokenId, service, createdMs, expiresMs, description }) => ({
      tokenId,
      service,
      created: new Date(createdMs).toISOString(),
      expires: new Date(expiresMs).toISOString(),
      description,
    }))
}

/** Takes a token out of force. */
export async function dropDecisionToken(operator: Operator, account: number, tokenId: string) {
  const what = { action: 'DropDecisionToken', resources: [], parameters: { tokenId } }
  await change(operator, account, what, async (writes) => {
    if (await writes.decisionTokens.delete(account, tokenId)) return
    throw new CommandFailure(`account ${account} has no decision token ${tokenId}`)
  })
  return { account, tokenId, deleted: true }
}
