// Emits the package that runs with plain Node and nothing else: `npm run package`. One bundle of the server, its command
// and all packages that are JavaScript; beside it the data files, the built console, and the one package with native code.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import * as http from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type OutputChunk, rolldown } from 'rolldown'
import { writeTypes } from './package-types.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const native = '@node-rs/argon2'
/** What programs import as `opencam/testing`. */
const testingDoor = 'src/testing/index.ts'

export interface Emitted {
  readonly folder: string
  /** Bytes of the JavaScript. */
  readonly bytes: number
  /** Packages whose code is in the bundle. */
  readonly bundled: readonly string[]
  readonly console: boolean
}

/** Writes the package into the folder, which is emptied first. */
export async function emitPackage(folder: string): Promise<Emitted> {
  rmSync(folder, { recursive: true, force: true })
  const lib = path.join(folder, 'lib')
  mkdirSync(path.join(folder, 'bin'), { recursive: true })
  const chunks = await bundle(lib)
  const bundled = packagesOf(chunks)
  cpSync(path.join(root, 'src/catalog/presets.json'), path.join(lib, 'presets.json'))
  cpSync(path.join(root, 'src/catalog/services'), path.join(lib, 'services'), { recursive: true })
  const pages = path.join(root, 'console/dist')
  if (existsSync(pages)) cpSync(pages, path.join(folder, 'console/dist'), { recursive: true })
  const natives = copyNative(path.join(folder, 'node_modules'))
  writeFileSync(path.join(folder, 'bin/opencam.mjs'), command)
  const types = writeTypes(root, testingDoor, path.join(folder, 'types'))
  writeFileSync(path.join(folder, 'package.json'), manifest(path.posix.join('./types', types)))
  cpSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
  writeFileSync(path.join(folder, 'THIRD-PARTY.txt'), licences([...bundled, ...natives]))
  await warm(folder)
  const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0)
  return { folder, bytes, bundled, console: existsSync(pages) }
}

