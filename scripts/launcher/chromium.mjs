// The browser that the browser tests drive. It is a package of the system, not of npm: installed with apt where that can be
// done, else named with what to do.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Trouble } from './npm.mjs'

export const chromiumPath = '/usr/bin/chromium'
const aptGet = '/usr/bin/apt-get'

/** Installs Chromium unless it is there. Throws Trouble that says what is missing. */
export async function bringChromium() {
  if (existsSync(chromiumPath)) return
  const asRoot = process.getuid?.() === 0
  if (!asRoot || !existsSync(aptGet)) {
    throw new Trouble(
      `The browser tests need ${chromiumPath}. Install it (as root: apt-get update && apt-get install -y chromium) and run the tests again.`,
    )
  }
  console.error('opencam: installing Chromium for the browser tests …')
  await apt(['update'])
  await apt(['install', '-y', '--no-install-recommends', 'chromium'])
  if (!existsSync(chromiumPath)) throw new Trouble(`apt-get installed chromium, but ${chromiumPath} is not there.`)
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
  throw new Trouble(`Chromium could not be installed for the browser tests:\n  ${words.join('\n  ')}`)
}
