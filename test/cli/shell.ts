// As much of a shell as the pages' commands need: `opencam … | opencam …`, `< file`, `> file`, and `opencam serve … &`, whose key and address
// are in the environment of the commands after it.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mainFile, type Outcome, opencam } from './process.ts'

export interface Shell {
  /** Runs one line and answers everything that it shows. */
  run(line: string): Promise<string>
  /** Stops what runs in the background. */
  close(): Promise<void>
}

/** Words as a shell would take them; single quotes only. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/((?:'[^']*'|[^\s'])+)/g)].map(([word]) => word.replaceAll("'", ''))

export function openShell(cwd: string, given: Readonly<Record<string, string>>): Shell {
  let env = given
  const running: ChildProcess[] = []
  const argsOf = (words: readonly string[]): readonly string[] => {
    const [program, ...args] = words
    if (program !== 'opencam') throw new Error(`pages run opencam, not ${program}`)
    return args
  }
  return {
    async run(line) {
      if (line.endsWith(' &')) {
        const { child, shown } = await begin(argsOf(wordsOf(line.slice(0, -2))), cwd, env)
        running.push(child)
        env = { ...env, ...keyIn(shown, cwd) }
        return shown
      }
      const ends: Outcome[] = []
      for (const command of line.split(' | ')) {
        const [, words = '', from, to] = /^(.*?)(?: < (\S+))?(?: > (\S+))?$/.exec(command) ?? []
        const input = from === undefined ? ends.at(-1)?.out : readFileSync(join(cwd, from), 'utf8')
        const ended = await opencam(argsOf(wordsOf(words)), { cwd, env, ...(input !== undefined && { input }) })
        if (to !== undefined) writeFileSync(join(cwd, to), ended.out)
        ends.push(to === undefined ? ended : { ...ended, out: '' })
      }
      return shownOf(ends)
    },
    async close() {
      const ended = running.map((child) => new Promise((resolve) => child.once('close', resolve)))
      for (const child of running) child.kill()
      await Promise.all(ended)
    },
  }
}

/** What the last command prints, what any of them complains of, and how the last one ended. */
function shownOf(ends: readonly Outcome[]): string {
  const { code = null, out = '' } = ends.at(-1) ?? {}
  const parts = [out, ...ends.map(({ err }) => err), code === 0 ? '' : `exit code ${code}`]
  return parts
    .map((part) => part.trimEnd())
    .filter(Boolean)
    .join('\n')
}

/** Starts a server; what it shows is whole once it says how it is stopped. */
async function begin(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [mainFile, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], OPENCAM_PORT: '0', OPENCAM_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const shown = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.includes('Stop with Ctrl-C')) resolve(text)
    })
    child.once('close', () => reject(new Error(`the server ended: ${text}`)))
  })
  return { child, shown: shown.replace(/^\n+/, '').trimEnd() }
}

/** What somebody does with a new server's banner: the address and the key into the environment, the key into root.key too. */
function keyIn(shown: string, cwd: string): Readonly<Record<string, string>> {
  const said = (label: string): string => new RegExp(`${label} +(\\S+)`).exec(shown)?.[1] ?? ''
  const [OPENCAM_ENDPOINT, TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY] = ['Endpoint', 'SecretId', 'SecretKey'].map(
    said,
  )
  writeFileSync(join(cwd, 'root.key'), `${TENCENTCLOUD_SECRET_ID}\n${TENCENTCLOUD_SECRET_KEY}\n`)
  return { ...{ OPENCAM_ENDPOINT, TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY }, HOME: cwd } as Record<
    string,
    string
  >
}
