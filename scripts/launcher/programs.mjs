// Programs of the system that tests drive: the browser, what runs the code that the console writes, and the programs of
// PostgreSQL that back it up and restore it. They are packages of
// the system, not of npm: installed with apt where that can be done, else named with what to do.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Trouble } from './npm.mjs'

const aptGet = '/usr/bin/apt-get'

/** Package and what it brings. The folder of PostgreSQL's programs bears their version. */
const wanted = [
  ['chromium-headless-shell', '/usr/bin/chromium-headless-shell'],
  ['python3', '/usr/bin/python3'],
  ['curl', '/usr/bin/curl'],
  ['openssl', '/usr/bin/openssl'],
  ['redis-server', '/usr/bin/redis-server'],
  ['postgresql', '/usr/lib/postgresql'],
]

/** Installs what is missing. Throws Trouble that says what is missing. */
export async function bringPrograms() {
  const missing = wanted.filter(([, path]) => !existsSync(path))
  if (missing.length === 0) return
  const names = missing.map(([name]) => name)
  const asRoot = process.getuid?.() === 0
  if (!asRoot || !existsSync(aptGet)) {
    const paths = missing.map(([, path]) => path).join(', ')
    throw new Trouble(
      `The tests need ${paths}. Install what is missing (as root: apt-get update && apt-get install -y ${names.join(' ')}) and run the tests again.`,
    )
  }
  console.error(`opencam: installing ${names.join(', ')} for the tests …`)
  await apt(['update'])
  await apt(['install', '-y', '--no-install-recommends', ...names])
  const absent = missing.filter(([, path]) => !existsSync(path))
  if (absent.length > 0) throw new Trouble(`apt-get installed ${absent[0][0]}, but ${absent[0][1]} is not there.`)
}

async function apt(args) {
  const child = spawn(aptGet, ['-q', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  const said = []
  child.stdout.on('data', (chunk) => said.push(chunk))
  child.stderr.on('data', (chunk) => said.push(chunk))
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (exit) => resolve(exit ?? 1))
  })
  if (code === 0) return
  const words = Buffer.concat(said).toString('utf8').trim().split('\n').slice(-5)
  throw new Trouble(`What the tests need could not be installed:\n  ${words.join('\n  ')}`)
}
