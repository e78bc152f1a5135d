// `opencam why <RequestId>`: why a call was refused, from the record that the server kept of it.
import { Command } from 'commander'
import type { Store } from '../store/store.ts'
import { askAgain } from './ask-again.ts'
import { callerOf, explained } from './explained.ts'
import { CommandFailure, harmless, type Io } from './io.ts'
import { onStore, type StoreOptions, withStoreOptions } from './store.ts'

export function whyCommand(io: Io): Command {
  return withStoreOptions(new Command('why'))
    .argument('<RequestId>', 'RequestId of the answer')
    .action(async (requestId: string, options: StoreOptions) => {
      const found = await onStore(options, io, ({ store }) =>
        askAgain(
          () => lookUp(store, requestId),
          (answer) => answer !== undefined,
        ),
      )
      if (found === undefined) {
        throw new CommandFailure(
          `no refused call ${harmless(requestId)} is kept here: only calls that policies refused are, from about a second after them and for 7 days`,
        )
      }
      const { record, userName } = found
      io.out(options.json === true ? `${JSON.stringify(record, undefined, 2)}\n` : `${explained(record, userName)}\n`)
    })
}

/** The record of a call, with what its caller is called now. */
async function lookUp(
  store: Store,
  requestId: string,
): Promise<{ readonly record: unknown; readonly userName: string | undefined } | undefined> {
  const refusal = await store.refusal(requestId)
  if (refusal === undefined) return undefined
  const record: unknown = JSON.parse(refusal.record)
  const caller = callerOf(record)
  const user = caller === undefined ? undefined : await store.read.users.byUin(caller.account, caller.uin)
  return { record, userName: user?.name }
}
