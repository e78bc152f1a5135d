// The built console as the server gives it out: whole, compressed where asked, kept by browsers, and nothing beside it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readSettings } from '../../src/config.ts'
import { consoleDoors } from '../../src/console/doors.ts'
import { readConsole } from '../../src/console/files.ts'
import { startServer } from '../../src/main.ts'
import { doorOf } from '../../src/protocol/door.ts'
import { openSignIn, signInUser } from '../session/browser.ts'
import { temporaryFolder } from './cli.ts'

const page = '<!doctype html>\n<html lang="en-US"><body><div id="root"></div></body></html>'
const script = 'export const a = 1 // 中文\n'

/** A folder as a build leaves it. */
function builtFolder(): string {
  const folder = temporaryFolder()
  const files: Record<string, string | Uint8Array> = {
    'index.html': page,
    'theme.js': 'light()',
    'assets/app-1a2b.js': script,
    'assets/app-1a2b.js.gz': gzipSync(script),
    'assets/app-1a2b.js.br': 'stands for brotli',
    '.stamp': 'secret of the build',
    'assets/notes.txt': 'of no known kind',
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

async function start(consoleFolder: string, env: Record<string, string> = {}) {
  const settings = readSettings(['--port', '0', '--data', temporaryFolder()], { OPENCAM_LOG_LEVEL: 'silent', ...env })
  const server = await startServer(settings, { consoleFolder })
  onTestFinished(() => server.close())
  return server
}

/** Asks a door itself: an HTTP client would tidy the path up first. */
async function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const files = readConsole(builtFolder())
  if (files === undefined) throw new Error('no console')
  const door = doorOf(consoleDoors(files), path)
  if (door === undefined) return undefined
  const from = { address: '127.0.0.1', tls: false }
  const header = (name: string): string | undefined => headers[name]
  const rest = { rawQuery: '', headers: [], body: new Uint8Array(), from, whenGone() {} }
  const reply = await door.respond({ method, path, header, ...rest })
  const at = (name: string): string | undefined => {
    const index = reply.headers.findIndex((one, position) => position % 2 === 0 && one === name)
    return index < 0 ? undefined : reply.headers[index + 1]
  }
  return { ...reply, at }
}

describe('files of the console', () => {
  test('are given whole, and named by their content are kept for good', async () => {
    const reply = await ask('/console/assets/app-1a2b.js')
    expect(Buffer.from(reply?.body ?? '').toString('utf8')).toBe(script)
    expect(reply?.at('Content-Type')).toBe('text/javascript; charset=utf-8')
    expect(reply?.at('Content-Length')).toBe(String(Buffer.byteLength(script)))
    expect(reply?.at('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(reply?.at('X-Content-Type-Options')).toBe('nosniff')
    expect(reply?.at('Vary')).toBe('Accept-Encoding')
    expect((await ask('/console/theme.js'))?.at('Cache-Control')).toBe('no-cache')
  })

  test('go compressed to whoever takes that', async () => {
    const path = '/console/assets/app-1a2b.js'
    const gzip = await ask(path, { 'accept-encoding': 'gzip, deflate' })
    expect(gzip?.at('Content-Encoding')).toBe('gzip')
    expect(gunzipSync(gzip?.body ?? '').toString('utf8')).toBe(script)
    expect((await ask(path, { 'accept-encoding': 'gzip, br;q=0.9' }))?.at('Content-Encoding')).toBe('br')
    expect((await ask(path, { 'accept-encoding': 'br;q=0, gzip;q=0.0' }))?.at('Content-Encoding')).toBeUndefined()
    expect((await ask('/console/theme.js', { 'accept-encoding': 'br' }))?.at('Content-Encoding')).toBeUndefined()
  })

  test('are not sent again to whoever has them', async () => {
    const tag = (await ask('/console/theme.js'))?.at('ETag') ?? ''
    expect(tag).toMatch(/^"[\w-]{22}"$/)
    const again = await ask('/console/theme.js', { 'if-none-match': `"other", W/${tag}` })
    expect([again?.status, again?.body]).toEqual([304, ''])
    expect((await ask('/console/theme.js', { 'if-none-match': '"other"' }))?.status).toBe(200)
  })

  test('are only those of the build, whatever the path says', async () => {
    for (const path of [
      '/console/assets/../.stamp',
      '/console/assets/%2e%2e/.stamp',
      '/console/assets/..%2f.stamp',
      '/console/assets//etc/passwd',
      '/console/assets/notes.txt',
      '/console/assets/app-1a2b.js.gz',
      '/console/assets/__proto__',
      '/console/assets/',
    ]) {
      const reply = await ask(path)
      expect([path, reply?.status, reply?.body, reply?.at('Cache-Control')]).toEqual([path, 404, '', 'no-store'])
    }
    for (const path of ['/console/.stamp', '/console/index.html', '/console/../package.json']) {
      expect(await ask(path), path).toBeUndefined()
    }
    expect((await ask('/console/theme.js', {}, 'POST'))?.status).toBe(405)
  })
})

describe('the page of the console', () => {
  const password = 'Right-horse-9'

  test('is given at every path below, to whoever is signed in and in their language', async () => {
    const server = await openSignIn({ signIn: { consolePage: page } })
    onTestFinished(() => server.close())
    const { name } = await signInUser(server, 'ada', password)
    const browser = server.browser()
    expect((await browser.send('/console/users')).location).toBe('/signin/?next=%2Fconsole%2Fusers')
    await browser.signIn(server.root.account, name, password)
    for (const path of ['/console/', '/console/users/ada', '/console/%2e%2e']) {
      const reply = await browser.send(path)
      expect([path, reply.status, reply.text]).toEqual([path, 200, page])
      expect(reply.header('Cache-Control')).toBe('no-store')
      const policy = reply.header('Content-Security-Policy')
      for (const part of ["script-src 'self'", "default-src 'none'", "require-trusted-types-for 'script'"]) {
        expect(policy).toContain(part)
      }
      expect(policy).not.toContain('unsafe')
    }
    const chosen = await browser.send('/signin/language?to=zh-CN&next=%2Fconsole%2Fusers')
    expect(chosen.location).toBe('/console/users')
    expect((await browser.send('/signin/language?to=zh-CN&next=https%3A%2F%2Fevil.example')).location).toBe('/console/')
    await browser.open('/signin/language?to=zh-CN')
    expect((await browser.send('/console/')).text).toContain('<html lang="zh-CN">')
  })
})

describe('a server', () => {
  test('with a console says where it is and serves it', async () => {
    const server = await start(builtFolder())
    expect(server.banner(false)).toMatch(/Console +http:\/\/127\.0\.0\.1:\d+\/console\//)
    const file = await fetch(`${server.url}/console/assets/app-1a2b.js`)
    expect([file.status, await file.text()]).toEqual([200, script])
    const index = await fetch(`${server.url}/console/`, { redirect: 'manual' })
    expect([index.status, index.headers.get('location')]).toEqual([303, '/signin/?next=%2Fconsole%2F'])
  })

  test('whose console was not built says so and starts all the same', async () => {
    const server = await start(join(temporaryFolder(), 'nothing'))
    expect(server.banner(false)).toMatch(/Sign-in .*\/signin\/ \(the console was not built: npm start builds it\)/)
    expect((await fetch(`${server.url}/console/theme.js`, { redirect: 'manual' })).status).toBe(303)
    expect((await fetch(`${server.url}/signin/`)).status).toBe(200)
  })

  test('whose console is off serves none', async () => {
    const server = await start(builtFolder(), { OPENCAM_CONSOLE: 'off' })
    expect(server.banner(false)).toContain('/signin/ (the console is off)')
    expect((await fetch(`${server.url}/console/assets/app-1a2b.js`, { redirect: 'manual' })).status).toBe(303)
  })
})
