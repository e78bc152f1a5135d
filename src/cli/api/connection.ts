// A command's way to a server: whose key signs, and where calls go. Only what somebody named is called.
import { type Command, Option } from 'commander'
import { type Answer, buildCall, readAnswer } from '../../client/call.ts'
import type { Credential } from '../../signing/index.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'
import { defaultProfile, type FoundProfile, type Profile, profileOfEnvironment, readProfile } from './profiles.ts'

export interface ConnectionOptions {
  readonly profile?: string
  readonly endpoint?: string
  readonly region?: string
}

export interface Connection {
  /** Where calls of a product go, without a slash at the end. */
  endpointOf(product: string): string
  /** Where the key came from; never the key. */
  readonly from: string
  readonly secretId: string
  /** Signs and sends one call. A refusal is an answer with `Error`; no answer at all is a CommandFailure. */
  call(product: string, version: string, action: string, parameters: object): Promise<Answer>
}

export const defaultEndpoint = 'http://127.0.0.1:8600'
const answerTimeoutMs = 60_000

/** Adds the options of every command that makes calls. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('-p, --profile <name>', 'profile of `opencam login`, or of tccli [OPENCAM_PROFILE]')
    .option(
      '-e, --endpoint <url>',
      `server to call; {product} in it is the product of the call [OPENCAM_ENDPOINT, else the profile's, else ${defaultEndpoint}]`,
    )
    .addOption(new Option('-r, --region <name>', 'region that calls name [TENCENTCLOUD_REGION]'))
}

/**
 * The key: of the profile that was named; else of the environment; else of the profile `default`. Throws CommandFailure with
 * what to do where there is none.
 */
export function connectionOf(options: ConnectionOptions, io: Io): Connection {
  const found = profileFor(options, io)
  const region = options.region ?? io.env['TENCENTCLOUD_REGION'] ?? found.region
  return connectionWith(
    { ...found, endpoint: endpointOf(options, io, found), ...(region !== undefined && { region }) },
    io,
  )
}

/** The same of a profile that is complete. */
export function connectionWith(
  profile: Profile & { readonly endpoint: string; readonly from?: string },
  io: Io,
): Connection {
  const { endpoint, region, secretId, secretKey, token, expires, from = 'the profile' } = profile
  if (secretId === undefined || secretKey === undefined) throw new CommandFailure(`${from} has no key`)
  const expired = expires !== undefined && Date.parse(expires) <= io.clock()
  if (expired) throw new CommandFailure(`the temporary key of ${from} ended at ${expires}: \`opencam login\` again`)
  const credential = { secretId, secretKey, ...(token !== undefined && { token }) }
  const of = (product: string): string => endpoint.replaceAll('{product}', product)
  return {
    endpointOf: of,
    from,
    secretId,
    call: (product, version, action, parameters) =>
      sendTo(
        of(product),
        { product, version, action, ...(region !== undefined && { region }) },
        parameters,
        credential,
        io,
      ),
  }
}

export function profileFor({ profile }: ConnectionOptions, io: Io): FoundProfile {
  const named = profile ?? io.env['OPENCAM_PROFILE']
  if (named !== undefined) {
    const found = readProfile(io.env, named)
    if (found === undefined)
      throw new CommandFailure(
        `there is no profile ${harmless(named)}: \`opencam login --profile ${harmless(named)}\` makes it`,
      )
    return found
  }
  const found = profileOfEnvironment(io.env) ?? readProfile(io.env, defaultProfile)
  if (found !== undefined) return found
  throw new CommandFailure(
    'there is no key to sign with: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run `opencam login`',
  )
}

/** Checked, and without a slash at its end. Throws CommandFailure. */
export function endpointOf(
  { endpoint }: ConnectionOptions,
  io: Io,
  found: Pick<FoundProfile, 'endpoint'> = {},
): string {
  const text = endpoint ?? io.env['OPENCAM_ENDPOINT'] ?? found.endpoint ?? defaultEndpoint
  const example = text.replaceAll('{product}', 'cam')
  const url = URL.canParse(example) ? new URL(example) : undefined
  const good = url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === ''
  if (!good || url.username !== '')
    throw new CommandFailure('an endpoint is http:// or https:// with a host and nothing after it')
  return text.replace(/\/$/, '')
}

interface Target {
  readonly product: string
  readonly version: string
  readonly action: string
  readonly region?: string
}

async function sendTo(
  endpoint: string,
  target: Target,
  parameters: object,
  credential: Credential,
  io: Io,
): Promise<Answer> {
  const { host } = new URL(endpoint)
  const moment = { timestamp: Math.floor(io.clock() / 1000), nonce: 1 + Math.floor(io.clock() % 1e9) }
  const request = buildCall({ host, ...target }, parameters, credential, moment)
  const { Host: _, ...headers } = request.headers
  let status: number
  let text: string
  try {
    const body = request.body as Uint8Array<ArrayBuffer>
    const signal = AbortSignal.timeout(answerTimeoutMs)
    const reply = await fetch(`${endpoint}/`, { method: 'POST', headers, body, signal, redirect: 'error' })
    status = reply.status
    text = await reply.text()
  } catch (error) {
    throw new CommandFailure(`${endpoint} does not answer: ${reasonOf(error)}`)
  }
  try {
    return readAnswer(text)
  } catch {
    throw new CommandFailure(`${endpoint} answered ${status} and not as the API does: is it the right address?`)
  }
}

/** Of a failed fetch the cause, which says more. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause ? String(cause.code) : ''
  return harmless(code === '' || cause.message.includes(code) ? cause.message : `${code} ${cause.message}`.trim())
}
