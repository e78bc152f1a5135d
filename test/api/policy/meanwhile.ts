// A caller that is deleted between the check of its signature and the transaction of its call.
import type { Store } from '../../../src/store/store.ts'
import { allow, type Harness, openHarness } from '../harness.ts'

/** Opens a server of its own; the call must answer the code and leave nothing behind. */
export async function deletedMeanwhile(
  action: string,
  parameters: (server: Harness) => Promise<object>,
  code = 'ResourceNotFound.UserNotExist',
): Promise<void> {
  let doomed: { readonly account: number; readonly uin: number } | undefined
  const wrap = (store: Store): Store => ({
    ...store,
    async transaction(work) {
      const victim = doomed
      doomed = undefined
      if (victim !== undefined) await store.transaction(({ users }) => users.delete(victim.account, victim.uin))
      return store.transaction(work)
    },
  })
  const server = await openHarness({ wrap })
  const caller = await server.user('doomed', allow('cam:*'))
  const given = await parameters(server)
  doomed = caller
  await server.refused(code, action, given, { as: caller })
  await server.close()
}
