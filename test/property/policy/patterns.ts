// Actions and resources of statements and requests. A pattern is made by loosening a concrete text, so that what it
// came from is known to match (or nearly), and can be asked for.
import { regionNames } from '../../../src/policy/reference/resource.ts'
import { actionNames, guardedNames, lastSegments, type Numbers, noResources, numbered, products } from './alphabet.ts'
import type { Dice } from './dice.ts'

/** The six segments of a concrete resource, before anyone chose how to spell them. */
export interface Place {
  readonly service: string
  /** Long name, or empty. */
  readonly region: string
  readonly owner: 'own' | 'foreign'
  readonly last: string
}

export function concreteAction(dice: Dice): string {
  const product = dice.pick(products)
  if (product === 'sts') return dice.pick(['sts:AssumeRole', 'sts:AssumeRole', 'sts:AssumeRoles', 'sts:Get'])
  if (product === 'account') return `account:${dice.pick(guardedNames)}`
  return `${product}:${dice.pick(actionNames)}`
}

export function concretePlace(dice: Dice, action: string): Place {
  const [product = 'cvm'] = action.split(':')
  return {
    service: dice.chance(0.85) ? product : dice.pick(products),
    region: dice.weighted([
      [4, ''],
      [3, 'ap-guangzhou'],
      [2, 'ap-beijing'],
      [1, 'ap-beijing-fsi'],
      [1, 'xx-1'],
      [1, dice.pick(regionNames)[1]],
    ]),
    owner: dice.chance(0.88) ? 'own' : 'foreign',
    last: dice.pick(lastSegments),
  }
}

/** How a statement may write the action. */
export function actionPattern(dice: Dice, action: string): string {
  const [product = '', name = ''] = action.split(':')
  const pattern = dice.weighted([
    [5, () => action],
    [3, () => `${product}:*`],
    [2, () => '*'],
    [1, () => '*:*'],
    [1, () => `*:${name}`],
    [4, () => `${product}:${starred(dice, name)}`],
    [1, () => `${product}:${starred(dice, starred(dice, name))}`],
    [1, () => `${starred(dice, product)}:${starred(dice, name)}`],
    [1, () => `${starred(dice, product)}:*`],
    [1, () => `${product}:${nearMiss(dice, name)}`],
  ])()
  return dressed(dice, pattern)
}

/** The forms that mean the same action: API prefix, other case, blanks. */
function dressed(dice: Dice, pattern: string): string {
  let written = pattern
  if (dice.chance(0.1)) written = otherCase(dice, written)
  if (pattern.includes(':') && dice.chance(0.08)) written = written.replace(':', dice.pick([' :', ': ', ' : ']))
  if (pattern.includes(':') && dice.chance(0.15)) written = `name/${dice.chance(0.2) ? ' ' : ''}${written}`
  return dice.chance(0.05) ? dice.pick([` ${written}`, `${written} `, ` ${written} `]) : written
}

/** How a request may write the action. */
export function askedAction(dice: Dice, action: string): string {
  const cased = dice.chance(0.1) ? otherCase(dice, action) : action
  return dice.chance(0.15) ? `name/${cased}` : cased
}

function otherCase(dice: Dice, text: string): string {
  return dice.weighted([
    [1, text.toLowerCase()],
    [1, text.toUpperCase()],
    [1, text.charAt(0).toUpperCase() + text.slice(1)],
    [1, text.replace('A', 'a')],
  ])
}

/** Puts a `*` in place of some run of characters, maybe an empty one; never inside a variable. */
function starred(dice: Dice, text: string): string {
  const characters = Array.from(text)
  const from = dice.below(characters.length + 1)
  // Now and then what follows begins before what leads has ended: then the text must not match by sharing characters.
  const least = dice.chance(0.1) ? 0 : from
  const to = dice.chance(0.3) ? characters.length : least + dice.below(characters.length - least + 1)
  const left = characters.slice(0, from).join('')
  if (left.lastIndexOf('${') > left.lastIndexOf('}')) return text
  const right = characters.slice(to).join('')
  if (to < from && text.includes('${')) return text
  if (right.includes('}') && !right.includes('${')) return text
  return `${left}*${right}`
}

function nearMiss(dice: Dice, text: string): string {
  if (text.length > 1 && dice.chance(0.5)) return text.slice(0, -1)
  return dice.chance(0.5) ? `${text}A` : text.replace(/^./u, (first) => first + first)
}

export interface PolicyForm {
  readonly numbers: Numbers
  readonly preset: boolean
}

