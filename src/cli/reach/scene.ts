// What the commands about whole accounts have in common: the account that they read, whom and what they are asked about, and how
// rights are shown.
import { type Command, InvalidArgumentError } from 'commander'
import { actions } from '../../actions/index.ts'
import { type Catalogs, loadCatalogs } from '../../catalog/load.ts'
import { ownCatalogs } from '../../catalog/own.ts'
import { loadPresets } from '../../catalog/presets.ts'
import { UsageError } from '../../config/read.ts'
import type { Settings } from '../../config.ts'
import { type ContextValue, type DecidedBy, filterText, type Granularity } from '../../policy/index.ts'
import { nameOf, type Population, type Who } from '../../reach/population.ts'
import type { Rights } from '../../reach/residual.ts'
import { number } from '../arguments.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'
import type { Operator } from '../operations.ts'
import { type Output, outputOption } from '../output.ts'
import { gatheredKey } from '../policy/requests.ts'
import { onStore, type StoreOptions, withPlaceOptions } from '../store.ts'
import { accountMeant, loadPopulation } from './load.ts'

export interface ReachOptions extends Omit<StoreOptions, 'json'>, Output {
  readonly account?: number
  readonly context: readonly (readonly [string, ContextValue])[]
}

/** An account as a server with the same settings would see it. */
export interface Scene {
  readonly population: Population
  readonly catalogs: Catalogs
  readonly settings: Settings
  readonly store: Operator['store']
}

export function withReachOptions(command: Command): Command {
  return withPlaceOptions(command)
    .option('--account <uin>', 'root account; where it is left out, the only one that there is', number)
    .option(
      '--context <key=value>',
      'condition key of the request; may be repeated, several values with commas',
      gatheredKey,
      [],
    )
    .addOption(outputOption())
}

/** Reads the account and works on it while the store is open. */
export function onScene<T>(options: ReachOptions, io: Io, work: (scene: Scene) => Promise<T> | T): Promise<T> {
  return onStore(options, io, async ({ store }, settings) => {
    const catalogs = loadCatalogs(settings.catalogDir, ownCatalogs(actions))
    const account = await accountMeant(store, options.account)
    const population = await loadPopulation(store, loadPresets(catalogs), account)
    return work({ population, catalogs, settings, store })
  })
}

/** The level at which a call of the action is checked by this server; `undefined` for an action that no catalog has. */
export function levelOf(
  { catalogs, settings }: Pick<Scene, 'catalogs' | 'settings'>,
  action: string,
): Granularity | undefined {
  const [product = '', name = ''] = action.split(':')
  const known = catalogs.vocabulary(settings.catalogFlags).service(product)?.granularity(name)
  if (settings.resourceLevel === 'vendor' || known === undefined) return known
  const row = actions.find((one) => one.product === product && one.name.toLowerCase() === name.toLowerCase())
  return row?.resource.level === 'operation' && row.resource.fine !== undefined ? 'resource' : known
}

/** Somebody of the account: `root`, a number, a name, `user/<name or number>`, `role/<name or id>`. */
export function whoNamed(population: Population, text: string): Who {
  const { account, users, roles } = population
  if (text === 'root' || text === String(account)) return { kind: 'root' }
  const [, kind, name = text] = /^(user|role)\/(.+)$/.exec(text) ?? []
  const wanted = name.toLowerCase()
  const people = [...users.values()].filter((one) => String(one.uin) === name || one.name.toLowerCase() === wanted)
  const found: Who[] = kind === 'role' ? [] : people.map(({ uin }) => ({ kind: 'user', uin }))
  const named = [...roles.values()].filter((one) => one.roleId === name || one.name.toLowerCase() === wanted)
  if (kind !== 'user') found.push(...named.map(({ roleId }): Who => ({ kind: 'role', roleId })))
  const [first, second] = found
  if (first === undefined) throw new CommandFailure(`there is no user or role ${harmless(text)} in account ${account}`)
  if (second !== undefined) throw new CommandFailure(`${harmless(text)} is a user and a role: write user/… or role/…`)
  return first
}

/** The same for people: `user ann (100000000002)`. */
export function whoText(population: Population, who: Who): string {
  if (who.kind === 'root') return `root account ${population.account}`
  const id = who.kind === 'user' ? who.uin : who.roleId
  return harmless(`${who.kind} ${nameOf(population, who)} (${id})`)
}

/** For programs. */
export function whoValue(population: Population, who: Who) {
  const id = who.kind === 'root' ? population.account : who.kind === 'user' ? who.uin : who.roleId
  return { kind: who.kind, id: String(id), name: nameOf(population, who) }
}

/** Statements in a few words, each once. */
export function byText(by: readonly DecidedBy[]): string {
  const texts = by.map(({ policyName, policyId, statement, via }) => {
    const through = via.kind === 'group' ? ` through group ${via.groupName}` : ''
    return `statement[${statement}] of ${policyName} (${policyId})${through}`
  })
  return harmless([...new Set(texts)].join(', '))
}

/** The layers of rights that are not all, a line each. */
export function layersText({ layers }: Pick<Rights, 'layers'>): string {
  const owner = { account: 0, appId: 0 }
  return harmlessLines(filterText({ kind: 'some', action: '', owner, ownOnly: true, layers, known: [], open: [] }))
}

export const harmlessLines = (text: string): string => text.split('\n').map(harmless).join('\n')

export const indented = (text: string, by = '  '): string => text.replace(/^(?=.)/gm, by)

/** What is wrong with a question, as what is wrong with a command. */
export function asked<T>(ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}

export function level(text: string): Granularity {
  if (text === 'service' || text === 'operation' || text === 'resource') return text
  throw new InvalidArgumentError('It must be service, operation or resource.')
}
