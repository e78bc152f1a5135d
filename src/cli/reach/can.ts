// `opencam can`: what one principal of an account may do, service by service.
import { Command } from 'commander'
import { actions } from '../../actions/index.ts'
import { type Can, can, type Grant, type KnownAction } from '../../reach/can.ts'
import { judgeOf } from '../../reach/judge.ts'
import { idleReason, type Who } from '../../reach/population.ts'
import { harmless, type Io } from '../io.ts'
import { toned, write } from '../output.ts'
import {
  asked,
  byText,
  indented,
  layersText,
  levelOf,
  onScene,
  type ReachOptions,
  type Scene,
  whoNamed,
  whoText,
  whoValue,
  withReachOptions,
} from './scene.ts'
import { exampleText } from './who-can.ts'

interface Options extends ReachOptions {
  readonly action?: string
  readonly resource?: string
}

export function canCommand(io: Io): Command {
  return withReachOptions(new Command('can'))
    .argument('<principal>', 'name or number of a user, role/<name>, or root')
    .option('--action <pattern>', 'only these actions, such as cos:Get*')
    .option('--resource <pattern>', 'only on these resources')
    .action(async (principal: string, options: Options) => {
      await onScene(options, io, (scene) => {
        const who = whoNamed(scene.population, principal)
        const { action, resource, context } = options
        const question = { actions: knownActions(scene), action, resource, context: new Map(context) }
        const found = asked(() => can(judgeOf(scene.population), who, question))
        write(io, options, plainOf(scene, who, found), () => textOf(io, scene, who, found))
      })
    })
}

function knownActions(scene: Scene): readonly KnownAction[] {
  const open = new Set(
    actions.filter(({ resource }) => resource.level === 'open').map(({ product, name }) => `${product}:${name}`),
  )
  return scene.catalogs.all.flatMap(({ service, actions: rows }) =>
    [...rows.keys()].flatMap((name) => {
      // Whoever signs may make these calls; no policy is asked.
      if (open.has(`${service}:${name}`)) return []
      return [{ service, name, granularity: levelOf(scene, `${service}:${name}`) ?? 'resource' }]
    }),
  )
}

function plainOf({ population }: Scene, who: Who, { grants, asked, leftOut }: Can) {
  return {
    principal: whoValue(population, who),
    ...(idleReason(population, who) !== undefined && { idle: idleReason(population, who) }),
    grants: grants.map(({ service, names, whole, answer, layers, example, by, why }) => ({
      service,
      actions: names,
      whole,
      answer,
      ...(layers.length > 0 && { layers }),
      ...(example.length > 0 && { example: Object.fromEntries(example) }),
      by,
      ...(why !== undefined && { why }),
    })),
    asked,
    leftOut,
  }
}

function textOf(io: Io, { population }: Scene, who: Who, { grants, asked, leftOut }: Can): string {
  const tone = toned(io)
  const idle = idleReason(population, who)
  const head = [
    tone('bold', whoText(population, who)),
    ...(idle === undefined ? [] : [`It cannot use this now: ${idle}.`]),
  ]
  const services = [...Map.groupBy(grants, ({ service }) => service)].map(([service, of]) =>
    [tone('bold', service), ...of.map(grantText)].join('\n'),
  )
  const count = grants.reduce((sum, { names }) => sum + names.length, 0)
  const rest = [`${count} of ${asked} known actions.`, ...leftOut.map((text) => harmless(`Left out: ${text}.`))]
  return `${[head.join('\n'), ...services, rest.join('\n')].join('\n\n')}\n`
}

function grantText(grant: Grant): string {
  const { names, whole, answer, by, why, example } = grant
  const what = whole ? `every action (${names.length})` : wrapped(names)
  const lines = [indented(what)]
  if (answer === 'all') lines.push('    always')
  else lines.push(indented(layersText(grant), '    '))
  if (why !== undefined) lines.push(harmless(`    not known: ${why}`))
  if (example.length > 0) lines.push(harmless(`    for example with ${exampleText(example)}`))
  const granting = byText(by)
  if (granting !== '') lines.push(`    by ${granting}`)
  return lines.join('\n')
}

const lineMax = 100

/** Names with commas, in lines that a terminal can hold. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = []
  for (const name of names.map(harmless)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length + 2 > lineMax) lines.push(name)
    else lines[lines.length - 1] = `${last}, ${name}`
  }
  return lines.join(',\n')
}
