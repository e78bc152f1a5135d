// Credentials of a role for programs on this machine, over the path that client libraries ask on an instance. A listener
// of its own, off unless asked for: whoever reaches it acts as the role. It answers nothing that shows signs of having
// been sent by somebody else through a browser, a proxy or another server.
import type { Log } from '../actions/world.ts'
import { isoSeconds } from '../kernel/time.ts'
import type { HttpRequest } from '../protocol/request.ts'
import { authority, isLoopback } from './address.ts'
import { serveHttp } from './http.ts'
import { plainReply, type TextReply } from './reply.ts'

/** The one name that client libraries ask, all of them over HTTP at port 80. */
export const metadataHost = 'metadata.tencentyun.com'

const folder = '/latest/meta-data/cam/security-credentials/'

export interface ServedRole {
  readonly account: number
  /** As the role is spelled. */
  readonly name: string
}

export interface InstanceCredential {
  readonly secretId: string
  readonly secretKey: string
  readonly token: string
  readonly expiresMs: number
}

/** What a role's credential is now for somebody at the address; `undefined`: no such role, or it does not trust instances. */
export type CredentialSource = (role: ServedRole, address: string) => Promise<InstanceCredential | undefined>

export interface MetadataOptions {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** Names told apart by case; the first one is the role of the instance. */
  readonly roles: readonly ServedRole[]
  readonly credential: CredentialSource
  readonly ready: () => Promise<unknown>
  readonly log: Log
}

export interface MetadataServer {
  readonly port: number
  readonly listening: string
  /** Others than this machine can reach it. */
  readonly exposed: boolean
  close(): Promise<void>
}

/** Listens. Throws with a plain reason where it cannot. */
export async function serveMetadata(options: MetadataOptions): Promise<MetadataServer> {
  const { host, log } = options
  const http = await serveHttp({
    host,
    port: options.port,
    flags: { host: '--metadata-host', port: '--metadata-port' },
    // Nobody has a body to send here.
    limits: { bodyBytesMax: 0, headerBytesMax: 16 * 1024, headerCountMax: 100 },
    respond: (request) => metadataReply(options, request),
    ready: options.ready,
    onFault: (error) => log.error({ error }, 'instance credentials could not be made'),
  })
  const listening = `http://${authority(host, http.port)}`
  const exposed = !isLoopback(host)
  if (exposed) log.warn({ listening }, 'credentials of a role for everybody who reaches the metadata address')
  return { port: http.port, listening, exposed, close: () => http.close() }
}

/** The answer to one request. Rejects where a credential could not be made for a reason of ours. */
export async function metadataReply(
  { roles, credential }: Pick<MetadataOptions, 'roles' | 'credential'>,
  request: HttpRequest,
): Promise<TextReply> {
  const problem = secondHand(request)
  if (problem !== undefined) return plainReply(403, `${problem}\n`)
  if (request.method !== 'GET') return plainReply(405, 'only GET\n')
  const { path } = request
  // Without the slash as well: some ask so, and follow no redirect.
  if (path === folder || `${path}/` === folder) return listing(roles)
  const name = path.startsWith(folder) ? decoded(path.slice(folder.length)) : undefined
  const role = roles.find((role) => role.name === name)
  const found = role === undefined ? undefined : await credential(role, request.from.address)
  return found === undefined ? missing : jsonReply(found)
}

const missing = plainReply(404, 'not found\n')

/** One name and not a byte more: libraries take the whole text for the name, as an instance has one role. */
function listing([first]: readonly ServedRole[]): TextReply {
  return first === undefined ? missing : plainReply(200, first.name)
}

function jsonReply({ secretId, secretKey, token, expiresMs }: InstanceCredential): TextReply {
  const body = JSON.stringify({
    TmpSecretId: secretId,
    TmpSecretKey: secretKey,
    ExpiredTime: Math.floor(expiresMs / 1000),
    Expiration: isoSeconds(expiresMs),
    Token: token,
    Code: 'Success',
  })
  const length = String(Buffer.byteLength(body))
  const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store', 'Content-Length', length]
  return { status: 200, headers, body }
}

/** What only a proxy or a browser adds. */
const marks = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'origin', 'referer', 'sec-fetch-site']

/**
 * Why a request is not taken for one of a program on this machine. A page whose name was bound anew to this address
 * sends its own name as Host; a server that was talked into fetching a URL mostly has only the address to name.
 */
function secondHand(request: HttpRequest): string | undefined {
  const mark = marks.find((name) => request.header(name) !== undefined)
  if (mark !== undefined) return `a request with ${mark} was sent by somebody else`
  const host = request
    .header('host')
    ?.toLowerCase()
    .replace(/:\d{1,5}$/, '')
  return host === metadataHost ? undefined : `ask for ${metadataHost}`
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
