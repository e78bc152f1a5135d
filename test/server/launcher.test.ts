// The launcher as a black box: in a folder of its own, with an npm that installs nothing but records what it was asked.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url))
const runtimeName = `node-${process.platform}-${process.arch}`

interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Checkout {
  readonly folder: string
  /** Arguments of each run of npm so far. */
  npmRuns(): readonly string[][]
  run(args: readonly string[], how?: How): Promise<Outcome>
}

interface How {
  /** What Node says its version is. */
  readonly version?: string
  /** Words and exit code of npm. */
  readonly npmFails?: string
  readonly script?: string
  readonly env?: Readonly<Record<string, string>>
  /** Called once something was printed. */
  readonly onOutput?: (kill: (signal: NodeJS.Signals) => void) => void
}

const lock = {
  packages: {
    '': {},
    'node_modules/one': { version: '1.0.0', integrity: 'a' },
    'node_modules/tool': { version: '2.0.0', integrity: 'b', dev: true },
    'node_modules/other-system': { version: '3.0.0', integrity: 'c', optional: true },
  },
}

/** Stands in for npm: writes the record that npm writes, of what it was asked to install. */
const fakeNpm = `
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
const args = process.argv.slice(2)
const prefix = args[args.indexOf('--prefix') + 1]
appendFileSync(process.env.FAKE_LOG, JSON.stringify(args) + '\\n')
if (process.env.FAKE_FAILS) {
  console.error(process.env.FAKE_FAILS)
  process.exit(1)
}
if (args[1].startsWith('node-')) {
  const program = join(prefix, 'node_modules', args[1].replace(/@.*/, ''), 'bin', 'node')
  mkdirSync(dirname(program), { recursive: true })
  symlinkSync(process.execPath, program)
} else {
  const { packages } = JSON.parse(readFileSync(join(prefix, 'package-lock.json'), 'utf8'))
  const dev = !args.includes('--omit=dev')
  const there = Object.entries(packages).filter(([place, entry]) => place !== '' && !entry.optional && (dev || !entry.dev))
  mkdirSync(join(prefix, 'node_modules'), { recursive: true })
  writeFileSync(join(prefix, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: Object.fromEntries(there) }))
}
`

/** Stands in for the server's command line. */
const fakeCli = `
if (process.argv.includes('--wait')) {
  process.on('SIGTERM', () => process.exit(7))
  setInterval(() => {}, 1000)
}
console.log(JSON.stringify({ args: process.argv.slice(2), path: process.env.PATH.split(':')[0] }))
if (!process.argv.includes('--wait')) process.exit()
`

/** Stands in for Vite: writes a page, or fails. */
const fakeVite = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
const page = readFileSync('src/page.txt', 'utf8')
if (page === 'broken') {
  console.error('page.txt: cannot be read')
  process.exit(1)
}
mkdirSync('dist', { recursive: true })
writeFileSync('dist/index.html', page)
`

/** Gives a checkout a console whose packages are the tool that builds it. */
function addConsole(folder: string): { write(page: string): void; built(): string | undefined } {
  const place = join(folder, 'console')
  mkdirSync(join(place, 'src'), { recursive: true })
  mkdirSync(join(place, 'node_modules/vite/bin'), { recursive: true })
  writeFileSync(join(place, 'node_modules/vite/bin/vite.js'), fakeVite)
  writeFileSync(join(place, 'package.json'), '{"type":"module"}')
  writeFileSync(
    join(place, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/vite': { version: '1' } } }),
  )
  writeFileSync(join(place, 'src/page.txt'), 'first')
  writeFileSync(join(folder, 'scripts/test.mjs'), 'process.exit(0)')
  const page = join(place, 'dist/index.html')
  return {
    write: (text) => writeFileSync(join(place, 'src/page.txt'), text),
    built: () => (existsSync(page) ? readFileSync(page, 'utf8') : undefined),
  }
}

function checkout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-launch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(scripts, join(folder, 'scripts'), { recursive: true })
  mkdirSync(join(folder, 'npm'))
  mkdirSync(join(folder, 'src/cli'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  writeFileSync(join(folder, 'npm/npm-cli.js'), fakeNpm)
  writeFileSync(join(folder, 'src/cli/main.ts'), fakeCli)
  const log = join(folder, 'npm.log')
  return {
    folder,
    npmRuns: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((text) => JSON.parse(text))
        : [],
    run: (args, how = {}) => launch(folder, args, how, log),
  }
}

function launch(folder: string, args: readonly string[], how: How, log: string): Promise<Outcome> {
  const pretend = join(folder, 'pretend.mjs')
  writeFileSync(
    pretend,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: ${JSON.stringify(how.version)} } })`,
  )
  const flags = how.version === undefined ? [] : ['--import', pathToFileURL(pretend).href]
  const env = {
    PATH: process.env['PATH'],
    npm_execpath: join(folder, 'npm/npm-cli.js'),
    FAKE_LOG: log,
    FAKE_FAILS: how.npmFails ?? '',
    ...how.env,
  }
  const script = join(folder, how.script ?? 'scripts/launch.mjs')
  const child = spawn(process.execPath, [...flags, script, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    if (printed.out === '') how.onOutput?.((signal) => child.kill(signal))
    printed.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    printed.err += chunk
  })
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, ...printed }))
  })
}

