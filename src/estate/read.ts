// An account from its files: the model, or every fault of all files at once, each with its place. Names of things that are not
// there are faults too.
import type { z } from 'zod'
import { format } from '../policy/index.ts'
import { readJson } from '../policy/json.ts'
import { type Estate, nameKey, ordered, type Policy, type Role } from './model.ts'
import type { Documented, Located, Places } from './places.ts'
import { checkReferences } from './references.ts'
import {
  accountFile,
  groupsFile,
  plainName,
  policiesFile,
  providersFile,
  roleFile,
  usersFile,
  wholeFile,
} from './schema.ts'
import { type Fault, type Read, readSource, type Source, textFault } from './source.ts'

export type { Fault } from './source.ts'
export type ReadEstate = { readonly estate: Estate; readonly places: Places } | { readonly faults: readonly Fault[] }

/** Files of a folder by their paths in it, with `/` between segments. */
export type Files = ReadonlyMap<string, string>

const singles = ['account', 'users', 'groups', 'policies', 'providers'] as const
type Single = (typeof singles)[number]

/** The account that a folder holds. */
export function readFolder(files: Files): ReadEstate {
  const faults: Fault[] = []
  const found = sorted(files, faults)
  const read = <T>(name: Single, shape: z.ZodType<T>): Extract<Read<T>, { value: T }> | undefined => {
    const [file, text] = found.singles.get(name) ?? [`${name}.yaml`, '']
    if (name === 'account' && text === '') {
      faults.push({ file, line: 1, column: 1, message: 'every account has this file, with at least `format: 1`' })
      return undefined
    }
    return kept(readSource(file, text, shape), faults)
  }
  const account = read('account', accountFile)
  const users = read('users', usersFile)
  const groups = read('groups', groupsFile)
  const policyList = read('policies', policiesFile)
  const providers = read('providers', providersFile)
  const policies = policiesOf(found.policies, policyList, faults)
  const roles = rolesOf(found, faults)
  if (faults.length > 0 || !account || !users || !groups || !providers) return { faults }
  return finished({
    account: located(account, []),
    users: users.value.map((value, index) => ({ value, at: under(users.source, [index]) })),
    groups: groups.value.map((value, index) => ({ value, at: under(groups.source, [index]) })),
    roles,
    policies,
    providers: located(providers, []),
  })
}

/** The account that one document holds, as `export` writes it. */
export function readWhole(file: string, text: string): ReadEstate {
  const read = readSource(file, text, wholeFile)
  if ('faults' in read) return read
  const { value, source } = read
  const faults: Fault[] = []
  const documented = <T extends { readonly name: string }>(
    list: readonly T[],
    of: 'roles' | 'policies',
    member: keyof T & ('trust' | 'document'),
  ): readonly Documented<T>[] =>
    list.flatMap((one, index) => {
      const document = String(one[member])
      const inText = (_: number, message: string) => source.faultAt([of, index, member], message)
      const formatted = formattedOr(document, inText, faults)
      if (formatted === undefined) return []
      return [{ value: { ...one, [member]: formatted }, at: under(source, [of, index]), text: document, inText }]
    })
  const roles = documented(
    value.roles.map((role) => ({ ...role, boundary: role.boundary })),
    'roles',
    'trust',
  )
  const policies = documented(value.policies, 'policies', 'document')
  if (faults.length > 0) return { faults }
  return finished({
    account: { value, at: under(source, []) },
    users: value.users.map((one, index) => ({ value: one, at: under(source, ['users', index]) })),
    groups: value.groups.map((one, index) => ({ value: one, at: under(source, ['groups', index]) })),
    roles,
    policies,
    providers: { value: value.providers, at: under(source, ['providers']) },
  })
}

function finished(places: Places): ReadEstate {
  const faults = checkReferences(places)
  if (faults.length > 0) return { faults }
  const { account, providers } = places
  const estate = ordered({
    account: account.value.account,
    incomplete: account.value.incomplete,
    settings: account.value.settings,
    users: places.users.map(({ value }) => ({ ...value, boundary: value.boundary })),
    groups: places.groups.map(({ value }) => value),
    roles: places.roles.map(({ value }) => value),
    policies: places.policies.map(({ value }) => value),
    saml: providers.value.saml,
    oidc: providers.value.oidc,
  })
  return { estate, places }
}

const under =
  (source: Source, prefix: readonly PropertyKey[]): Located<unknown>['at'] =>
  (path, message) =>
    source.faultAt([...prefix, ...path], message)

