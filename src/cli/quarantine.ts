// `opencam quarantine …`: locks somebody out of everything at once, on the store itself, so that it works whatever has become
// of keys and policies; and lets him in again.
import { Command } from 'commander'
import type { QuarantinePrincipal, Reads } from '../store/store.ts'
import { CommandFailure, type Io, table } from './io.ts'
import { change, type Operator } from './operations.ts'
import { show } from './show.ts'
import { onStore, type StoreOptions, withStoreOptions } from './store.ts'

interface Options extends StoreOptions {
  readonly release?: true
  readonly list?: true
}

const forms = '<account>/<uin>, <account>/role/<name>, or <account> for its owner'

export function quarantineCommand(io: Io): Command {
  return withStoreOptions(new Command('quarantine'))
    .argument('<principal>', forms)
    .option('--release', 'end the quarantine')
    .option('--list', 'list who of the account is in quarantine')
    .action(async (text: string, options: Options) => {
      const named = readPrincipal(text)
      if (options.list === true) {
        const rows = await onStore(options, io, ({ store }) => listed(store.read, named.account))
        const shown = rows.map(({ principal, name, since }) => [principal, name, since])
        io.out(
          options.json === true ? `${JSON.stringify(rows)}\n` : `${table(['principal', 'name', 'since'], shown)}\n`,
        )
        return
      }
      const done = await onStore(options, io, (operator) => setQuarantine(operator, named, options.release === true))
      show(io, options, done)
    })
}

interface Named {
  readonly account: number
  readonly uin: number | undefined
  readonly role: string | undefined
}

function readPrincipal(text: string): Named {
  const found = /^(\d{1,15})(?:\/(\d{1,15})|\/role\/([\w+=,.@-]{1,128}))?$/.exec(text)
  if (found === null) throw new CommandFailure(`a principal is ${forms}`)
  const [, account, uin, role] = found
  return { account: Number(account), uin: uin === undefined ? undefined : Number(uin), role }
}

async function principalOf(read: Pick<Reads, 'roles' | 'users'>, named: Named): Promise<QuarantinePrincipal> {
  const { account, uin, role: name } = named
  if (name !== undefined) {
    const role = await read.roles.byName(account, name)
    if (role === undefined) throw new CommandFailure(`account ${account} has no role ${name}`)
    return { kind: 'role', roleId: role.roleId }
  }
  if (uin === undefined || uin === account) return { kind: 'root' }
  if ((await read.users.byUin(account, uin)) === undefined) {
    throw new CommandFailure(`account ${account} has no user ${uin}`)
  }
  return { kind: 'user', uin }
}

async function setQuarantine(operator: Operator, named: Named, release: boolean) {
  const { account } = named
  const last = named.role === undefined ? `uin/${named.uin ?? account}` : `roleName/${named.role}`
  const what = { action: release ? 'ReleasePrincipal' : 'QuarantinePrincipal', resources: [last], parameters: {} }
  return change(operator, account, what, async (writes, nowMs) => {
    const principal = await principalOf(writes, named)
    await writes.quarantine.set(account, principal, release ? undefined : nowMs)
    if (!release && principal.kind !== 'role') {
      await writes.consoleSessions.endOfUser(account, principal.kind === 'user' ? principal.uin : account)
    }
    return { account, principal: last, quarantined: !release }
  })
}

async function listed(read: Pick<Reads, 'quarantine'>, account: number) {
  const rows = await read.quarantine.list(account)
  // As the command takes them.
  const spelt = (principal: QuarantinePrincipal, name: string): string => {
    if (principal.kind === 'role') return `${account}/role/${name}`
    return principal.kind === 'user' ? `${account}/${principal.uin}` : String(account)
  }
  return rows.map(({ principal, name, sinceMs }) => ({
    principal: spelt(principal, name),
    name,
    since: new Date(sinceMs).toISOString(),
  }))
}
