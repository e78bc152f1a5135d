// Bundles doors of the package for browsers and says how large they are: `npm run bundle`.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

export interface Bundle {
  /** One minified ES module, complete in itself. */
  readonly code: string
  readonly gzipBytes: number
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundles one file of `src`, or only what is named of it. Throws where anything of Node would be needed. */
export async function bundleFor(file: string, names: readonly string[] = ['*']): Promise<Bundle> {
  const entry = 'virtual:entry'
  const what = names.includes('*') ? '*' : `{ ${names.join(', ')} }`
  const build = await rolldown({
    cwd: root,
    input: entry,
    platform: 'browser',
    // What is left unresolved would fail in the browser only.
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message)
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? `export ${what} from ${JSON.stringify(`${root}src/${file}`)}` : undefined),
      },
    ],
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  const [chunk, ...more] = output
  if (more.length > 0) throw new Error(`${file} does not fit into one module`)
  return { code: chunk.code, gzipBytes: gzipSync(chunk.code, { level: 9 }).length }
}

/** Doors and parts of the policy engine, by what somebody would import. Parts share code, so they do not add up. */
export const POLICY_BUNDLES: readonly {
  readonly name: string
  readonly file: string
  readonly names?: readonly string[]
}[] = [
  { name: 'opencam/policy, all of it', file: 'policy/index.ts' },
  { name: '  reading documents', file: 'policy/index.ts', names: ['readPolicy'] },
  { name: '  deciding', file: 'policy/index.ts', names: ['assemble', 'decide'] },
  { name: '  deciding and explaining', file: 'policy/index.ts', names: ['assemble', 'decide', 'explain', 'reasonOf'] },
  { name: '  deciding on trust', file: 'policy/index.ts', names: ['compileTrust', 'decideTrust'] },
  { name: '  filters', file: 'policy/index.ts', names: ['assemble', 'resourcesFor', 'filterMatches'] },
  { name: '  remedies', file: 'policy/index.ts', names: ['assemble', 'remedyOf', 'applyRemedy'] },
  { name: '  proofs', file: 'policy/index.ts', names: ['equivalent', 'noNewAccess', 'canAllow', 'statementUses'] },
  { name: 'opencam/policy/lint', file: 'policy/lint/index.ts' },
]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, file, names } of POLICY_BUNDLES) {
    const { code, gzipBytes } = await bundleFor(file, names)
    console.log(
      `${name.padEnd(28)} ${String(code.length).padStart(8)} bytes ${String(gzipBytes).padStart(8)} compressed`,
    )
  }
}
