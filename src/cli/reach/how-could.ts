// `opencam how-could`: who in an account could come to do something in steps, with each step's call and the statement that allows it.
import { Command } from 'commander'
import { quotaOf, quotasWith } from '../../actions/quotas.ts'
import type { Limit, ServerRules, Step } from '../../reach/how/terms.ts'
import { type HowCould, howCould, type Path } from '../../reach/how-could.ts'
import type { Who } from '../../reach/population.ts'
import { number } from '../arguments.ts'
import { harmless, type Io } from '../io.ts'
import { toned, write } from '../output.ts'
import { asked, byText, onScene, type ReachOptions, type Scene, whoText, whoValue, withReachOptions } from './scene.ts'
import { exampleText, questionOf } from './who-can.ts'

interface Options extends ReachOptions {
  readonly detours: number
  readonly states: number
}

export function howCouldCommand(io: Io): Command {
  return withReachOptions(new Command('how-could'))
    .argument('<action>', 'product:Action')
    .argument('<resource>', 'six segments, with * for some of several resources; or *')
    .option('--detours <count>', 'steps in a way that may also take something away', number, 8)
    .option('--states <count>', 'states looked at for one start', number, 300)
    .action(async (action: string, resource: string, options: Options) => {
      await onScene(options, io, async (scene) => {
        const question = questionOf(scene, action, resource, options)
        const rules = await rulesOf(scene)
        const { detours: detoursMax, states: statesMax } = options
        const found = asked(() => howCould(scene.population, { ...question, rules, detoursMax, statesMax }))
        const face = { action, resource: question.resource }
        write(io, options, { ...face, ...plainOf(scene, found) }, () => textOf(io, scene, face, found))
      })
    })
}

const limitNames: readonly Limit[] = [
  'access-keys',
  'policy-versions',
  'attachments',
  'users',
  'roles',
  'policies',
  'groups-per-user',
  'users-per-group',
  'identity-providers',
]

/** How the server checks and limits its own calls. */
export async function rulesOf({ settings, store, population, catalogs }: Scene): Promise<ServerRules> {
  const quotas = quotasWith(settings.quotas)
  const { accounts } = store.read
  const limits = new Map<Limit, number>()
  for (const name of limitNames) limits.set(name, await quotaOf(quotas, accounts, population.account, name))
  const of = (name: Limit): number => limits.get(name) ?? 0
  const words = catalogs.vocabulary(settings.catalogFlags)
  return {
    resourceLevel: settings.resourceLevel,
    taggable: (service) => words.service(service)?.tags === true,
    limits: {
      'access-keys': of('access-keys'),
      'policy-versions': of('policy-versions'),
      attachments: of('attachments'),
      users: of('users'),
      roles: of('roles'),
      policies: of('policies'),
      'groups-per-user': of('groups-per-user'),
      'users-per-group': of('users-per-group'),
      'identity-providers': of('identity-providers'),
    },
  }
}

function plainOf({ population }: Scene, { now, paths, unknown, none, outside, leftOut }: HowCould) {
  const group = (who: Who, alike: readonly Who[]) => ({
    ...whoValue(population, who),
    ...(alike.length > 0 && { alike: alike.map((one) => whoValue(population, one)) }),
  })
  return {
    now: now.map(({ who, answer }) => ({ ...whoValue(population, who), answer })),
    paths: paths.map(({ who, alike, steps, end, rights, conditional }) => ({
      start: group(who, alike),
      conditional,
      steps: steps.map((step) => stepValue(population, step)),
      end: { ...whoValue(population, end), by: rights.by, conditions: Object.fromEntries(rights.example) },
    })),
    unknown: unknown.map(({ who, alike, why }) => ({ ...group(who, alike), why })),
    none,
    outside,
    leftOut,
  }
}

function stepValue(population: Scene['population'], { move, resources, by, conditions }: Step) {
  const { as, action, parameters, says, gives, trust, makes } = move
  return {
    as: whoValue(population, as),
    action,
    parameters,
    says,
    resources,
    by,
    ...(trust !== undefined && { trust }),
    ...(conditions.length > 0 && { conditions: Object.fromEntries(conditions) }),
    ...(gives !== undefined && { gives: whoValue(population, gives) }),
    ...(makes !== undefined && { makes }),
  }
}

type Face = { readonly action: string; readonly resource: string }

function textOf(io: Io, scene: Scene, { action, resource }: Face, found: HowCould): string {
  const { population } = scene
  const tone = toned(io)
  const { now, paths, unknown, none, outside, leftOut } = found
  const names = (all: readonly Who[]) => all.map((who) => whoText(population, who)).join(', ')
  const today = now.filter(({ answer }) => answer === 'all').map(({ who }) => who)
  const limited = now.filter(({ answer }) => answer !== 'all').map(({ who }) => who)
  const head = [
    tone('bold', harmless(`${action} on ${resource}`)),
    `Now: ${today.length === 0 ? 'nobody' : names(today)}.`,
    ...(limited.length === 0 ? [] : [`Now, on conditions: ${names(limited)}.`]),
  ]
  const ways = paths.map((path) => pathText(io, scene, path))
  const open = unknown.map(({ who, alike, why }) => harmless(`Not known of ${names([who, ...alike])}: ${why}.`))
  const from = outside.map(({ principal, role, statement }) =>
    harmless(`From elsewhere: ${principal}, whom role ${role} trusts (statement[${statement}]).`),
  )
  const rest = [
    paths.length === 0
      ? 'Nobody else could get there.'
      : `${none} ${none === 1 ? 'other' : 'others'} could not get there.`,
    ...leftOut.map((text) => harmless(`Left out: ${text}.`)),
  ]
  return `${[head.join('\n'), ...ways, ...(open.length > 0 ? [open.join('\n')] : []), ...(from.length > 0 ? [from.join('\n')] : []), rest.join('\n')].join('\n\n')}\n`
}

function pathText(io: Io, { population }: Scene, { who, alike, steps, end, rights, conditional }: Path): string {
  const tone = toned(io)
  const likewise = alike.length === 0 ? [] : [`  likewise: ${alike.map((one) => whoText(population, one)).join(', ')}`]
  const lines = steps.map(({ move, by, conditions }, index) => {
    const as = index === 0 ? '' : ` as ${whoText(population, move.as)}`
    const why = [
      ...(by === undefined ? [] : [byText([by])]),
      ...(move.trust === undefined ? [] : [`statement[${move.trust.statement}] of the trust of ${move.trust.role}`]),
    ].join(', ')
    const when = conditions.length === 0 ? '' : `; with ${exampleText(conditions)}`
    return harmless(`  ${index + 1}. ${move.says}${as}: ${move.action}${why === '' ? '' : `, by ${why}`}${when}`)
  })
  const when = rights.example.length === 0 ? '' : `, with ${exampleText(rights.example)}`
  const by = rights.by.length === 0 ? '' : `, by ${byText(rights.by)}`
  const last = harmless(`  then it is allowed to ${whoText(population, end)}${by}${when}`)
  const title = `${whoText(population, who)}, in ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}${conditional ? ', on conditions' : ''}:`
  return [tone('bold', title), ...likewise, ...lines, last].join('\n')
}
