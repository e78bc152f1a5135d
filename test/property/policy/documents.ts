// Policy documents as texts, in all the shapes that people send: either spelling of the element names, scalars or
// lists, any order of members, one statement or many.
import type { Numbers } from './alphabet.ts'
import { conditionBlock, type Hint } from './conditions.ts'
import type { Dice } from './dice.ts'
import { type JsonWriter, jsonWriter } from './json-text.ts'
import { actionPattern, concreteAction, concretePlace, type Place, resourcePattern } from './patterns.ts'

/** What a statement was made from: an action, a resource and context values that it is meant to match, or nearly. */
export interface Sketch {
  readonly action: string
  readonly place: Place
  readonly hints: readonly Hint[]
}

/** An action and a resource that several statements of one subject come back to, so that policies overlap. */
export type Theme = Pick<Sketch, 'action' | 'place'>

export interface DocumentForm {
  readonly numbers: Numbers
  readonly preset: boolean
  readonly themes: readonly Theme[]
  /** Share of unconditional allows of everything among the statements. */
  readonly wide: number
}

export function drawTheme(draw: Dice): Theme {
  const action = concreteAction(draw)
  return { action, place: concretePlace(draw, action) }
}

/** A document of a few statements, and what they were made from. */
export function drawDocument(draw: Dice, form: DocumentForm): { text: string; drawn: readonly Sketch[] } {
  const json = jsonWriter(draw)
  const capital = draw.chance(0.12)
  const count = draw.weighted([
    [5, 1],
    [4, 2],
    [2, 3],
    [1, 4],
  ])
  const drawn: Sketch[] = []
  const texts = Array.from({ length: count }, () => {
    const { text, sketch } = drawStatement(draw, form, json, draw.chance(form.wide), capital)
    drawn.push(sketch)
    return text
  })
  const statement = count === 1 && draw.chance(0.2) ? texts.join('') : json.list(texts)
  const members: [string, string][] = [
    [element(draw, 'version', capital), json.text('2.0')],
    [element(draw, 'statement', capital), statement],
  ]
  return { text: json.object(draw.chance(0.8) ? members : members.reverse()), drawn }
}

function drawStatement(
  draw: Dice,
  form: DocumentForm,
  json: JsonWriter,
  wide: boolean,
  capital: boolean,
): { text: string; sketch: Sketch } {
  const { action, place } = draw.chance(0.7) ? draw.pick(form.themes) : drawTheme(draw)
  const effect = !wide && draw.chance(0.3) ? 'deny' : 'allow'
  const actions = wide
    ? ['*']
    : several(draw, () => actionPattern(draw, draw.chance(0.8) ? action : concreteAction(draw)))
  const resources = wide
    ? [draw.pick(['*', '*', 'qcs:::::*', `qcs::${place.service}:::*`])]
    : several(draw, () => resourcePattern(draw, draw.chance(0.8) ? place : concretePlace(draw, action), form))
  const members: [string, string][] = [
    [element(draw, 'effect', capital), json.text(draw.chance(0.1) ? (effect === 'deny' ? 'Deny' : 'Allow') : effect)],
    [element(draw, 'action', capital), oneOrMany(draw, json, actions)],
    [element(draw, 'resource', capital), oneOrMany(draw, json, resources)],
  ]
  let hints: readonly Hint[] = []
  if (!wide && draw.chance(0.7)) {
    const block = conditionBlock(draw, form.numbers, json)
    members.push([element(draw, 'condition', capital), block.text])
    hints = block.hints
  }
  if (draw.chance(0.05)) members.push([draw.pick(['sid', 'id']), json.text('s1')])
  if (draw.chance(0.2)) members.reverse()
  return { text: json.object(members), sketch: { action, place, hints } }
}

/** Element names may begin with a capital, all of them or one. */
function element(draw: Dice, name: string, capital: boolean): string {
  return capital !== draw.chance(0.03) ? name.charAt(0).toUpperCase() + name.slice(1) : name
}

function several(draw: Dice, one: () => string): string[] {
  const count = draw.weighted([
    [6, 1],
    [3, 2],
    [1, 3],
  ])
  return Array.from({ length: count }, one)
}

function oneOrMany(draw: Dice, json: JsonWriter, texts: readonly string[]): string {
  const [first = ''] = texts
  return texts.length === 1 && draw.chance(0.5) ? json.text(first) : json.list(texts.map(json.text))
}
