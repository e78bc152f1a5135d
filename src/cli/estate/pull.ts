// `opencam pull`: a live account as a folder of files, without anything secret in it.
import { Command } from 'commander'
import { type ConnectionOptions, withConnectionOptions } from '../api/connection.ts'
import { harmless, type Io } from '../io.ts'
import { type Output, outputOption, write } from '../output.ts'
import { writeEstate } from './folder.ts'
import { liveAccount, sayGaps } from './live.ts'

export function pullCommand(io: Io): Command {
  return withConnectionOptions(new Command('pull'))
    .argument('[folder]', 'where the files are written', '.')
    .addOption(outputOption())
    .action(async (folder: string, options: ConnectionOptions & Output) => {
      const live = await liveAccount(options, io)
      const changed = writeEstate(folder, live.estate)
      sayGaps(io, live)
      const { account, incomplete } = live.estate
      write(io, options, { account, changed, incomplete }, () => {
        const lines = changed.map((path) => harmless(path))
        const counts = countsOf(live.estate)
        return `${[...lines, `account ${account}: ${counts}; ${changed.length} files changed`].join('\n')}\n`
      })
    })
}

function countsOf({ users, groups, roles, policies, saml, oidc }: Parameters<typeof writeEstate>[1]): string {
  const counts = [
    ['user', users.length],
    ['group', groups.length],
    ['role', roles.length],
    ['policy', policies.length],
    ['provider', saml.length + oidc.length],
  ] as const
  return counts
    .map(([what, count]) => `${count} ${count === 1 ? what : what.replace(/y$/, 'ie').concat('s')}`)
    .join(', ')
}
