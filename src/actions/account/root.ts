// Making a root account (tenant): no API call does it, so the start of an empty server, the command line and tests do
// it through this one function.
import type { Random } from '../../kernel/random.ts'
import type { Sealer } from '../../store/seal.ts'
import type { Writes } from '../../store/store.ts'
import { newKey } from '../access-key/secret.ts'

export interface RootAccountGiven {
  /** Left out: the next number of the sequence. */
  readonly uin?: number | undefined
  /** Left out: generated. Both or none. */
  readonly key?: { readonly secretId: string; readonly secretKey: string } | undefined
  readonly name: string
  readonly verified: boolean
  readonly site: string
  /** argon2id text. */
  readonly passwordHash: string | undefined
  readonly nowMs: number
}

export interface RootAccountMade {
  readonly account: number
  readonly appId: number
  readonly secretId: string
  /** To be shown once, by whoever asked; kept only sealed. */
  readonly secretKey: string
}

/** Makes the account with one active key, inside a transaction. `taken`: the number or the SecretId is in use. */
export async function makeRootAccount(
  writes: Writes,
  parts: { readonly random: Random; readonly sealer: Sealer },
  given: RootAccountGiven,
): Promise<RootAccountMade | 'taken'> {
  const account = given.uin ?? (await writes.ids.next('uin'))
  const appId = await writes.ids.next('app')
  const { name, verified, site, passwordHash, nowMs } = given
  const row = {
    account,
    appId,
    name,
    verified,
    site,
    passwordHash,
    createdMs: nowMs,
    phone: '',
    countryCode: '86',
    email: '',
  }
  if ((await writes.accounts.insert(row)) === 'taken') return 'taken'
  const { secretId, secretKey } = given.key ?? newKey(parts.random)
  const sealedSecret = parts.sealer.seal(secretKey, { account, secretId })
  const key = { uin: account, secretId, status: 'Active', description: '', createdMs: nowMs, sealedSecret } as const
  if ((await writes.keys.insert(account, key)) === 'taken') return 'taken'
  return { account, appId, secretId, secretKey }
}
