// `opencam test`: policy tests. What principals may and may not do, in files, judged by the engine that decides in the server.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { stringify } from 'yaml'
import { loadPresets } from '../../catalog/presets.ts'
import { UsageError } from '../../config/read.ts'
import { PROOF_SUBJECT } from '../../policy/index.ts'
import { AnswerIsNo, CommandFailure, harmless, type Io } from '../io.ts'
import { type Output, outputOption, toned, write } from '../output.ts'
import { coverageOf } from '../policy-test/coverage.ts'
import { library } from '../policy-test/documents.ts'
import { findTests } from '../policy-test/find.ts'
import { firstTest } from '../policy-test/init.ts'
import { type Faulty, junitXml } from '../policy-test/junit.ts'
import { countText, githubLines, reportText } from '../policy-test/report.ts'
import { type Ran, runSuite } from '../policy-test/run.ts'
import { readSuite, type Suite, type World } from '../policy-test/suite.ts'
import { compiledText } from './compiled.ts'
import { catalogsOf, catalogsOption, type KnowledgeOptions } from './knowledge.ts'
import { readText } from './texts.ts'

interface Options extends KnowledgeOptions, Output {
  readonly filter?: string
  readonly coverage?: true
  readonly minCoverage?: number
  readonly junit?: string
  readonly github?: true
  readonly init?: string
}

export function testCommand(io: Io): Command {
  return new Command('test')
    .argument(
      '[paths...]',
      'tests, or folders with *.policy-test.yaml, .yml or .json below; this folder where left out',
    )
    .option('--filter <text>', 'run only what has this text in its name, principal, action or resource')
    .option('--coverage', 'say which statements of the policies decided no case')
    .option('--min-coverage <percent>', 'exit code 3 where fewer of the statements decided a case', percent)
    .option('--junit <file>', 'write the results as JUnit XML')
    .option('--github', 'print failures as workflow commands, too')
    .option('--init <document>', 'write a first test beside a policy document, from what it allows')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(async (paths: readonly string[], options: Options) => {
      if (options.init === undefined) return runTests(paths, options, io)
      if (paths.length > 0) throw new UsageError('--init takes no tests to run')
      return writeFirstTest(options.init, options, io)
    })
}

function percent(text: string): number {
  const value = Number(text)
  if (/^\d{1,3}$/.test(text) && value <= 100) return value
  throw new InvalidArgumentError('It must be a whole number of percents, 0 to 100.')
}

function worldOf(options: KnowledgeOptions): World {
  const catalogs = catalogsOf(options)
  return { known: { catalogs, words: catalogs.vocabulary() }, library: library(loadPresets(catalogs)) }
}

interface Outcome {
  readonly ran: readonly Ran[]
  readonly faulty: readonly Faulty[]
}

function runAll(texts: readonly (readonly [file: string, text: string])[], world: World, filter = ''): Outcome {
  const read = texts.map(([file, text]) => ({ file, suite: readSuite(file, text, world) }))
  const wanted = (title: string) => title.toLowerCase().includes(filter.toLowerCase())
  const suites = read.flatMap(({ suite }) => (isSuite(suite) ? [suite] : []))
  return {
    ran: suites.map((suite) => runSuite(suite, { ...world, wanted })),
    faulty: read.flatMap(({ file, suite }) => (isSuite(suite) ? [] : [{ file, faults: suite }])),
  }
}

const isSuite = (read: ReturnType<typeof readSuite>): read is Suite => 'checks' in read

async function runTests(paths: readonly string[], options: Options, io: Io): Promise<void> {
  const files = findTests(paths.length === 0 ? ['.'] : paths)
  if (files.length === 0) throw new CommandFailure('there is no policy test here: those are called *.policy-test.yaml')
  const texts = await Promise.all(files.map(async (file) => [file, (await readText(file, io)).text] as const))
  const world = worldOf(options)
  const { ran, faulty } = runAll(texts, world, options.filter)
  const results = ran.flatMap((one) => one.results)
  const failed = results.filter(({ passed }) => !passed).length
  if (results.length === 0 && faulty.length === 0) throw new CommandFailure('the filter leaves nothing to run')
  const coverage = coverageOf(
    world.library.all,
    ran.flatMap(({ used }) => used),
  )
  const shown = options.coverage === true || options.minCoverage !== undefined ? coverage : undefined
  const faults = faulty.flatMap((one) => one.faults)
  if (options.junit !== undefined) writeReport(options.junit, junitXml(ran, faulty))
  const value = { passed: results.length - failed, failed, faults, files: ran.map(fileOf), coverage: shown }
  write(io, options, value, () => `${reportText(ran, faults, shown, toned(io))}\n`)
  // Where programs are answered, commands for the other reader go beside the answer.
  const say = options.output === 'text' ? io.out : io.err
  if (options.github === true) for (const line of githubLines(ran, faults)) say(`${line}\n`)
  if (faulty.length > 0) throw new CommandFailure(`${countText(faulty.length, 'test file')} cannot be run`)
  if (options.minCoverage !== undefined && coverage.percent < options.minCoverage) {
    io.err(`opencam: ${coverage.percent} % of the statements decided a case, ${options.minCoverage} % are wanted\n`)
    throw new AnswerIsNo()
  }
  if (failed > 0) throw new AnswerIsNo()
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CommandFailure(
      `${harmless(file)} cannot be written: ${code === 'ENOENT' ? 'there is no such folder' : code}`,
    )
  }
}

const fileOf = ({ suite, results }: Ran): object => ({ file: suite.file, name: suite.name, results })

async function writeFirstTest(file: string, options: Options, io: Io): Promise<void> {
  const text = compiledText(await readText(file, io), PROOF_SUBJECT.account)
  const path = join(dirname(file), `${file.replace(/^.*\//, '').replace(/\.json$/, '')}.policy-test.yaml`)
  if (existsSync(path)) throw new CommandFailure(`${harmless(path)} is there already`)
  const world = worldOf(options)
  const made = firstTest(file, text, world.known, (suite) => {
    const { ran, faulty } = runAll([[path, stringify(suite)]], world)
    return faulty.length === 0 && ran.every(({ results }) => results.every(({ passed }) => passed))
  })
  writeFileSync(path, made, { flag: 'wx' })
  const { ran, faulty } = runAll([[path, readFileSync(path, 'utf8')]], world)
  const count = ran.reduce((sum, { results }) => sum + results.length, 0)
  if (faulty.length > 0)
    throw new CommandFailure(`${harmless(path)} has nothing to test: no statement decides anything`)
  io.out(`${harmless(path)}: ${countText(count, 'check')}\n`)
}
