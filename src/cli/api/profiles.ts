// Where a command finds a server and a key: the environment, profiles of our own, and those that tccli keeps.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Environment } from '../../config/read.ts'
import { CommandFailure, harmless } from '../io.ts'

/** A key, and where it signs. */
export interface Profile {
  /** `https://cam.example.com`; `{product}` in it stands for the product of the call. */
  readonly endpoint?: string
  readonly region?: string
  readonly secretId?: string
  readonly secretKey?: string
  /** Of a temporary key. */
  readonly token?: string
  /** When a temporary key ends, in ISO 8601. */
  readonly expires?: string
}

/** What a profile was read from, for messages and `opencam doctor`. */
export interface FoundProfile extends Profile {
  readonly from: string
}

export const defaultProfile = 'default'
const nameForm = /^[\w.-]{1,64}$/

const homeOf = (env: Environment): string => env['HOME'] ?? homedir()
const ownFile = (env: Environment, name: string): string => join(homeOf(env), '.opencam', `${name}.json`)
const tccliFile = (env: Environment, name: string, kind: 'credential' | 'configure'): string =>
  join(homeOf(env), '.tccli', `${name}.${kind}`)

function checkName(name: string): void {
  if (!nameForm.test(name)) throw new CommandFailure('the name of a profile has letters, digits and ._- only')
}

/** The variables that official tools read, and our address; `undefined` where there is no key among them. */
export function profileOfEnvironment(env: Environment): FoundProfile | undefined {
  const secretId = env['TENCENTCLOUD_SECRET_ID']
  const secretKey = env['TENCENTCLOUD_SECRET_KEY']
  if (secretId === undefined && secretKey === undefined) return undefined
  if (secretId === undefined || secretKey === undefined) {
    throw new CommandFailure('of TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY one is set and one is not')
  }
  return {
    from: 'TENCENTCLOUD_SECRET_ID',
    secretId,
    secretKey,
    ...optional({ token: env['TENCENTCLOUD_TOKEN'], region: env['TENCENTCLOUD_REGION'] }),
  }
}

/** A profile by name: ours, or else tccli's. `undefined`: there is none. */
export function readProfile(env: Environment, name: string): FoundProfile | undefined {
  checkName(name)
  return readOwn(env, name) ?? readTccli(env, name)
}

function readOwn(env: Environment, name: string): FoundProfile | undefined {
  const file = ownFile(env, name)
  if (!existsSync(file)) return undefined
  const read = textsOf(readObject(file), file)
  const { endpoint, region, secretId, secretKey, token, expires } = read
  return { from: file, ...optional({ endpoint, region, secretId, secretKey, token, expires }) }
}

/**
 * tccli keeps the key and the settings in two files. Its endpoints are those of the vendor, and are not taken: a key must
 * not be tried anywhere that nobody named.
 */
function readTccli(env: Environment, name: string): FoundProfile | undefined {
  const credential = tccliFile(env, name, 'credential')
  if (!existsSync(credential)) return undefined
  const { secretId, secretKey, token } = textsOf(readObject(credential), credential)
  const configure = tccliFile(env, name, 'configure')
  const settings = existsSync(configure) ? readObject(configure)['_sys_param'] : undefined
  const region = isObject(settings) ? textsOf(settings, configure)['region'] : undefined
  return { from: credential, ...optional({ region, secretId, secretKey, token }) }
}

/** Keeps a profile, readable by its owner only. */
export function writeProfile(env: Environment, name: string, profile: Profile): string {
  checkName(name)
  const file = ownFile(env, name)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${JSON.stringify(profile, undefined, 2)}\n`, { mode: 0o600 })
  // A file that was there keeps the mode that it had.
  chmodSync(file, 0o600)
  return file
}

/** Whether there was one of ours. */
export function dropProfile(env: Environment, name: string): boolean {
  checkName(name)
  const file = ownFile(env, name)
  if (!existsSync(file)) return false
  rmSync(file)
  return true
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readObject(file: string): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // The message of a parser quotes what it read: that may be a key.
    throw new CommandFailure(`${file} ${error instanceof SyntaxError ? 'is no JSON' : 'cannot be read'}`)
  }
  if (!isObject(parsed)) throw new CommandFailure(`${file} is no JSON object`)
  return parsed
}

function textsOf(members: Record<string, unknown>, file: string): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      if (typeof value === 'string') return [name, value === '' ? undefined : value]
      if (!['secretId', 'secretKey', 'token', 'endpoint', 'region', 'expires'].includes(name) || value === null)
        return [name, undefined]
      throw new CommandFailure(`${file}: "${harmless(name)}" is no text`)
    }),
  )
}

type Texts = Readonly<Record<string, string | undefined>>
type Given<T extends Texts> = { readonly [K in keyof T]?: string }

/** Without the members that are `undefined`. */
function optional<T extends Texts>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>
}
