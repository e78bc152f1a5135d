// Runs npm and turns its failures into sentences that say what to do. Never prints npm's own flood unless it failed.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** Something that the person at the keyboard can mend; its message is all that they need to see. */
export class Trouble extends Error {}

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
// npm's own default waits up to a minute between tries: without a network that is a start that seems to hang.
const retries = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=1000']

const causes = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
    'The npm registry cannot be reached. Check the network, or the proxy and registry settings (npm config list).',
  ],
  [/EACCES|EPERM|EROFS/, 'There is no permission to write there. Use a folder of your own, or change its owner.'],
  [/ENOSPC/, 'The disk is full.'],
  [/E404|ETARGET|EBADPLATFORM|notsup/, 'The registry has no such package for this system.'],
  [
    /EUSAGE|npm ci. can only install/,
    'package.json and package-lock.json do not agree: run npm install and try again.',
  ],
]

/** The npm that started us, else the first one in PATH, as [program, first arguments]. */
function npmCommand(node) {
  const started = process.env.npm_execpath
  if (started !== undefined && path.basename(started) === 'npm-cli.js' && existsSync(started)) return [node, [started]]
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const found = path.join(folder, process.platform === 'win32' ? 'npm.cmd' : 'npm')
    if (!existsSync(found)) continue
    const real = realpathSync(found)
    if (real.endsWith('.js')) return [node, [real]]
    const beside = path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')
    return existsSync(beside) ? [node, [beside]] : [real, []]
  }
  throw new Trouble('npm is needed to fetch packages and is not in PATH. It comes with Node: https://nodejs.org')
}

/** Runs npm on the Node given. Throws Trouble that says what was being done, why it failed and npm's first words. */
export async function npm(node, args, doing) {
  const [program, first] = npmCommand(node)
  const child = spawn(program, [...first, ...args, ...quiet, ...retries], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  child.stdout.on('data', (chunk) => said.push(chunk))
  child.stderr.on('data', (chunk) => said.push(chunk))
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      said.push(Buffer.from(error.message))
      resolve(1)
    })
    child.on('close', (exit) => resolve(exit ?? 1))
  })
  if (code !== 0) throw new Trouble(failure(doing, Buffer.concat(said).toString('utf8')))
}

/** The sentence for a failed npm run. */
function failure(doing, output) {
  const cause = causes.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm failed.'
  const words = output.split('\n').filter((line) => !/^(npm error)?\s*$|^npm error {5}at |debug-0\.log/.test(line))
  return [`${doing} failed. ${cause}`, ...words.slice(0, 6).map((line) => `  ${line}`)].join('\n')
}
