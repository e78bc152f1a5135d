// Proxies before a service that checks nothing: a small one that asks as Envoy's HTTP authorization service does, one that
// asks as nginx's auth_request does, and nginx itself where the machine has it.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ReverseProxy {
  readonly port: number
  close(): Promise<void>
}
export interface Between {
  /** Port of OpenCAM. */
  readonly opencam: number
  /** Port of the service behind the proxy. */
  readonly service: number
  readonly token: string
}

interface Sent {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function ask(port: number, method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const asked = send({ host: '127.0.0.1', port, method, path, headers, agent: false }, async (reply) => {
      resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: await bodyOf(reply) })
    })
    asked.once('error', reject)
    asked.end(body)
  })
}

const identity = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-opencam-')))

type Question = (request: IncomingMessage, body: Buffer, between: Between) => Promise<Sent>

const asEnvoy: Question = (request, body, { opencam, token }) => {
  const { connection: _, ...headers } = request.headers
  const hops = [headers['x-forwarded-for'], '127.0.0.1'].filter((hop) => hop !== undefined).join(', ')
  const more = { 'x-forwarded-for': hops, 'x-forwarded-proto': 'http', 'x-opencam-token': token }
  return ask(opencam, request.method ?? '', `/ext-authz/envoy${request.url}`, { ...headers, ...more }, body)
}

const asNginx: Question = (request, _, { opencam, token }) => {
  const { connection: __, 'content-length': ___, 'transfer-encoding': ____, ...headers } = request.headers
  const more = {
    'x-opencam-token': token,
    'x-original-method': request.method,
    'x-original-uri': request.url,
    'x-real-ip': '127.0.0.1',
    'x-forwarded-proto': 'http',
  }
  return ask(opencam, 'GET', '/ext-authz/nginx', { ...headers, ...more }, Buffer.alloc(0))
}

const listen = async (question: Question, between: Between): Promise<ReverseProxy> => {
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const verdict = await question(request, body, between)
    if (verdict.status !== 200) {
      response.writeHead(verdict.status, { 'Content-Type': 'application/json' }).end(verdict.body)
      return
    }
    const { connection: _, ...headers } = { ...request.headers, ...identity(verdict.headers) }
    const answer = await ask(between.service, request.method ?? '', request.url ?? '/', headers, body)
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => void server.close(() => resolve())) }
}

export const envoyLike = (between: Between): Promise<ReverseProxy> => listen(asEnvoy, between)
export const nginxLike = (between: Between): Promise<ReverseProxy> => listen(asNginx, between)

const nginxProgram = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(existsSync)

/** nginx as docs/proxies.md sets it up; `undefined` where the machine has none. */
export const realNginx =
  nginxProgram === undefined
    ? undefined
    : (between: Between): Promise<ReverseProxy> => startNginx(nginxProgram, between)

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createTcpServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

async function startNginx(program: string, { opencam, service, token }: Between): Promise<ReverseProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-nginx-'))
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const identities = ['account', 'uin', 'kind', 'secret_id', 'role', 'session']
  const taken = identities.flatMap((name) => [
    `auth_request_set $opencam_${name} $upstream_http_x_opencam_${name};`,
    `proxy_set_header X-OpenCAM-${name.replace('_', '-')} $opencam_${name};`,
  ])
  const config = `
daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off; ${temporary.join(' ')}
  server {
    listen 127.0.0.1:${port};
    location / { auth_request /opencam; ${taken.join(' ')} proxy_set_header Host $http_host; proxy_pass http://127.0.0.1:${service}; }
    location = /opencam {
      internal; proxy_pass http://127.0.0.1:${opencam}/ext-authz/nginx;
      proxy_pass_request_body off; proxy_set_header Content-Length ""; proxy_set_header Host $http_host;
      proxy_set_header X-OpenCAM-Token "${token}"; proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Original-URI $request_uri; proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}`
  writeFileSync(join(folder, 'nginx.conf'), config)
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilAnswering(port, ended)
  return {
    port,
    async close() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Tries until somebody listens, or nginx has given up. */
async function untilAnswering(port: number, ended: Promise<void>): Promise<void> {
  let gone = false
  void ended.then(() => {
    gone = true
  })
  while (!gone) {
    try {
      await fetch(`http://127.0.0.1:${port}/`)
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  throw new Error('nginx ended before it listened')
}
