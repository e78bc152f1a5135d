// Makes an access key inside a transaction. The store gets the secret sealed only; the clear text goes to the caller
// of this function once and is kept nowhere.
import type { Random } from '../../kernel/random.ts'
import type { Writes } from '../../store/store.ts'
import type { Caller } from '../define.ts'
import type { World } from '../world.ts'
import { type NewKey, newKey } from './secret.ts'

export interface KeyMaker {
  readonly caller: Caller
  readonly world: Pick<World, 'sealer'>
  readonly random: Random
  readonly nowMs: number
}

/** The account's limit of keys is the caller's to check. */
export async function makeKey(
  store: Pick<Writes, 'keys'>,
  { caller, world, random, nowMs }: KeyMaker,
  of: { readonly uin: number; readonly description: string },
): Promise<NewKey> {
  const { account } = caller
  const key = newKey(random)
  const sealedSecret = world.sealer.seal(key.secretKey, { account, secretId: key.secretId })
  const row = { ...of, secretId: key.secretId, status: 'Active', createdMs: nowMs, sealedSecret } as const
  // 32 random characters do not meet by chance: a double is a broken source of randomness, and no key to hand out.
  if ((await store.keys.insert(account, row)) === 'taken') throw new Error('a new access key has the id of another')
  return key
}
