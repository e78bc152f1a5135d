// Builds the documents as a static site, checks its links, and serves it: `npm run docs`. `--build` only builds; `--out DIR`
// says where (./.site), `--port N` where it is served. Exit code 1 where a link leads nowhere.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { parseArgs } from 'node:util'
import sirv from 'sirv'
import { buildSite } from './site/build.ts'
import { brokenLinks } from './site/links.ts'

const usage = 'usage: npm run docs -- [--build] [--out DIR] [--port N]'

async function main(args: readonly string[]): Promise<number> {
  const options = read(args)
  if (options === undefined) {
    console.error(usage)
    return 2
  }
  const files = await buildSite()
  const broken = brokenLinks(files)
  for (const line of broken) console.error(line)
  write(files, options.out)
  const pages = [...files.keys()].filter((file) => file.endsWith('.html')).length
  console.log(
    `${pages} pages in ${options.out}; ${broken.length === 0 ? 'every link leads somewhere' : `${broken.length} links lead nowhere`}`,
  )
  if (broken.length > 0) return 1
  if (!options.build) await serve(options.out, options.port)
  return 0
}

function read(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        build: { type: 'boolean', default: false },
        out: { type: 'string', default: '.site' },
        port: { type: 'string', default: '8601' },
      },
    })
    const port = Number(values.port)
    return Number.isInteger(port) && port >= 0 && port < 65_536 ? { ...values, port } : undefined
  } catch {
    return undefined
  }
}

/** Tells a site that was built here from a folder that somebody has something else in. */
const mark = '.opencam-site'

/** Replaces a site that was built there before. Throws, and touches nothing, where the folder holds anything else. */
function write(files: ReadonlyMap<string, string | Uint8Array>, out: string): void {
  if (existsSync(out)) {
    if (readdirSync(out).length > 0 && !existsSync(path.join(out, mark))) {
      throw new Error(`${out} is not empty and holds no site that was built before: choose another folder`)
    }
    rmSync(out, { recursive: true })
  }
  mkdirSync(out, { recursive: true })
  writeFileSync(path.join(out, mark), '')
  for (const [file, content] of files) {
    const at = path.join(out, file)
    mkdirSync(path.dirname(at), { recursive: true })
    writeFileSync(at, content)
  }
}

function serve(out: string, port: number): Promise<void> {
  const files = sirv(out, { dev: true })
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/plain' })
      response.end('There is no such page.\n')
    }),
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/  (Ctrl+C ends it)`)
      resolve()
    })
  })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
