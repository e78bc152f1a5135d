// Carries out the steps of deploy/container/Dockerfile in plain folders, where there is no engine for containers: the build's
// COPY and RUN, the COPY of the last stage, then its entry point and its health check. Paths of the image stand below one folder.
// What it does not do: the image's own file system, its user, its limits.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { DockerfileParser, type Instruction } from 'dockerfile-ast'

const root = fileURLToPath(new URL('..', import.meta.url))
const place = mkdtempSync(path.join(tmpdir(), 'opencam-image-'))
const node = path.dirname(process.execPath)

/** The place of a path of the image; of the build stage and the last one alike, as none of their paths are the same. */
const at = (file: string): string => path.join(place, file)
/** A command with every path of the image in it turned into its place here. */
const placed = (command: string): string =>
  command.replaceAll(/(?<=^|[\s='"])\/(?=(?:src|out|opt|data)(?:\/|$|[\s'"]))/g, `${place}/`)
const argumentsOf = (one: Instruction): readonly string[] => one.getArguments().map((argument) => argument.getValue())

function say(text: string): void {
  console.log(`— ${text}`)
}

function step(one: Instruction, state: { folder: string; env: Record<string, string>; last: boolean }): void {
  const words = argumentsOf(one).filter((word) => !word.startsWith('--'))
  say(one.getTextContent())
  switch (one.getKeyword()) {
    case 'FROM':
      state.last = words.length === 1
      return
    case 'WORKDIR':
      state.folder = at(words[0] ?? '')
      mkdirSync(state.folder, { recursive: true })
      return
    case 'COPY':
      if (!state.last) {
        // The context without what .dockerignore names is what the repository keeps.
        const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: root, maxBuffer: 1 << 30 })
        execFileSync('tar', ['-x', '-C', state.folder], { input: archive })
      } else cpSync(at(words[0] ?? ''), at(words[1] ?? ''), { recursive: true })
      return
    case 'RUN': {
      const command = placed(one.getTextContent().slice(3).replaceAll('\\\n', ' '))
      mkdirSync(at('out'), { recursive: true })
      const env = { ...process.env, PATH: `${node}${path.delimiter}${process.env['PATH']}` }
      const { status } = spawnSync('/bin/sh', ['-c', command], { cwd: state.folder, env, stdio: 'inherit' })
      if (status !== 0) throw new Error(`the step ended with ${status}`)
      return
    }
    case 'ENV':
      for (const word of argumentsOf(one)) {
        const [name = '', value = ''] = word.split('=')
        state.env[name] = placed(value)
      }
  }
}

async function tryEntry(
  entry: readonly string[],
  health: readonly string[],
  env: Record<string, string>,
): Promise<void> {
  const [, ...argv] = entry.map(placed)
  const child = spawn(process.execPath, argv, { cwd: place, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('Stop with') && resolve())
    ended.then((code) => reject(new Error(`the entry point ended with ${code}`)))
  })
  const { status } = spawnSync(process.execPath, health.slice(1), { env })
  say(`health check: ${status === 0 ? 'healthy' : `ended with ${status}`}`)
  child.kill('SIGTERM')
  const code = await ended
  say(`stopped by its signal, with ${code}`)
  if (status !== 0 || code !== 0) throw new Error('the server did not come up or go down as it should')
}

try {
  const file = DockerfileParser.parse(readFileSync(path.join(root, 'deploy/container/Dockerfile'), 'utf8'))
  const instructions = file.getInstructions()
  const state = { folder: place, env: {} as Record<string, string>, last: false }
  for (const one of instructions) step(one, state)
  const listed = (keyword: string): readonly string[] => {
    const text = instructions.find((one) => one.getKeyword() === keyword)?.getTextContent() ?? ''
    return JSON.parse(text.slice(text.indexOf('['))) as readonly string[]
  }
  await tryEntry([...listed('ENTRYPOINT'), ...listed('CMD')], listed('HEALTHCHECK'), state.env)
  console.log('every step was carried out')
} finally {
  rmSync(place, { recursive: true, force: true })
}