const readOut = ({ out }: Outcome): { args: string[]; path: string } => JSON.parse(out)

describe('packages', () => {
  test('are installed for a start without those of development, once', async () => {
    const { run, npmRuns } = checkout()
    const first = await run(['start', '--port', '1'])
    expect(readOut(first).args).toEqual(['serve', '--port', '1'])
    expect(first.err).toMatch(/^opencam: installing packages of package-lock\.json …\nopencam: packages are there/)
    const second = await run(['start'])
    expect(second.err).toBe('')
    expect(npmRuns()).toHaveLength(1)
    expect(npmRuns()[0]).toEqual(expect.arrayContaining(['install', '--no-save', '--omit=dev']))
  })

  test('are installed in full for a test, and a later start leaves them there', async () => {
    const { run, npmRuns, folder } = checkout()
    writeFileSync(join(folder, 'scripts/test.mjs'), 'console.log(JSON.stringify({ args: process.argv.slice(2) }))')
    await run(['start'])
    expect(readOut(await run(['test', 'test/api'])).args).toEqual(['test/api'])
    expect(npmRuns()).toHaveLength(2)
    expect(npmRuns()[1]).not.toContain('--omit=dev')
    await run(['start'])
    expect(npmRuns()).toHaveLength(2)
    const changed = { ...lock.packages, 'node_modules/one': { version: '1.0.1', integrity: 'd' } }
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: changed }))
    await run(['start'])
    expect(npmRuns()).toHaveLength(3)
    expect(npmRuns()[2], 'development packages stay').not.toContain('--omit=dev')
  })

  test.each([
    ['npm error code ENOTFOUND\nnpm error request to https://registry failed', /The npm registry cannot be reached/],
    ['npm error code EACCES', /There is no permission to write there/],
    ['npm error code ENOSPC', /The disk is full/],
    ['npm error code E404', /The registry has no such package/],
    ['something new', /npm failed/],
  ])('that cannot be installed: %s', async (npmFails, expected) => {
    const { code, out, err } = await checkout().run(['start'], { npmFails })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(expected)
    expect(err).toContain(npmFails.split('\n')[0])
  })

  test('wait for another installation that is under way, but not for one that died', async () => {
    const { run, folder, npmRuns } = checkout()
    mkdirSync(join(folder, '.runtime'))
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    onTestFinished(() => {
      holder.kill('SIGKILL')
    })
    writeFileSync(join(folder, '.runtime/installing'), String(holder.pid))
    const waiting = run(['start'])
    holder.kill('SIGKILL')
    expect((await waiting).code).toBe(0)
    expect(npmRuns()).toHaveLength(1)
    expect(existsSync(join(folder, '.runtime/installing'))).toBe(false)
  })
})

