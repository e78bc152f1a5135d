// `opencam who-can`: everybody in an account who may do something now, with the statements that say so and the conditions.
import { Command } from 'commander'
import type { Granularity } from '../../policy/index.ts'
import { judgeOf } from '../../reach/judge.ts'
import type { Question } from '../../reach/residual.ts'
import { type Holder, type WhoCan, whoCan } from '../../reach/who-can.ts'
import { harmless, type Io, table } from '../io.ts'
import { toned, write } from '../output.ts'
import {
  asked,
  byText,
  indented,
  layersText,
  level,
  levelOf,
  onScene,
  type ReachOptions,
  type Scene,
  whoText,
  whoValue,
  withReachOptions,
} from './scene.ts'

interface Options extends ReachOptions {
  readonly level?: Granularity
  readonly closed?: true
}

export function whoCanCommand(io: Io): Command {
  return withReachOptions(new Command('who-can'))
    .argument('<action>', 'product:Action')
    .argument('<resource>', 'six segments, with * for some of several resources; or *')
    .option(
      '--level <level>',
      'level of the check: service, operation or resource; by default what catalogs say',
      level,
    )
    .option('--closed', 'keys that --context does not give are missing in the request')
    .action(async (action: string, resource: string, options: Options) => {
      await onScene(options, io, (scene) => {
        const question = questionOf(scene, action, resource, options)
        const found = asked(() => whoCan(judgeOf(scene.population), question))
        write(io, options, plainOf(scene, question, found), () => textOf(io, scene, question, resource, found))
      })
    })
}

/** What is asked, at the level and on the resource that the server would check. */
export function questionOf(
  scene: Pick<Scene, 'catalogs' | 'settings'>,
  action: string,
  resource: string,
  { level: given, closed, context }: Pick<Options, 'level' | 'closed' | 'context'>,
): Question {
  const granularity = given ?? levelOf(scene, action) ?? (resource === '*' ? 'operation' : 'resource')
  const byResource = granularity === 'resource'
  return {
    action,
    granularity,
    resource: byResource ? resource : '*',
    pattern: byResource && resource.includes('*'),
    context: new Map(context),
    closed: closed === true,
    carries: carriedBy(scene, action),
  }
}

/** Keys that calls of the action can carry by the catalog: a condition on another one never finds it. */
function carriedBy({ catalogs, settings }: Pick<Scene, 'catalogs' | 'settings'>, action: string) {
  const [product = '', name = ''] = action.split(':')
  const words = catalogs.vocabulary(settings.catalogFlags).service(product)
  return words === undefined ? undefined : (key: string): boolean => words.withheld(name, key) === undefined
}

function plainOf({ population }: Scene, { action, resource, granularity }: Question, found: WhoCan) {
  return {
    action,
    resource,
    granularity,
    holders: found.holders.map(({ who, answer, layers, example, by, why, idle, perCaller }) => ({
      ...whoValue(population, who),
      answer,
      ...(layers.length > 0 && { layers }),
      ...(example.length > 0 && { example: Object.fromEntries(example) }),
      by,
      ...(why !== undefined && { why }),
      ...(idle !== undefined && { idle }),
      ...(perCaller && { perCaller }),
    })),
    asked: found.asked,
    leftOut: found.leftOut,
  }
}

const answers = { all: 'yes', some: 'on conditions', unknown: 'not known', none: 'no' } as const

function textOf(
  io: Io,
  scene: Scene,
  question: Question,
  resource: string,
  { holders, asked, leftOut }: WhoCan,
): string {
  const { population } = scene
  const tone = toned(io)
  const { action, granularity } = question
  const head = tone('bold', harmless(`${action} on ${question.resource}`))
  const instead =
    question.resource === resource ? [] : [`It is checked at the level ${granularity}, on *, and not on the resource.`]
  const rows = holders.map(({ who, answer, by, idle }) => [
    whoText(population, who),
    answers[answer],
    [byText(by), idle].filter((part) => part !== undefined && part !== '').join('; '),
  ])
  const list = rows.length === 0 ? 'Nobody may.' : table(['WHO', 'MAY', 'BY'], rows)
  const details = holders.filter(({ answer }) => answer !== 'all').map((one) => detail(scene, one))
  const rest = leftOut.map((text) => harmless(`Left out: ${text}.`))
  const counted = `${holders.length} of ${asked} asked.`
  return `${[[head, ...instead].join('\n'), list, ...details, [counted, ...rest].join('\n')].join('\n\n')}\n`
}

function detail({ population }: Scene, { who, why, example, ...rights }: Holder): string {
  const lines = [`${whoText(population, who)}:`, indented(layersText(rights))]
  if (why !== undefined) lines.push(harmless(`  not known: ${why}`))
  if (example.length > 0) lines.push(harmless(`  for example with ${exampleText(example)}`))
  return lines.join('\n')
}

export const exampleText = (example: Holder['example']): string =>
  example.map(([key, value]) => `${key} = ${Array.isArray(value) ? value.join(', ') : value}`).join('; ')
