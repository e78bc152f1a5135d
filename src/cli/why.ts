// `opencam why <RequestId>`: why a call was refused, from the record that the server kept of it.
import { Command } from 'commander'
import { explained } from './explained.ts'
import { CommandFailure, type Io } from './io.ts'
import { onStore, type StoreOptions, withStoreOptions } from './store.ts'

export function whyCommand(io: Io): Command {
  return withStoreOptions(new Command('why'))
    .description('Say why a call was refused.')
    .argument('<RequestId>', 'RequestId of the answer')
    .action(async (requestId: string, options: StoreOptions) => {
      const refusal = await onStore(options, io, ({ store }) => store.refusal(requestId))
      if (refusal === undefined) {
        throw new CommandFailure(
          `no refused call ${requestId} is kept: it was allowed, failed before authorisation, or is older than 7 days`,
        )
      }
      const record: unknown = JSON.parse(refusal.record)
      io.out(options.json === true ? `${JSON.stringify(record, undefined, 2)}\n` : `${explained(record)}\n`)
    })
}
