// Which folder may import which. A request passes through the folders in one direction; nothing imports a layer above.
import type { Import } from './source.ts'

const kernel = ['kernel']
const values = [...kernel, 'protocol', 'signing']
const data = [...values, 'policy', 'catalog', 'store']
const rows = [...data, 'federation', 'actions']
const stages = [...rows, 'dispatch', 'audit']

/** Folder of src → folders it may import. `config` and `main` are files at the top. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  observe: kernel,
  protocol: kernel,
  signing: kernel,
  policy: kernel,
  catalog: kernel,
  store: kernel,
  federation: [...kernel, 'protocol'],
  actions: [...data, 'federation'],
  audit: data,
  dispatch: [...rows, 'audit'],
  gateway: stages,
  session: stages,
  console: [...kernel, 'protocol'],
  server: [...stages, 'observe'],
  client: values,
  least: [...kernel, 'policy'],
  estate: [...values, 'policy', 'client'],
  reach: [...kernel, 'policy'],
  guard: [...values, 'policy', 'catalog', 'client'],
  lsp: [...kernel, 'policy', 'catalog'],
  config: kernel,
  main: [...stages, 'gateway', 'session', 'console', 'server', 'config', 'observe'],
  testing: [...stages, 'gateway', 'server', 'config', 'main', 'client'],
  cli: [...stages, 'server', 'config', 'main', 'client', 'least', 'lsp', 'testing', 'estate', 'reach'],
}

/** Imports that are fine where only types cross, as `from → to`. */
export const typesOnly: ReadonlySet<string> = new Set(['client → actions', 'config → actions'])

/** `src/store/sql/users.ts` → `store`; `src/main.ts` → `main`. */
export function layerOf(path: string): string {
  const [, first = ''] = path.split('/')
  return first.replace(/\.tsx?$/, '')
}

/** Why an import breaks the order, or `undefined`. */
export function breach({ from, to, typeOnly }: Import): string | undefined {
  if (!from.startsWith('src/') || !to.startsWith('src/')) return undefined
  const [lower, upper] = [layerOf(from), layerOf(to)]
  if (lower === upper) return undefined
  const allowed = layers[lower]
  if (allowed === undefined) return `${from}: folder ${lower} has no row in the layer table`
  if (allowed.includes(upper)) return undefined
  if (typeOnly && typesOnly.has(`${lower} → ${upper}`)) return undefined
  return `${from} imports ${to}: ${lower} may not know ${upper}`
}

/** A cycle among the imports as a list of paths, or `undefined`. */
export function cycle(imports: readonly Import[]): readonly string[] | undefined {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    const at = trail.indexOf(path)
    if (at >= 0) return [...trail.slice(at), path]
    if (done.has(path)) return undefined
    for (const target of next.get(path) ?? []) {
      const found = visit(target, [...trail, path])
      if (found !== undefined) return found
    }
    done.add(path)
    return undefined
  }
  for (const path of next.keys()) {
    const found = visit(path, [])
    if (found !== undefined) return found
  }
  return undefined
}