/** Starts the server once and stops it, so that its compiled code lies beside the package wherever that is moved to. */
async function warm(folder: string): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'opencam-package-'))
  try {
    const argv = [
      path.join(folder, 'bin/opencam.mjs'),
      'serve',
      '--port',
      '0',
      '--data',
      data,
      '--drain-notice-ms',
      '0',
    ]
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
    let said = ''
    const take = (chunk: Buffer): void => {
      said += String(chunk)
      if (said.includes('Endpoint')) child.kill('SIGTERM')
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const code = await new Promise((resolve) => child.once('exit', resolve))
    if (code !== 0) throw new Error(`the package does not start: ${said}`)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function bundle(lib: string): Promise<readonly OutputChunk[]> {
  const build = await rolldown({
    cwd: root,
    input: { opencam: 'src/cli/main.ts', testing: testingDoor },
    platform: 'node',
    // Its form for Node asks for its parts by a function that is handed around, which nothing can bundle; its other form imports.
    resolve: { alias: { 'jsonc-parser': path.join(root, 'node_modules/jsonc-parser/lib/esm/main.js') } },
    plugins: [plainHttp],
    // The drivers ask for this one in a try block; nobody here has it.
    external: [native, 'pg-native'],
    onLog(level, log) {
      if (level === 'warn' && !quiet.has(log.code ?? '')) throw new Error(log.message)
    },
  })
  const { output } = await build.write({
    dir: lib,
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    // Names of classes and functions are in logs.
    keepNames: true,
  })
  const chunks = output.filter((one) => one.type === 'chunk')
  for (const { fileName, code } of chunks) writeFileSync(path.join(lib, fileName), narrow(code))
  return chunks
}

/**
 * `import` of node:http makes Node look at every name that it exports, among them one that loads its whole fetch: 15 ms of a
 * start and megabytes that a server never uses. Taken by its plain object it gives the same names without that.
 */
const plainHttp = {
  name: 'plain-http',
  resolveId: (id: string) => (id === 'node:http' ? '\0plain-http' : undefined),
  load(id: string) {
    if (id !== '\0plain-http') return undefined
    const names = Object.keys(http).filter((name) => !/^(default|WebSocket|CloseEvent|MessageEvent)$/.test(name))
    const facade = "const http = process.getBuiltinModule('node:http')\nexport default http\n"
    return `${facade}export const { ${names.join(', ')} } = http\n`
  },
}

/**
 * With signs beyond Latin-1 escaped: V8 keeps a text that has a single one of them with two bytes for every sign, and these
 * are megabytes of code. In names, strings, templates and patterns the escape means the same.
 */
const narrow = (code: string): string =>
  code.replace(/[^\u0000-\u00ff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Said of packages that we did not write, and of no consequence here. */
const quiet: ReadonlySet<string> = new Set(['EVAL', 'COMMONJS_VARIABLE_IN_ESM', 'EMPTY_IMPORT_META'])

/** `node_modules/@a/b/lib/x.js` → `@a/b`. */
function packagesOf(chunks: readonly OutputChunk[]): readonly string[] {
  const names = chunks
    .flatMap(({ moduleIds }) => moduleIds)
    .map((id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

/** The native package and its builds for this platform that are installed; answers their names. */
function copyNative(modules: string): readonly string[] {
  const from = path.join(root, 'node_modules')
  const { optionalDependencies = {} } = readManifest(path.join(from, native))
  const names = [native, ...Object.keys(optionalDependencies)].filter((name) => existsSync(path.join(from, name)))
  for (const name of names) cpSync(path.join(from, name), path.join(modules, name), { recursive: true })
  if (names.length < 2) throw new Error(`${native} has no build for this platform in node_modules`)
  return names
}

interface Manifest {
  readonly version?: string
  readonly license?: string
  readonly description?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest

function manifest(testingTypes: string): string {
  const { version, license, description } = readManifest(root)
  const facts = {
    name: 'opencam',
    version,
    description,
    license,
    private: true,
    type: 'module',
    engines: { node: '>=24' },
    bin: { opencam: './bin/opencam.mjs' },
    exports: {
      './testing': { types: `./${path.posix.normalize(testingTypes)}`, default: './lib/testing.mjs' },
      './package.json': './package.json',
    },
  }
  return `${JSON.stringify(facts, undefined, 2)}\n`
}

const command = `#!/usr/bin/env node
// The opencam command of the emitted package. Compiled code is kept where OPENCAM's package lies, if that can be written.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const directory = process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../cache', import.meta.url))
enableCompileCache({ directory, portable: true })
// A start makes much that soon is garbage. Room that the young generation takes for it is never given back, so it stays
// small until the start is over; from then on it grows with the load as always.
setFlagsFromString('--semi-space-growth-factor=1')
setTimeout(() => {
  setFlagsFromString('--semi-space-growth-factor=2')
  // Node writes it at the end of a process; a server may be killed before.
  flushCompileCache()
}, 3000).unref()
const { main } = await import('../lib/opencam.mjs')
await main(process.argv.slice(2))
`

const licenceNames = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'License.md', 'LICENSE-MIT']

/** Whose code is in the package, and under which terms. */
function licences(names: readonly string[]): string {
  const require = createRequire(path.join(root, 'package.json'))
  const parts = names.map((name) => {
    const folder = folderOf(require, name)
    const { version = '', license = 'see its package' } = readManifest(folder)
    const file = licenceNames.map((one) => path.join(folder, one)).find((one) => existsSync(one))
    const text = file === undefined ? '' : `\n${readFileSync(file, 'utf8').trim()}\n`
    return `${name} ${version} (${license})\n${text}`
  })
  return `Code of others in this package.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`
}

function folderOf(require: NodeJS.Require, name: string): string {
  const direct = path.join(root, 'node_modules', name)
  if (existsSync(direct)) return direct
  const paths = require.resolve.paths(name) ?? []
  const found = paths.map((one) => path.join(one, name)).find((one) => existsSync(one))
  if (found === undefined) throw new Error(`the package ${name} is not where it was bundled from`)
  return found
}

if (import.meta.main) {
  const given = process.argv[2]
  const {
    folder,
    bytes,
    bundled,
    console: pages,
  } = await emitPackage(path.resolve(given ?? path.join(root, 'dist/opencam')))
  console.log(`${folder}: ${(bytes / 1024).toFixed(0)} KB of JavaScript, ${bundled.length} packages in it`)
  if (!pages) console.log('without the console, which was not built: npm start builds it')
}