const located = <T>({ value, source }: { value: T; source: Source }, prefix: readonly PropertyKey[]): Located<T> => ({
  value,
  at: under(source, prefix),
})

function kept<T>(read: Read<T>, faults: Fault[]): { readonly value: T; readonly source: Source } | undefined {
  if ('value' in read) return read
  faults.push(...read.faults)
  return undefined
}

// ——— files by what they are ———

interface Sorted {
  readonly singles: ReadonlyMap<Single, readonly [file: string, text: string]>
  readonly roles: ReadonlyMap<string, readonly [file: string, text: string]>
  readonly trust: ReadonlyMap<string, readonly [file: string, text: string]>
  readonly policies: ReadonlyMap<string, readonly [file: string, text: string]>
}

function sorted(files: Files, faults: Fault[]): Sorted {
  const maps = { singles: new Map(), roles: new Map(), trust: new Map(), policies: new Map() }
  const fault = (file: string, message: string) => faults.push({ file, line: 1, column: 1, message })
  for (const [file, text] of files) {
    const [, folder, name = '', end = ''] = /^(?:([^/]+)\/)?([^/]+)\.(yaml|yml|json)$/.exec(file) ?? []
    const single = folder === undefined && singles.find((one) => one === name)
    const into = single ? maps.singles : folderOf(maps, folder, end)
    if (into === undefined) fault(file, 'this file is no part of an account')
    else if (!single && !plainName.test(name)) fault(file, 'its name cannot be that of a role or policy')
    else if (into.has(nameKey(name))) fault(file, `${into.get(nameKey(name))?.[0]} says already what this is`)
    else into.set(single ? name : nameKey(name), [file, text])
  }
  return maps
}

type Entries = Map<string, readonly [file: string, text: string]>

/** Documents are JSON always: their text is what the server gets. */
function folderOf(maps: Record<'roles' | 'trust' | 'policies', Entries>, folder: string | undefined, end: string) {
  if (folder === 'roles') return maps.roles
  if (folder === 'trust' || folder === 'policies') return end === 'json' ? maps[folder] : undefined
  return undefined
}

const stemOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.[^.]*$/, '')

function formattedOr(text: string, inText: Documented<unknown>['inText'], faults: Fault[]): string | undefined {
  const json = readJson(text)
  if (!('fault' in json)) return format(text)
  faults.push(inText(json.fault.at, json.fault.message))
  return undefined
}

function policiesOf(
  documents: Sorted['policies'],
  list: { readonly value: z.infer<typeof policiesFile>; readonly source: Source } | undefined,
  faults: Fault[],
): readonly Documented<Policy>[] {
  const said = new Map(list?.value.map((one, index) => [nameKey(one.name), { one, index }]))
  for (const [key, { one, index }] of said) {
    if (documents.has(key) || list === undefined) continue
    faults.push(list.source.faultAt([index, 'name'], `there is no policies/${one.name}.json`))
  }
  return [...documents].flatMap(([key, [file, text]]) => {
    const inText = (offset: number, message: string) => textFault(file, text, offset, message)
    const document = formattedOr(text, inText, faults)
    if (document === undefined) return []
    const { one, index } = said.get(key) ?? {}
    const value = { name: stemOf(file), description: one?.description ?? '', tags: one?.tags ?? [], document }
    const at = index === undefined || list === undefined ? inFile(file) : under(list.source, [index])
    return [{ value, at, text, inText }]
  })
}

const inFile =
  (file: string): Located<unknown>['at'] =>
  (_, message) => ({ file, line: 1, column: 1, message })

function rolesOf({ roles, trust }: Sorted, faults: Fault[]): readonly Documented<Role>[] {
  for (const [key, [file]] of trust) {
    if (roles.has(key)) continue
    faults.push({ file, line: 1, column: 1, message: `there is no roles/${stemOf(file)}.yaml` })
  }
  return [...roles].flatMap(([key, [file, text]]) => {
    const read = kept(readSource(file, text, roleFile), faults)
    const name = stemOf(file)
    const [trustFile, trustText] = trust.get(key) ?? []
    if (trustFile === undefined || trustText === undefined) {
      faults.push({ file, line: 1, column: 1, message: `there is no trust/${name}.json that says who may use it` })
      return []
    }
    const inText = (offset: number, message: string) => textFault(trustFile, trustText, offset, message)
    const document = formattedOr(trustText, inText, faults)
    if (read === undefined || document === undefined) return []
    const value = { name, ...read.value, boundary: read.value.boundary, trust: document }
    return [{ value, at: under(read.source, []), text: trustText, inText }]
  })
}
