// The contract of the store, held against every backend with a real engine.
import { afterAll, beforeAll, describe } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { backends, type Place } from './backends.ts'
import { accounts } from './contract/accounts.ts'
import { consoleSessions, signIn } from './contract/console.ts'
import { type Context, insertAccount } from './contract/context.ts'
import { decisionTokens } from './contract/decision-tokens.ts'
import { accessRequests, factors } from './contract/factors.ts'
import { fleeting } from './contract/fleeting.ts'
import { goingOn } from './contract/going-on.ts'
import { groups } from './contract/groups.ts'
import { identityProviders } from './contract/identity-providers.ts'
import { isolation } from './contract/isolation.ts'
import { keptRows } from './contract/kept.ts'
import { keys } from './contract/keys.ts'
import { attachments, policies } from './contract/policies.ts'
import { quarantine } from './contract/quarantine.ts'
import { audit, refusals } from './contract/records.ts'
import { replays } from './contract/replays.ts'
import { roles } from './contract/roles.ts'
import { scim } from './contract/scim.ts'
import { sessions } from './contract/sessions.ts'
import { settings } from './contract/settings.ts'
import { tags } from './contract/tags.ts'
import { transactions } from './contract/transactions.ts'
import { users } from './contract/users.ts'

const parts = {
  accounts,
  users,
  groups,
  keys,
  policies,
  attachments,
  roles,
  sessions,
  identityProviders,
  replays,
  tags,
  settings,
  decisionTokens,
  consoleSessions,
  signIn,
  factors,
  accessRequests,
  goingOn,
  audit,
  refusals,
  fleeting,
  transactions,
  keptRows,
  scim,
  quarantine,
  isolation,
} satisfies Record<string, (context: Context) => void>

for (const backend of backends) {
  describe(backend.name, () => {
    let place: Place | undefined
    const nodes: Store[] = []
    const node = (index: number): Store => {
      const store = nodes[index]
      if (store === undefined) throw new Error('the store is not open yet')
      return store
    }
    beforeAll(async () => {
      place = await backend.make()
      nodes.push(await place.open(), await place.open())
    })
    afterAll(async () => {
      for (const store of nodes) await store.close()
      await place?.drop()
    })
    const store = () => node(0)
    const context: Context = { store, other: () => node(1), account: () => insertAccount(store()) }
    for (const [name, part] of Object.entries(parts)) describe(name, () => part(context))
  })
}
