// `opencam shadow`: what drafts of policies would change, for the traffic that was recorded and, by proof, for every request of
// everybody who has them. Nothing is changed.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Command } from 'commander'
import { UsageError } from '../../config/read.ts'
import type { ListedRequest } from '../../policy/index.ts'
import { decide } from '../../policy/index.ts'
import { judgeOf } from '../../reach/judge.ts'
import type { Population, Who } from '../../reach/population.ts'
import { type Change, drafted, type Gain, type Proven, type Shadow, shadow } from '../../reach/shadow.ts'
import { number } from '../arguments.ts'
import { AnswerIsNo, CommandFailure, harmless, type Io } from '../io.ts'
import { toned, write } from '../output.ts'
import { compiledText } from '../policy/compiled.ts'
import { withKnownAction } from '../policy/known-action.ts'
import { requestText } from '../policy/requests.ts'
import { readText } from '../policy/texts.ts'
import { ofFile, ofStore, type PassedOver } from './recorded.ts'
import { byText, onScene, type ReachOptions, type Scene, whoText, whoValue, withReachOptions } from './scene.ts'

interface Options extends ReachOptions {
  readonly policy?: string
  readonly requests?: string
  readonly steps?: number
}

export function shadowCommand(io: Io): Command {
  return withReachOptions(new Command('shadow'))
    .argument('<draft>', 'policy document with --policy, or a folder of <policy name>.json')
    .option('--policy <name>', 'policy that the draft is of')
    .option('--requests <file>', 'lines of JSON, as `audit export` writes them or of your own, in place of the log')
    .option('--steps <count>', 'how much work each proof may cost', number)
    .action(async (draft: string, options: Options) => {
      const changes = await onScene(options, io, async (scene) => {
        const { population } = scene
        const drafts = await readDrafts(scene, draft, options, io)
        const over: PassedOver = new Map()
        const requests =
          options.requests === undefined ? ofStore(scene, over) : ofFile(scene, options.requests, io, over)
        const more = options.steps === undefined ? {} : { steps: options.steps }
        const found = await shadow(population, drafts, requests, more)
        const shown = { ...found, proven: found.proven.map((one) => known(scene, drafts, one)) }
        write(io, options, plainOf(population, shown, over), () => textOf(io, population, shown, over))
        return found.changes.length > 0 || found.proven.some(isChange)
      })
      if (changes) throw new AnswerIsNo()
    })
}

const isChange = ({ gains, loses }: Proven): boolean => gains.answer !== 'nothing' || loses.answer !== 'nothing'

async function readDrafts(
  scene: Scene,
  draft: string,
  { policy }: Options,
  io: Io,
): Promise<ReadonlyMap<number, string>> {
  const files = policy === undefined ? inFolder(draft) : [{ name: policy, file: draft }]
  const drafts = new Map<number, string>()
  for (const { name, file } of files) {
    const found = [...scene.population.policies.values()].find((one) => one.name.toLowerCase() === name.toLowerCase())
    if (found === undefined)
      throw new CommandFailure(`there is no policy ${harmless(name)} in account ${scene.population.account}`)
    if (found.preset) throw new CommandFailure(`${harmless(name)} is a preset policy: nobody can change it`)
    drafts.set(found.policyId, compiledText(await readText(file, io), scene.population.account))
  }
  return drafts
}

function inFolder(folder: string): readonly { readonly name: string; readonly file: string }[] {
  let files: readonly string[]
  try {
    files = readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR')
      throw new UsageError(`${harmless(folder)} is no folder: say with --policy which policy it is of`)
    throw new CommandFailure(`${harmless(folder)} cannot be read: ${code === 'ENOENT' ? 'it is not there' : code}`)
  }
  if (files.length === 0) throw new CommandFailure(`there is no draft (<policy name>.json) in ${harmless(folder)}`)
  return files.map((file) => ({ name: basename(file, '.json'), file: join(folder, file) }))
}

/** Examples that name actions which there are, where one is judged likewise. */
function known({ population, catalogs }: Scene, drafts: ReadonlyMap<number, string>, proven: Proven): Proven {
  const [who] = proven.whos
  if (who === undefined) return proven
  const programs = [population, drafted(population, drafts)].map((one) => judgeOf(one).programOf(who))
  const named = (gain: Gain, more: number): Gain => {
    if (gain.answer !== 'something') return gain
    const alike = (request: ListedRequest): boolean =>
      programs.every((program, at) => (decide(program, request).effect === 'allow') === (at === more))
    return { ...gain, example: withKnownAction(gain.example, alike, catalogs) }
  }
  return { ...proven, gains: named(proven.gains, 1), loses: named(proven.loses, 0) }
}

function plainOf(population: Population, { changes, same, proven, untouched }: Shadow, over: PassedOver) {
  const whos = (all: readonly Who[]) => all.map((who) => whoValue(population, who))
  return {
    recorded: {
      changes: changes.map(({ who, ...change }) => ({ who: whoValue(population, who), ...change })),
      same,
      passedOver: over,
    },
    proven: proven.map(({ whos: all, gains, loses }) => ({ who: whos(all), gains, loses })),
    untouched,
  }
}

const shownMax = 5

function textOf(
  io: Io,
  population: Population,
  { changes, same, proven, untouched }: Shadow,
  over: PassedOver,
): string {
  const tone = toned(io)
  const total = changes.reduce((sum, { count }) => sum + count, 0)
  const passed = [...over].map(([why, count]) => `${count} ${why}`).join(', ')
  const recorded = [
    tone('bold', `Recorded requests: ${total} change, ${same} stay${passed === '' ? '' : `; passed over: ${passed}`}.`),
    ...changes.map((change) => changeText(population, change)),
  ]
  const changed = proven.filter(isChange)
  const stay = untouched + proven.filter((one) => !isChange(one)).reduce((sum, { whos }) => sum + whos.length, 0)
  const all = [
    tone('bold', `Every request: ${counted(changed)} change, ${stay} stay.`),
    ...changed.map((one) => provenText(population, one)),
  ]
  return `${recorded.join('\n')}\n\n${all.join('\n')}\n`
}

function changeText(
  population: Population,
  { who, action, before, after, count, example, at, byBefore, byAfter }: Change,
): string {
  const verb = after === 'allow' ? 'would be allowed' : 'would be refused'
  const by = after === 'allow' ? byAfter : (byAfter ?? byBefore)
  const why =
    by === undefined ? '' : `, ${byAfter === undefined && before === 'allow' ? 'until now by' : 'by'} ${byText([by])}`
  return harmless(`  ${whoText(population, who)}: ${count} × ${action} ${verb}${why}; ${at}: ${requestText(example)}`)
}

function provenText(population: Population, { whos, gains, loses }: Proven): string {
  const names = whos.slice(0, shownMax).map((who) => whoText(population, who))
  const more = whos.length > shownMax ? ` and ${whos.length - shownMax} more` : ''
  const lines = [...gainLine('may more', gains), ...gainLine('may less', loses)]
  return [`  ${names.join(', ')}${more}`, ...lines].join('\n')
}

function gainLine(what: string, gain: Gain): readonly string[] {
  if (gain.answer === 'nothing') return []
  if (gain.answer === 'unknown') return [harmless(`    ${what}: not known, ${gain.why}`)]
  return [harmless(`    ${what}: ${requestText(gain.example)}`)]
}

function counted(changed: readonly Proven[]): string {
  const count = changed.reduce((sum, { whos }) => sum + whos.length, 0)
  return `${count} ${count === 1 ? 'principal' : 'principals'}`
}
