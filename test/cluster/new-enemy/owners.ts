// Accounts for the lanes to work in. One alone would change so often that no server could ever use what it has in memory of it,
// and a server that is paused amid a change would hold everybody up.
import { makeRootAccount } from '../../../src/actions/account/root.ts'
import { readSettings } from '../../../src/config.ts'
import type { Random } from '../../../src/kernel/random.ts'
import { sealerOf } from '../../../src/main.ts'
import { openStore } from '../../../src/store/open.ts'
import { allowAll, type MadeUser, makeUserBy, type NodeOptions, nodeEnvironment, ok, type Signer } from '../nodes.ts'

interface Root extends Signer {
  readonly account: number
}

/** An account's root, with what all subjects of the account share. */
export interface Owner extends Root {
  /** Allows what subjects use. */
  readonly policyId: number
  /** Takes roles. */
  readonly caller: MadeUser
}

export const usedAction = 'GetUser'
export const usedDocument = allowAll(`cam:${usedAction}`)

/** On a server that nothing is wrong with yet. */
export async function makeOwners(
  url: string,
  options: NodeOptions,
  count: number,
  random: Random,
): Promise<readonly Owner[]> {
  const owners: Owner[] = []
  for (const by of await makeRoots(options, count, random)) {
    const { answer } = await ok(url, 'CreatePolicy', { PolicyName: 'used', PolicyDocument: usedDocument }, { by })
    const caller = await makeUserBy(url, 'caller', [allowAll('sts:AssumeRole')], { by })
    owners.push({ ...by, policyId: Number(answer['PolicyId']), caller })
  }
  return owners
}

async function makeRoots(options: NodeOptions, count: number, random: Random): Promise<readonly Root[]> {
  const sealer = sealerOf(readSettings([], nodeEnvironment(options)))
  const store = await openStore(options)
  try {
    const owners: Root[] = []
    for (let at = 0; at < count; at += 1) {
      const given = {
        uin: undefined,
        name: `owner-${at}`,
        verified: true,
        site: 'international',
        passwordHash: undefined,
      }
      const made = await store.transaction((writes) =>
        makeRootAccount(writes, { random, sealer }, { ...given, nowMs: Date.now() }),
      )
      if (made === 'taken') throw new Error('an account in a new store is taken')
      owners.push(made)
    }
    return owners
  } finally {
    await store.close()
  }
}
