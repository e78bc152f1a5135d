// `opencam doctor`: looks at this machine, the data folder, the server and the profile, and says what is wrong and what to do.
// It changes nothing.
import { existsSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import type { Settings } from '../config.ts'
import { versions } from '../dispatch/find.ts'
import { missingMigrations } from '../store/shape.ts'
import {
  type ConnectionOptions,
  connectionOf,
  endpointOf,
  profileFor,
  withConnectionOptions,
} from './api/connection.ts'
import { AnswerIsNo, harmless, type Io } from './io.ts'
import { type Output, outputOption, toned, write } from './output.ts'
import { onStore, type StoreOptions, settingsOf } from './store.ts'

interface Options extends ConnectionOptions, StoreOptions, Output {}

interface Finding {
  readonly what: string
  readonly state: 'good' | 'doubtful' | 'bad'
  readonly says: string
  /** What to do about it. */
  readonly remedy?: string
}

const good = (what: string, says: string): Finding => ({ what, state: 'good', says })
const doubtful = (what: string, says: string, remedy?: string): Finding => found(what, 'doubtful', says, remedy)
const bad = (what: string, says: string, remedy?: string): Finding => found(what, 'bad', says, remedy)
const found = (what: string, state: Finding['state'], says: string, remedy: string | undefined): Finding => ({
  what,
  state,
  says,
  ...(remedy !== undefined && { remedy }),
})

export function doctorCommand(io: Io): Command {
  const command = new Command('doctor')
    .option('--data <dir>', 'data folder of the server [OPENCAM_DATA_DIR]')
    .option('--database-url <url>', 'PostgreSQL of the server [OPENCAM_DATABASE_URL]')
    .addOption(outputOption())
  return withConnectionOptions(command).action(async (options: Options) => {
    const findings = [...machine(), ...(await store(options, io)), ...(await server(options, io))]
    const tone = toned(io)
    const marks = { good: tone('green', 'good'), doubtful: tone('yellow', 'look'), bad: tone('red', 'bad ') }
    write(io, options, findings, () =>
      findings
        .map(({ what, state, says, remedy }) => {
          const line = `${marks[state]}  ${what.padEnd(12)}  ${harmless(says)}\n`
          return remedy === undefined ? line : `${line}${' '.repeat(20)}${harmless(remedy)}\n`
        })
        .join(''),
    )
    if (findings.some(({ state }) => state === 'bad')) throw new AnswerIsNo()
  })
}

function machine(): readonly Finding[] {
  const [major = 0] = process.versions.node.split('.').map(Number)
  const node = `Node ${process.versions.node}`
  return [major >= 24 ? good('node', node) : bad('node', `${node} is older than 24`, 'npm start fetches one that fits')]
}

const spaceLeastMb = 200

async function store(options: Options, io: Io): Promise<readonly Finding[]> {
  let settings: Settings
  try {
    settings = settingsOf(options, io)
  } catch (error) {
    return [bad('settings', messageOf(error), 'opencam options lists them')]
  }
  const { dataDir, databaseUrl, masterKey } = settings
  const file = join(dataDir, 'opencam.db')
  if (databaseUrl === undefined && !existsSync(file)) {
    return [doubtful('store', `there is none in ${dataDir}`, '`npm start` makes one; or name it with --data')]
  }
  const findings: Finding[] = []
  if (databaseUrl === undefined) findings.push(...folder(dataDir))
  try {
    // Opening it would bring it to the newest shape.
    const missing = await missingMigrations(databaseUrl === undefined ? { file } : { databaseUrl })
    if (missing.length > 0) {
      const says = `it has the shape of an older version: ${missing.join(', ')} are to come`
      return [...findings, doubtful('store', says, 'the server makes the change when it starts: take a backup before')]
    }
    await onStore(options, io, async ({ store, sealer }) => {
      const accounts = await store.read.accounts.count()
      findings.push(good('store', `${store.description}, ${accounts} root account${accounts === 1 ? '' : 's'}`))
      await sealer()
      findings.push(good('master key', masterKey === undefined ? join(dataDir, 'master.key') : 'OPENCAM_MASTER_KEY'))
    })
  } catch (error) {
    findings.push(bad(findings.some(({ what }) => what === 'store') ? 'master key' : 'store', messageOf(error)))
  }
  return findings
}

function folder(dataDir: string): readonly Finding[] {
  const { mode } = statSync(dataDir)
  const { bavail, bsize } = statfsSync(dataDir)
  const freeMb = Math.floor((bavail * bsize) / 2 ** 20)
  const open = (mode & 0o077) !== 0
  return [
    open
      ? doubtful(
          'data folder',
          `${dataDir} can be read by others (mode ${(mode & 0o777).toString(8)})`,
          `chmod 700 ${dataDir}`,
        )
      : good('data folder', dataDir),
    freeMb < spaceLeastMb
      ? bad('disk', `${freeMb} MB are free`, 'writes are refused when it is full')
      : good('disk', `${freeMb} MB are free`),
  ]
}

const answerTimeoutMs = 5_000
/** A call signed so far from the server's time is refused. */
const skewBadMs = 300_000
const skewDoubtfulMs = 30_000

async function server(options: Options, io: Io): Promise<readonly Finding[]> {
  let endpoint: string
  let hasKey = true
  try {
    endpoint = endpointOf(options, io, profileFor(options, io))
  } catch (error) {
    hasKey = false
    try {
      endpoint = endpointOf(options, io)
    } catch {
      return [bad('endpoint', messageOf(error))]
    }
    const named = options.profile !== undefined || io.env['OPENCAM_PROFILE'] !== undefined
    if (named) return [bad('profile', messageOf(error))]
  }
  const address = endpoint.replaceAll('{product}', 'cam')
  const findings: Finding[] = []
  const reply = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(answerTimeoutMs) }).catch(
    (error: unknown) => error,
  )
  if (!(reply instanceof Response)) {
    const { cause } = reply as { cause?: unknown }
    return [
      bad(
        'server',
        `${address} does not answer: ${messageOf(cause ?? reply)}`,
        'is it started, and the address right?',
      ),
    ]
  }
  const said = (await reply.text()).trim()
  if (reply.status === 200) findings.push(good('server', `${address} is ready`))
  else if (reply.status === 503) findings.push(bad('server', `${address}: ${said}`))
  else findings.push(doubtful('server', `${address} has no /readyz: is it an OpenCAM?`))
  const theirs = Date.parse(reply.headers.get('date') ?? '')
  if (!Number.isNaN(theirs)) findings.push(skew(Math.abs(theirs - io.clock())))
  findings.push(
    hasKey ? await profile(options, io) : doubtful('profile', 'there is no key to sign with', '`opencam login`'),
  )
  return findings
}

function skew(ms: number): Finding {
  const says = `the server's clock is ${Math.round(ms / 1000)} s from this one`
  if (ms >= skewBadMs) return bad('clock', says, 'calls are refused from five minutes on: set the clocks by NTP')
  return ms >= skewDoubtfulMs ? doubtful('clock', says, 'calls are refused from five minutes on') : good('clock', says)
}

async function profile(options: Options, io: Io): Promise<Finding> {
  try {
    const connection = connectionOf(options, io)
    const answer = await connection.call('sts', versions.get('sts') ?? '', 'GetCallerIdentity', {})
    if (answer.Error === undefined) return good('profile', `${connection.from}: ${String(answer['Arn'])}`)
    return bad('profile', `${connection.from}: ${answer.Error.Code}: ${answer.Error.Message}`, '`opencam login` again')
  } catch (error) {
    return bad('profile', messageOf(error))
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