describe('the console', () => {
  test('is built before a start, and again only when something of it changed', async () => {
    const { run, folder, npmRuns } = checkout()
    const { write, built } = addConsole(folder)
    const first = await run(['start'])
    expect(first.err).toMatch(
      /installing packages of the console …\n.*\nopencam: building the console …\nopencam: the console is there/s,
    )
    expect([first.code, built()]).toEqual([0, 'first'])
    expect(npmRuns()[1]).toEqual(expect.arrayContaining(['--prefix', join(folder, 'console'), '--include=dev']))
    expect((await run(['start'])).err).toBe('')
    write('second')
    const third = await run(['start'])
    expect(third.err).toMatch(/^opencam: building the console …\nopencam: the console is there \([\d.]+ s\)\n$/)
    expect(built()).toBe('second')
    rmSync(join(folder, 'console/dist'), { recursive: true })
    await run(['test'])
    expect(built()).toBe('second')
  })

  test.each([
    ['by a flag', ['start', '--console', 'off'], undefined],
    ['by a flag with a sign', ['start', '--console=off'], undefined],
    ['by the environment', ['start'], 'off'],
  ])('is left alone where it is off %s', async (_, args, variable) => {
    const { run, folder } = checkout()
    const { built } = addConsole(folder)
    const { err, code } = await run(args, variable === undefined ? {} : { env: { OPENCAM_CONSOLE: variable } })
    expect([code, built()]).toEqual([0, undefined])
    expect(err).not.toContain('console')
    await run(['start', '--console', 'on'], { env: { OPENCAM_CONSOLE: 'off' } })
    expect(built()).toBe('first')
  })

  test('whose packages cannot be had does not keep the server from starting', async () => {
    const { run, folder } = checkout()
    await run(['start'])
    const { built } = addConsole(folder)
    const start = await run(['start'], { npmFails: 'npm error code ENOTFOUND' })
    expect([start.code, built()]).toEqual([0, undefined])
    expect(start.err).toMatch(/The npm registry cannot be reached.*opencam: the server starts without its console/s)
  })

  test('that cannot be built does not keep the server from starting, but a test from passing', async () => {
    const { run, folder } = checkout()
    const { write, built } = addConsole(folder)
    write('broken')
    const start = await run(['start'])
    expect(start.code).toBe(0)
    expect(start.err).toMatch(
      /The console could not be built:\n {2}page\.txt: cannot be read\nopencam: the server starts without/,
    )
    const whole = await run(['test'])
    expect([whole.code, whole.out, built()]).toEqual([1, '', undefined])
    expect(whole.err).toContain('page.txt: cannot be read')
  })
})

describe('an old Node', () => {
  test('fetches a new one, goes on with it, and keeps it', async () => {
    const { run, npmRuns, folder } = checkout()
    const first = await run(['start'], { version: '20.20.2' })
    expect(first.err).toMatch(
      /^opencam: this is Node 20\.20\.2; fetching Node 24 into \.runtime …\nopencam: Node 24 is there/,
    )
    expect(npmRuns()[0]).toEqual(expect.arrayContaining(['install', `${runtimeName}@24`, '--ignore-scripts']))
    expect(readOut(first).path).toBe(join(folder, '.runtime/node_modules', runtimeName, 'bin'))
    const second = await run(['start'], { version: '18.0.0' })
    expect({ code: second.code, err: second.err }).toEqual({ code: 0, err: '' })
    expect(npmRuns()).toHaveLength(2)
  })

  test('takes one that is there already, after asking it', async () => {
    const { run, npmRuns, folder } = checkout()
    const bin = join(folder, '.runtime/node_modules', runtimeName, 'bin')
    mkdirSync(bin, { recursive: true })
    symlinkSync(process.execPath, join(bin, 'node'))
    expect((await run(['start'], { version: '20.0.0' })).code).toBe(0)
    expect(npmRuns().flat()).not.toContain(`${runtimeName}@24`)
  })

  test('says how to help oneself when nothing can be fetched', async () => {
    const { code, err } = await checkout().run(['start'], { version: '20.0.0', npmFails: 'npm error code EAI_AGAIN' })
    expect(code).toBe(1)
    expect(err).toMatch(/Fetching Node 24 .* failed\. The npm registry cannot be reached/)
    expect(err).toMatch(/Or install Node 24 or newer yourself: https:\/\/nodejs\.org\n$/)
  })

  test('the opencam command uses it in a checkout, and says what it needs elsewhere', async () => {
    const { run, folder } = checkout()
    const how = { version: '20.0.0', script: 'scripts/opencam.mjs' }
    expect(readOut(await run(['account', 'list'], how)).args).toEqual(['account', 'list'])
    rmSync(join(folder, 'package-lock.json'))
    const elsewhere = await run(['account', 'list'], how)
    expect(elsewhere.code).toBe(1)
    expect(elsewhere.err).toBe('opencam: Node 24 or newer is needed, this is 20.0.0: https://nodejs.org\n')
  })
})

describe('what it starts', () => {
  test('gets signals, and its exit code is the launcher’s', async () => {
    const outcome = await checkout().run(['start', '--wait'], { onOutput: (kill) => kill('SIGTERM') })
    expect(outcome.code).toBe(7)
  })

  test.each([[[]], [['stat']], [['run']], [['run', 'nothing']], [['run', '__proto__']]])(
    '%j is a wrong call',
    async (args) => {
      const { code, err } = await checkout().run(args)
      expect(code).toBe(2)
      expect(err).toMatch(/^usage: node scripts\/launch\.mjs/)
    },
  )

  test('is said to be missing when it is', async () => {
    const { run, folder } = checkout()
    rmSync(join(folder, 'src/cli/main.ts'))
    const { code, err } = await run(['start'])
    expect(code).toBe(1)
    expect(err).toMatch(/opencam: src\/cli\/main\.ts is missing from this checkout\.\n$/)
  })
})