/** How a statement may write the resource. */
export function resourcePattern(dice: Dice, place: Place, form: PolicyForm): string {
  if (dice.chance(0.2)) return '*'
  const project = dice.weighted([
    [20, ''],
    [1, '*'],
    [1, 'id/*'],
    [1, 'id/0'],
  ])
  const service = dice.weighted([
    [14, place.service],
    [1, place.service.toUpperCase()],
    [3, ''],
    [2, '*'],
    [1, dice.pick(products)],
  ])
  const region = dice.weighted([
    [6, ''],
    [7, spelledRegion(dice, place.region)],
    [1, '*'],
    [1, dice.pick(['gz', 'ap-beijing', 'xx-1', 'xx-2', 'bjjr'])],
    [0.5, dice.pick(['ap-*', 'g*', '*-beijing', 'b*', 'ap-*-fsi', 'tj', 'st', 'ap-tianjin', 'ap-shantou'])],
  ])
  // A path of a COS object is no place for variables.
  const variables = service.toLowerCase() !== 'cos'
  const last = lastPattern(dice, place, form.numbers, variables)
  return `qcs:${project}:${service}:${region}:${policyAccount(dice, place, form)}:${last}`
}

function policyAccount(dice: Dice, place: Place, { numbers, preset }: PolicyForm): string {
  if (preset && dice.chance(0.4)) return 'uin/-1'
  const own = place.owner === 'own' || dice.chance(0.2)
  return dice.weighted([
    [own ? 9 : 2, () => ''],
    [2, () => 'uin/'],
    [1, () => '*'],
    [5, () => `uin/${own ? numbers.own : numbers.foreign}`],
    [3, () => `uid/${own ? numbers.ownApp : numbers.foreignApp}`],
    [0.4, () => `uid/${numbers.own}`],
    [0.4, () => `uin/${numbers.ownApp}`],
    [0.4, () => `uin/${numbers.user}`],
  ])()
}

function lastPattern(dice: Dice, place: Place, numbers: Numbers, variables: boolean): string {
  const text = variables ? withVariables(dice, place.last, numbers) : numbered(place.last, numbers)
  return dice.weighted([
    [5, () => '*'],
    [5, () => text],
    [5, () => starred(dice, text)],
    [2, () => starred(dice, starred(dice, text))],
    [1, () => `*${starred(dice, starred(dice, text))}*`],
    [2, () => text.replace(/\/[^/]*$/, '/*')],
    [1, () => numbered(nearMiss(dice, place.last), numbers)],
    [2, () => (text.includes('${') ? text : text.replace(/^(.*?)(ab|a|b)(?=.)/, '$1*'))],
    [0.3, () => '**'],
    [0.3, () => '*/*'],
    [0.2, () => ''],
  ])()
}

/** Writes the number of a person or an account as a variable now and then. */
export function withVariables(dice: Dice, text: string, numbers: Numbers): string {
  if (dice.chance(0.02)) return numbered(`${text}\${app_id}`, numbers)
  const uin = dice.chance(0.75) ? '${uin}' : 'U'
  const owner = dice.chance(0.75) ? '${owner_uin}' : 'W'
  return numbered(text.replaceAll('W', owner).replaceAll('U', uin), numbers)
}

function spelledRegion(dice: Dice, region: string): string {
  const short = regionNames.find(([, long]) => long === region)?.[0]
  return short !== undefined && dice.chance(0.45) ? short : region
}

/** How a request may write the resource. */
export function askedResource(dice: Dice, place: Place, numbers: Numbers): string {
  if (dice.chance(0.01)) return dice.pick(noResources)
  const project = dice.weighted([
    [12, ''],
    [1, 'id/0'],
    [1, 'id/1158313'],
  ])
  const own = place.owner === 'own'
  const account = dice.weighted([
    [8, () => `uin/${own ? numbers.own : numbers.foreign}`],
    [4, () => `uid/${own ? numbers.ownApp : numbers.foreignApp}`],
    [own ? 2 : 0, () => ''],
    [own ? 1 : 0, () => 'uin/'],
    [own ? 0.3 : 0, () => '*'],
    [0.1, () => `uin/0${numbers.own}`],
    [own ? 0 : 0.5, () => `uin/${numbers.ownApp}`],
    [own ? 0 : 0.5, () => `uid/${numbers.own}`],
  ])()
  const last = dice.weighted([
    [20, () => numbered(place.last, numbers)],
    [1, () => '*'],
    [1, () => numbered(place.last.replace(/[^/]*$/, '*'), numbers)],
    [0.5, () => '${uin}'],
  ])()
  const service = dice.chance(0.03) ? place.service.toUpperCase() : place.service
  const region = dice.weighted([
    [40, spelledRegion(dice, place.region)],
    [1, 'AP-BEIJING'],
    [1, '*'],
    [1, dice.pick(['tj', 'ap-tianjin', 'st', 'ap-shantou', 'ap-', 'xx-1-b'])],
  ])
  return `qcs:${project}:${service}:${region}:${account}:${last}`
}
