// The first root account of an empty store: given by the operator or generated. What is generated is handed back to be
// shown once; what was given is never handed back.

import { newKey } from '../actions/access-key/secret.ts'
import { makeRootAccount } from '../actions/account/root.ts'
import { randomPassword } from '../actions/user/password.ts'
import { recordChange } from '../audit/operator.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import { hashPassword } from '../store/passwords.ts'
import type { Sealer } from '../store/seal.ts'
import type { Store } from '../store/store.ts'

export interface FirstRootGiven {
  readonly uin: number | undefined
  readonly key: { readonly secretId: string; readonly secretKey: string } | undefined
  readonly password: string | undefined
  readonly site: string
}

export interface FirstRoot {
  readonly account: number
  readonly appId: number
  readonly secretId: string
  /** `undefined`: the operator gave it. */
  readonly secretKey: string | undefined
  readonly password: string | undefined
}

/** The first number of new accounts. A fixed one, so that of two servers that start at once only one makes the account. */
const firstUin = 100_000_000_001

class Taken extends Error {}

/** Makes the account while there is none; `undefined` when there is one already. */
export async function makeFirstRoot(
  parts: { readonly store: Store; readonly sealer: Sealer; readonly clock: Clock; readonly random: Random },
  given: FirstRootGiven,
): Promise<FirstRoot | undefined> {
  const { store, random, clock } = parts
  if ((await store.read.accounts.count()) > 0) return undefined
  const password = given.password ?? randomPassword(random)
  const passwordHash = await hashPassword(password)
  const key = given.key ?? newKey(random)
  const uin = given.uin ?? firstUin
  const [requestId, nowMs] = [random.uuid(), clock()]
  try {
    const made = await store.transaction(async (writes) => {
      const { site } = given
      const made = await makeRootAccount(writes, parts, {
        uin,
        key,
        name: 'root',
        verified: true,
        site,
        passwordHash,
        nowMs,
      })
      if (made === 'taken') throw new Taken(`the number ${uin} or the SecretId is in use`)
      const change = { requestId, timeMs: nowMs, action: 'CreateRootAccount', resources: [`uin/${uin}`] }
      await recordChange(writes, uin, { ...change, parameters: { name: 'root', secretId: key.secretId } })
      return made
    })
    return {
      account: made.account,
      appId: made.appId,
      secretId: made.secretId,
      secretKey: given.key === undefined ? key.secretKey : undefined,
      password: given.password === undefined ? password : undefined,
    }
  } catch (error) {
    if (error instanceof Taken && (await store.read.accounts.count()) > 0) return undefined
    throw error
  }
}
