// Builds the web console where its sources are newer than what was built: packages of console/, then Vite, both under the
// Node that the launcher brings. What was built is known by a hash of everything that goes into it.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { alone } from './alone.mjs'
import { Trouble } from './npm.mjs'
import { bringPackages } from './packages.mjs'
import { capture } from './run.mjs'

/** Files and folders that a build reads, from the root. Folders of `src` are what the policy workshop decides with in the
 * browser. */
const sources = [
  'console/package.json',
  'console/package-lock.json',
  'console/vite.config.ts',
  'console/tsconfig.json',
  'console/index.html',
  'console/src',
  'console/public',
  'src/kernel',
  'src/policy',
  'src/catalog',
]

/** Whether these arguments and this environment want the console; the server reads both the same way. */
export function wantsConsole(args, env) {
  const at = args.findLastIndex((arg) => arg === '--console' || arg.startsWith('--console='))
  const flag = at < 0 ? undefined : args[at].includes('=') ? args[at].slice('--console='.length) : args[at + 1]
  return (flag ?? env.OPENCAM_CONSOLE) !== 'off'
}

/** Packages of the console without building it, as for checking its types. */
export async function bringConsolePackages(root, node) {
  const folder = path.join(root, 'console')
  if (existsSync(folder))
    await bringPackages(folder, 'all', node, { lockFolder: lockFolderOf(root), what: 'the console' })
}

/** Builds the console unless it is up to date. Throws Trouble. */
export async function bringConsole(root, node) {
  if (!existsSync(path.join(root, 'console')) || isBuilt(root)) return
  await bringConsolePackages(root, node)
  await alone(lockFolderOf(root), async () => {
    const stamp = stampOf(root)
    if (isBuilt(root)) return
    const start = Date.now()
    console.error('opencam: building the console …')
    rmSync(stampFile(root), { force: true })
    const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']
    const { code, said } = await capture(node, vite, { cwd: path.join(root, 'console') })
    if (code !== 0) throw new Trouble(`The console could not be built:\n${indented(said)}`)
    writeFileSync(stampFile(root), stamp)
    console.error(`opencam: the console is there (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  })
}

/** The same for a start, which does not fail for want of pages. */
export async function bringConsoleIfPossible(root, node) {
  try {
    await bringConsole(root, node)
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    console.error(`opencam: ${error.message}\nopencam: the server starts without its console`)
  }
}

const lockFolderOf = (root) => path.join(root, '.runtime')
const stampFile = (root) => path.join(root, 'console', 'dist', '.stamp')

function isBuilt(root) {
  try {
    return readFileSync(stampFile(root), 'utf8') === stampOf(root)
  } catch {
    return false
  }
}

/** Names and contents of all that a build reads. */
function stampOf(root) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((name) => filesAt(root, name))) {
    hash.update(`${file}\0`)
    hash.update(
      createHash('sha256')
        .update(readFileSync(path.join(root, file)))
        .digest(),
    )
  }
  return hash.digest('hex')
}

function filesAt(root, name) {
  const place = path.join(root, name)
  if (!existsSync(place)) return []
  try {
    const entries = readdirSync(place, { withFileTypes: true })
    return entries
      .map((entry) => `${name}/${entry.name}`)
      .sort()
      .flatMap((inner) => filesAt(root, inner))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [name]
    throw error
  }
}

const indented = (text) =>
  text
    .trim()
    .split('\n')
    .slice(-8)
    .map((line) => `  ${line}`)
    .join('\n')
