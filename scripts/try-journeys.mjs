#!/usr/bin/env node
// Takes the steps of docs/journeys.md as they stand there, in an empty clone with nothing installed, and says how long each way
// took: what the machine needed, and what somebody needs who reads, types and pastes. `--write` puts the table into the page.
// Plain JavaScript for Node 18; the steps need Node 24 on the path, git and a package registry.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './try-own-service.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const pageFile = path.join(root, 'docs/journeys.md')

const wordsPerMinute = 200
const charactersPerMinute = 200
const pasteSeconds = 5

/** The ways of the page: each with its words, and its blocks in order. */
export function journeysOf(page) {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = ''] = section.split('\n')
      const blocks = [...section.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, kind, name, text]) => ({
        kind,
        name,
        text,
      }))
      const words = section
        .replace(/^```[\s\S]*?^```$/gm, '')
        .split(/\s+/)
        .filter(Boolean).length
      return { title, blocks, words }
    })
}

/** One shell for a whole way: what is exported, defined and started in it stays. */
function openShell(cwd, env) {
  const child = spawn('bash', [], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let said = ''
  let heard = () => {}
  let ended = () => {}
  child.once('close', () => ended())
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text
      heard()
    })
  }
  const until = (pattern) =>
    new Promise((resolve, reject) => {
      heard = () => {
        const found = pattern.exec(said)
        if (found !== null) resolve(found)
      }
      ended = () => reject(new Error(`the shell ended:\n${said}`))
      heard()
    })
  let count = 0
  return {
    /**
     * What the line prints; a line that ends with `&` is waited for until the server says how it is stopped. Throws where it fails,
     * or where it does not though it should.
     */
    async run(line, refused = false) {
      said = ''
      count += 1
      child.stdin.write(`${line}\n${line.endsWith('&') ? '' : `echo "ended ${count} $?"\n`}`)
      if (line.endsWith('&')) {
        await until(/Stop with Ctrl-C/)
        return said
      }
      const [, code] = await until(new RegExp(`ended ${count} (\\d+)\\n`))
      // 3: done, and the answer is no.
      const asItShould = refused ? code === '1' : code === '0' || code === '3'
      if (!asItShould) throw new Error(`${line}\nended with ${code}\n${said}`)
      return said
    },
    close() {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Everybody has ended already.
      }
    },
  }
}

/** Takes one way; answers its seconds of machine, characters typed and files pasted. */
async function take({ blocks }, place, env) {
  const shell = openShell(place.cwd, env)
  let machineSeconds = 0
  let typed = 0
  let pasted = 0
  let last = ''
  try {
    for (const { kind, name, text } of blocks) {
      if (kind !== 'sh') {
        const folder = (await shell.run('pwd')).split('\n')[0]
        writeFileSync(path.join(folder, name), text)
        pasted += 1
        continue
      }
      const counts = name !== 'before'
      const lines = text.trim().split('\n')
      for (const [at, line] of lines.entries()) {
        // Whose RequestId is asked about was refused.
        const refused = lines[at + 1]?.includes('<RequestId>') === true
        const began = performance.now()
        const said = await shell.run(filled(line, place, last), refused)
        if (counts) machineSeconds += (performance.now() - began) / 1000
        if (counts) typed += line.length
        console.log(`  ${((performance.now() - began) / 1000).toFixed(1)} s  ${line}`)
        keep(place, said)
        last = said
      }
    }
  } finally {
    shell.close()
  }
  return { machineSeconds, typed, pasted }
}

/** The key of a new server's banner. */
function keep(place, said) {
  const id = /SecretId +(AKID\w+)/.exec(said)
  const key = /SecretKey +(\S+)/.exec(said)
  if (id !== null && key !== null) Object.assign(place, { secretId: id[1], secretKey: key[1] })
}

