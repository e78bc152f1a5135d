// The examples of docs/gateway.md as readers run them: the service and the call as processes of their own.
import { type ChildProcess, spawn } from 'node:child_process'
import { request as requestHttp } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { root } from '../tidy/source.ts'
import { openRawUpstream, openScene } from './scene.ts'

interface Example {
  readonly child: ChildProcess
  /** Everything that it said, once that has the text in it or is over. */
  until(text: string): Promise<string>
}

function run(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Example {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [join(root, 'examples', name), ...args], { cwd: root, env: { PATH, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  return {
    child,
    until: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (said.includes(text)) resolve(said)
        }
        child.stdout.on('data', look)
        child.once('close', () => resolve(said))
        look()
      }),
  }
}

test('the service knows who called through the gateway, and answers nobody who came past it', async () => {
  // Each of the two is told where the other is when it starts: what stands between them is told later.
  let service = ''
  const upstream = await openRawUpstream((request, response) => {
    const { method, url, headers } = request
    const outgoing = requestHttp(`${service}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.rawHeaders)
      answer.pipe(response)
    })
    request.pipe(outgoing)
  })
  const scene = await openScene({ upstreams: { ses: upstream.url } })
  const example = run('gateway-service.mjs', ['0', scene.server.url])
  service = /http:\S+/.exec(await example.until('a service on'))?.[0] ?? ''
  const env = { TENCENTCLOUD_SECRET_ID: scene.root.secretId, TENCENTCLOUD_SECRET_KEY: scene.root.secretKey }
  const call = run('gateway-call.mjs', [scene.server.url], env)
  expect(await call.until('templates')).toBe('allowed: 0 templates\n')
  const { account } = scene.root
  expect(await example.until('of account')).toContain(
    `ses:ListEmailTemplates by qcs::cam:${account}:uin/${account} of account`,
  )
  const past = await fetch(service, { method: 'POST', body: '{}', headers: { 'X-OpenCAM-Uin': String(account) } })
  expect([past.status, await past.text()]).toEqual([403, 'not through the gateway: form\n'])
})
