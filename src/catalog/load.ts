// Reads the catalogs that ship with the project and, if asked, those of a folder of the operator. Every file is checked
// in full before any of it is used; a faulty one stops the start with the file, the path and the fault.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findHiddenMember } from './members.ts'
import type { CatalogFlags } from './passes.ts'
import { type CatalogFile, catalogFile } from './schema.ts'
import type { CatalogAction, Fill, ServiceCatalog } from './service.ts'
import { holesOf } from './templates.ts'
import { type CatalogVocabulary, vocabularyOf } from './vocabulary.ts'

export type { CatalogVocabulary } from './vocabulary.ts'

const shippedFolder = fileURLToPath(new URL('./services/', import.meta.url))
const shownProblemsMax = 10

export interface Catalogs {
  /** In order of the abbreviation. */
  readonly all: readonly ServiceCatalog[]
  /** By abbreviation, without regard to case; `undefined` when no catalog is loaded for it. */
  get(service: string): ServiceCatalog | undefined
  /** `flags`: what policies are told of condition keys that the calls of a product do not carry. */
  vocabulary(flags?: CatalogFlags): CatalogVocabulary
}

/**
 * The shipped catalogs, those of the folder `extra` (every `*.json` in it), and `own` ones made in the program. A file
 * of `extra` replaces a shipped catalog of the same service, so that an operator can follow a product that moved on;
 * it may not replace an own one. Throws an `Error` that names the file, the path inside it and the fault.
 */
export function loadCatalogs(extra?: string, own: readonly ServiceCatalog[] = []): Catalogs {
  const byService = new Map<string, ServiceCatalog>()
  for (const catalog of readFolder(shippedFolder)) byService.set(catalog.service, catalog)
  if (extra !== undefined) {
    for (const catalog of readFolder(extra)) byService.set(catalog.service, catalog)
  }
  for (const catalog of own) {
    if (byService.has(catalog.service)) {
      throw new Error(`catalog ${catalog.service}: is made by the server itself and cannot come from a file`)
    }
    byService.set(catalog.service, catalog)
  }
  return catalogsOf([...byService.values()])
}

/** The look-ups over finished catalogs, one per service. */
export function catalogsOf(catalogs: readonly ServiceCatalog[]): Catalogs {
  const all = catalogs.toSorted((a, b) => (a.service < b.service ? -1 : 1))
  const byService = new Map(all.map((catalog) => [catalog.service, catalog]))
  return {
    all,
    get: (service) => byService.get(service.toLowerCase()),
    vocabulary: (flags = 'strict') => vocabularyOf(all, flags),
  }
}

function readFolder(folder: string): ServiceCatalog[] {
  const found = new Map<string, string>()
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const catalog = parseCatalog(readFileSync(join(folder, file), 'utf8'), join(folder, file))
      const other = found.get(catalog.service)
      if (other !== undefined) throw new Error(`catalog ${file}: $.service: ${catalog.service} is also in ${other}`)
      found.set(catalog.service, basename(file))
      return catalog
    })
}

/** One catalog from JSON text. `file` is only named in errors. */
export function parseCatalog(text: string, file: string): ServiceCatalog {
  const value = parseJson(text, file)
  const hidden = findHiddenMember(text)
  if (hidden !== undefined) throw new Error(`catalog ${file}: ${hidden}: member written twice or not allowed`)
  const result = catalogFile.safeParse(value)
  if (!result.success) throw new Error(`catalog ${file}: ${problemsOf(result.error.issues)}`)
  const sameName = findSameName(Object.keys(result.data.actions))
  if (sameName !== undefined)
    throw new Error(`catalog ${file}: $.actions.${sameName}: differs from another only in case`)
  const faults = Object.entries(result.data.actions).flatMap(([name, row]) => fillFaults(name, row, result.data.tags))
  if (faults.length > 0) throw new Error(`catalog ${file}: ${problemsOf(faults)}`)
  return catalogOf(result.data)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`catalog ${file}: is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function problemsOf(issues: readonly Issue[]): string {
  const shown = issues.slice(0, shownProblemsMax).map((issue) => `${pathText(issue.path)}: ${issue.message}`)
  const more = issues.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), '$')

function findSameName(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name.toLowerCase()).size)
}

type FileRow = CatalogFile['actions'][string]

/** Where the holes of a row and its `fill` differ: a hole that nothing fills could only be guessed. */
function fillFaults(name: string, { resources, fill = {}, requestTags }: FileRow, tags: boolean): Issue[] {
  const holes = [...new Set(resources.flatMap(holesOf))]
  const at = ['actions', name, 'fill']
  const unfilled = holes.filter((hole) => !Object.hasOwn(fill, hole))
  const unknown = Object.keys(fill).filter((hole) => !holes.includes(hole))
  return [
    ...unfilled.map((hole) => ({ path: at, message: `says nothing of the hole ${hole}` })),
    ...unknown.map((hole) => ({ path: [...at, hole], message: 'is no hole of the resources' })),
    ...(requestTags === undefined || tags
      ? []
      : [{ path: ['actions', name, 'requestTags'], message: 'the product has no authorisation by tags' }]),
  ]
}

function catalogOf(file: CatalogFile): ServiceCatalog {
  const { service, product, console, tags, level, ip, updated, versions } = file
  const actions = new Map(Object.entries(file.actions).map(([name, row]) => [name, actionOf(row)]))
  const catalog = { service, product, console, tags, level, ip, updated, actions }
  return versions === undefined ? catalog : { ...catalog, versions }
}

function actionOf({ fill, requestTags, ...row }: FileRow): CatalogAction {
  return {
    ...row,
    ...(fill === undefined ? {} : { fill: new Map(Object.entries(fill).map(([hole, one]) => [hole, fillOf(one)])) }),
    ...(requestTags === undefined ? {} : { requestTags }),
  }
}

function fillOf(fill: NonNullable<FileRow['fill']>[string]): Fill {
  if (typeof fill === 'string') return { parameter: fill, type: 'text', absent: 'refuse', assumed: false }
  return { ...fill, assumed: fill.assumed ?? false }
}