/** A line with what somebody would put in: the address of the clone, the key of the banner, the RequestId of the answer before. */
function filled(line, { repository, secretId, secretKey }, last) {
  const [requestId = ''] = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(last) ?? []
  return line
    .replace('https://git.example/opencam.git', `${repository} opencam`)
    .replace('<RequestId>', requestId)
    .replace(
      'TENCENTCLOUD_SECRET_ID=AKID… TENCENTCLOUD_SECRET_KEY=…',
      () => `TENCENTCLOUD_SECRET_ID='${secretId}' TENCENTCLOUD_SECRET_KEY='${secretKey}'`,
    )
}

/** A repository to clone from, with what is not committed yet. */
function repositoryIn(folder) {
  const git = (...args) => {
    const { status, stderr } = spawnSync('git', args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`)
  }
  const repository = path.join(folder, 'repository')
  git('clone', '--quiet', '--no-hardlinks', root, repository)
  for (const part of ['console', 'docs', 'examples', 'scripts', 'src', 'package.json', 'package-lock.json']) {
    const skip = (from) => !/(?:^|\/)(?:node_modules|dist)$/.test(path.relative(root, from))
    cpSync(path.join(root, part), path.join(repository, part), { recursive: true, filter: skip })
  }
  git('-C', repository, 'add', '--all')
  git(
    '-C',
    repository,
    '-c',
    'user.name=x',
    '-c',
    'user.email=x@example.com',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'as it is',
  )
  return repository
}

function minutes({ machineSeconds, typed, pasted }, words) {
  const person = words / wordsPerMinute + typed / charactersPerMinute + (pasted * pasteSeconds) / 60
  return { person, machine: machineSeconds / 60, all: person + machineSeconds / 60 }
}

function tableOf(rows) {
  const lines = rows.map(({ title, taken, words }) => {
    const { person, machine, all } = minutes(taken, words)
    const cells = [
      title,
      taken.machineSeconds.toFixed(0),
      taken.typed,
      words,
      machine.toFixed(1),
      person.toFixed(1),
      `**${all.toFixed(1)}**`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return `| Way | Machine, s | Characters typed | Words read | Machine, min | Person, min | Minutes |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

Measured on ${availableParallelism()} processors, Node ${process.version.slice(1)} at the start, packages from a registry nearby. What stands before a way is not counted: the server of the second and third is
there, and Bob has made his calls.
`
}

async function main(args) {
  const write = args[0] === '--write'
  if (args.length > (write ? 1 : 0)) {
    console.error('usage: node scripts/try-journeys.mjs [--write]')
    return 2
  }
  const page = readFileSync(pageFile, 'utf8')
  const folder = mkdtempSync(path.join(tmpdir(), 'opencam-journeys-'))
  const env = { ...process.env, HOME: folder, npm_config_userconfig: path.join(process.env['HOME'] ?? '', '.npmrc') }
  env['OPENCAM_PORT'] = await freePort()
  env['OPENCAM_ENDPOINT'] = `http://127.0.0.1:${env['OPENCAM_PORT']}`
  const place = { cwd: folder, repository: repositoryIn(folder) }
  const rows = []
  try {
    let before = { blocks: [] }
    for (const journey of journeysOf(page)) {
      console.log(journey.title)
      // The third way begins where the second ends; the first leaves a server that the others do not use.
      const own = journey.blocks.some(({ kind, name }) => kind === 'sh' && name === 'before') || rows.length === 0
      const taken = await take(own ? journey : joined(before, journey), place, env)
      rows.push({ title: journey.title, words: journey.words, taken })
      before = journey
      rmSync(path.join(folder, 'opencam/data'), { recursive: true, force: true })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const table = tableOf(rows)
  console.log(`\n${table}`)
  if (write)
    writeFileSync(
      pageFile,
      page.replace(
        /(<!-- measured:begin -->\n)[\s\S]*(<!-- measured:end -->)/,
        (_, begin, end) => `${begin}\n${table}\n${end}`,
      ),
    )
  return 0
}

/** A way with all that comes before it, which is taken and not counted. */
const joined = (before, { blocks }) => ({
  blocks: [...before.blocks.map((block) => (block.kind === 'sh' ? { ...block, name: 'before' } : block)), ...blocks],
})

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2))
}
