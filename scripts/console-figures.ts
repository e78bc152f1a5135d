// Figures of the console as a browser measures them: npm run figures:console. How much script the first load takes, when
// something is seen, and the longest time between two frames while 10,000 users are scrolled through and searched. It prints;
// nothing is judged, because a busy machine says something else.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import type { Scene } from '../test/browser/chromium.ts'
import { built, openConsole, visitor } from '../test/console/console.ts'

const users = 10_000
const screens = 120

/** Bytes of compressed script that a page fetches which was never there before. */
async function firstLoad(page: Page): Promise<number> {
  const scripts = new Set<string>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname.replace('/console/', ''))
  })
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  const sizes = [...scripts].map((name) => gzipSync(readFileSync(path.join(built, name)), { level: 9 }).length)
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function makeUsers({ call }: Scene): Promise<void> {
  const names = Array.from({ length: users }, (_, index) => `worker-${String(index).padStart(5, '0')}`)
  for (let start = 0; start < users; start += 50)
    await Promise.all(names.slice(start, start + 50).map((Name) => call('AddUser', { Name })))
}

/** Times between frames while something is going on, in milliseconds, the longest first. */
async function framesDuring(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(`window.frames_ = []; window.framing_ = true; (function next(last) {
    requestAnimationFrame((now) => { window.frames_.push(now - last); if (window.framing_) next(now) })
  })(performance.now())`)
  await work()
  const frames = await page.evaluate<number[]>('window.framing_ = false, window.frames_')
  return frames.sort((one, other) => other - one)
}

const rounded = (ms: number | undefined): string => `${(ms ?? 0).toFixed(0)} ms`
const say = (what: string, figure: string): void => console.log(`${what.padEnd(58)} ${figure}`)

function sayFrames(what: string, frames: readonly number[]): void {
  say(`${what}: longest time between frames`, rounded(frames[0]))
  say(`${what}: one in a hundred is longer than`, rounded(frames[Math.floor(frames.length / 100)]))
}

async function main(): Promise<void> {
  const quotas = ['--quotas', `users=${users + 10},new-users-per-day=${users + 10}`]
  const scene = await openConsole({ flags: quotas })
  try {
    await makeUsers(scene)
    const { page, open, faults } = await visitor(scene)
    await open('')
    say('script of the first load, gzip', `${((await firstLoad(page)) / 1000).toFixed(0)} KB`)
    const paint = await page.evaluate<number>(
      'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0',
    )
    say('first content is painted after', rounded(paint))
    const start = performance.now()
    await open('users')
    await page.getByText(`${users.toLocaleString('en-US')} in all`).waitFor()
    say(`${users.toLocaleString('en-US')} users are there after`, rounded(performance.now() - start))
    const scrolling = await framesDuring(page, async () => {
      for (let screen = 0; screen < screens; screen++) {
        await page.mouse.wheel(0, 4000)
        await page.waitForTimeout(30)
      }
    })
    sayFrames('scrolling', scrolling)
    await page.evaluate('window.scrollTo(0, 0)')
    const searching = await framesDuring(page, async () => {
      await page.getByRole('searchbox').pressSequentially('worker-0777', { delay: 40 })
      await page.getByText('10 in all').waitFor()
    })
    sayFrames('searching', searching)
    for (const fault of faults) console.log(`the browser complained: ${fault}`)
  } finally {
    await scene.close()
  }
}

await main()
