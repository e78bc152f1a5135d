// Second documents of pairs: the first one with something changed that should mean nothing, or next to nothing. So
// most pairs are nearly the same, which is where a decision procedure goes wrong.
import type { Dice } from '../dice.ts'
import type { ConditionForm, DocumentForm, Pair, StatementForm } from './forms.ts'
import { numbers } from './forms.ts'

/** What documents are drawn from. */
export interface Vocabulary {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions: readonly ((draw: Dice) => ConditionForm)[]
  readonly conditionsMax: number
  readonly statementsMax: number
}

export function drawPair(draw: Dice, words: Vocabulary): Pair {
  const first = drawDocument(draw, words)
  let second = first
  const done: string[] = []
  for (
    let count = draw.weighted([
      [5, 1],
      [3, 2],
      [1, 3],
    ]);
    count > 0;
    count -= 1
  ) {
    const [name, change] = draw.pick(changes)
    second = change(draw, second, words)
    done.push(name)
  }
  return draw.chance(0.5)
    ? { first, second, change: done.join(', ') }
    : { first: second, second: first, change: done.join(', ') }
}

export function drawDocument(draw: Dice, words: Vocabulary): DocumentForm {
  const count = 1 + draw.below(words.statementsMax)
  return Array.from({ length: count }, (_, index) => drawStatement(draw, words, index === 0 ? 0.1 : 0.4))
}

function drawStatement(draw: Dice, words: Vocabulary, denies: number): StatementForm {
  const effect = draw.chance(denies) ? 'deny' : 'allow'
  return {
    effect,
    actions: drawSome(draw, words.actions),
    resources: drawSome(draw, words.resources),
    conditions: drawConditions(draw, words),
  }
}

function drawSome(draw: Dice, list: readonly string[]): readonly string[] {
  return Array.from(
    {
      length: draw.weighted([
        [6, 1],
        [2, 2],
        [1, 3],
      ]),
    },
    () => draw.pick(list),
  )
}

function drawConditions(draw: Dice, words: Vocabulary): readonly ConditionForm[] {
  if (words.conditions.length === 0) return []
  const count = draw.below(words.conditionsMax + 1)
  return distinct(Array.from({ length: count }, () => draw.pick(words.conditions)(draw)))
}

/** One of each operator and key, as an object can have no more. */
function distinct(conditions: readonly ConditionForm[]): readonly ConditionForm[] {
  return [...new Map(conditions.map((one) => [`${one.operator} ${one.key}`, one])).values()]
}

type Change = (draw: Dice, document: DocumentForm, words: Vocabulary) => DocumentForm

/** Changes one statement of a document; it may become none or several. */
function inOne(change: (draw: Dice, statement: StatementForm, words: Vocabulary) => readonly StatementForm[]): Change {
  return (draw, document, words) => {
    const index = draw.below(document.length)
    return document.flatMap((statement, at) => (at === index ? change(draw, statement, words) : [statement]))
  }
}

function inCondition(change: (draw: Dice, condition: ConditionForm) => ConditionForm): Change {
  return inOne((draw, statement) => {
    if (statement.conditions.length === 0) return [statement]
    const index = draw.below(statement.conditions.length)
    const conditions = statement.conditions.map((one, at) => (at === index ? change(draw, one) : one))
    return [{ ...statement, conditions: distinct(conditions) }]
  })
}

function replaced(draw: Dice, list: readonly string[], change: (text: string) => string): readonly string[] {
  const index = draw.below(list.length)
  return list.map((text, at) => (at === index ? change(text) : text))
}

/** Only where the wildcard is the end: small worlds list texts for no other patterns than those they are drawn from. */
function narrowed(draw: Dice, text: string): string {
  if (text === '*') return draw.pick(['a*', '*b', 'a', '*a*'])
  return text.endsWith('*') && !text.startsWith('*') ? `${text.slice(0, -1)}a*` : text
}

const widened = (draw: Dice, text: string): string =>
  text.length < 2 ? text : `${text.slice(0, -draw.pick([1, 1, 2]))}*`

const changes: readonly (readonly [name: string, change: Change])[] = [
  ['reordered', (_, document) => document.toReversed()],
  ['actions split', inOne((_, one) => one.actions.map((action) => ({ ...one, actions: [action] })))],
  ['resources split', inOne((_, one) => one.resources.map((resource) => ({ ...one, resources: [resource] })))],
  ['values split', inOne(splitValues)],
  ['merged', merged],
  ['repeated', inOne((_, one) => [one, one])],
  [
    'action narrowed',
    inOne((draw, one) => [{ ...one, actions: replaced(draw, one.actions, (text) => narrowedName(draw, text)) }]),
  ],
  [
    'resource narrowed',
    inOne((draw, one, words) => [
      { ...one, resources: replaced(draw, one.resources, (text) => narrowedContent(draw, text, words)) },
    ]),
  ],
  [
    'action exchanged',
    inOne((draw, one, words) => [{ ...one, actions: replaced(draw, one.actions, () => draw.pick(words.actions)) }]),
  ],
  [
    'resource exchanged',
    inOne((draw, one, words) => [
      { ...one, resources: replaced(draw, one.resources, () => draw.pick(words.resources)) },
    ]),
  ],
  [
    'resource added',
    inOne((draw, one, words) => [{ ...one, resources: [...one.resources, draw.pick(words.resources)] }]),
  ],
  ['spelled otherwise', inOne((draw, one) => [spelledOtherwise(draw, one)])],
  [
    'content widened',
    inOne((draw, one) => [
      {
        ...one,
        resources: replaced(draw, one.resources, (text) => inContent(text, (content) => widened(draw, content))),
      },
    ]),
  ],
  ['deny added', (draw, document, words) => [...document, { ...drawStatement(draw, words, 1), effect: 'deny' }]],
  ['narrower allow added', (draw, document, words) => [...document, ...narrowerCopy(draw, draw.pick(document), words)]],
  ['statement dropped', (draw, document) => dropped(draw, document)],
  ['condition dropped', inOne((draw, one) => [{ ...one, conditions: one.conditions.filter(() => draw.chance(0.5)) }])],
  [
    'condition added',
    inOne((draw, one, words) => [
      { ...one, conditions: distinct([...one.conditions, ...drawConditions(draw, words)]) },
    ]),
  ],
  [
    'value dropped',
    inCondition((draw, one) => ({
      ...one,
      values: one.values.length < 2 ? one.values : one.values.toSpliced(draw.below(one.values.length), 1),
    })),
  ],
  ['block halved', inCondition(halved)],
  ['quantifier exchanged', inCondition((draw, one) => ({ ...one, operator: requantified(draw, one.operator) }))],
  ['if-exist toggled', inCondition((_, one) => ({ ...one, operator: toggled(one.operator) }))],
  ['operator exchanged', inCondition((draw, one) => ({ ...one, operator: neighbour(draw, one.operator) }))],
]

/** A union of values is the union of its parts where one value that passes is enough. */
function splitValues(draw: Dice, statement: StatementForm): readonly StatementForm[] {
  const [condition, ...others] = statement.conditions
  if (condition === undefined || condition.values.length < 2) return [statement]
  const cut = 1 + draw.below(condition.values.length - 1)
  return [condition.values.slice(0, cut), condition.values.slice(cut)].map((values) => {
    return { ...statement, conditions: [{ ...condition, values }, ...others] }
  })
}

function merged(_: Dice, document: DocumentForm): DocumentForm {
  const [one, other, ...rest] = document
  if (one === undefined || other === undefined || one.effect !== other.effect) return document
  return [
    { ...one, actions: [...one.actions, ...other.actions], resources: [...one.resources, ...other.resources] },
    ...rest,
  ]
}

function dropped(draw: Dice, document: DocumentForm): DocumentForm {
  return document.length < 2 ? document : document.toSpliced(draw.below(document.length), 1)
}

function narrowerCopy(draw: Dice, statement: StatementForm, words: Vocabulary): readonly StatementForm[] {
  const resources = replaced(draw, statement.resources, (text) => narrowedContent(draw, text, words))
  return [{ ...statement, resources, conditions: distinct([...drawConditions(draw, words), ...statement.conditions]) }]
}

function narrowedName(draw: Dice, text: string): string {
  const colon = text.indexOf(':')
  return colon === -1 ? '*:*' : text.slice(0, colon + 1) + narrowed(draw, text.slice(colon + 1))
}

function narrowedContent(draw: Dice, text: string, words: Vocabulary): string {
  if (words.resources.length < 2) return text
  if (text === '*') return draw.pick(['qcs:::::*', 'qcs::p:::*'])
  return inContent(text, (content) => narrowed(draw, content))
}

function inContent(text: string, change: (content: string) => string): string {
  if (text === '*') return text
  const parts = text.split(':')
  const content = parts.slice(5).join(':')
  return content.includes('${') ? text : [...parts.slice(0, 5), change(content)].join(':')
}

/** Other spellings of the same: letters of an action, owners, regions. */
function spelledOtherwise(draw: Dice, statement: StatementForm): StatementForm {
  const actions = replaced(draw, statement.actions, (text) =>
    text === '*' ? '*:*' : text.replace('name/', '').toUpperCase(),
  )
  const owner = draw.pick([`:uin/${numbers.account}:`, `:uid/${numbers.appId}:`, ':uin/:'])
  const resources = replaced(draw, statement.resources, (text) => {
    return text.replace(/^(qcs::[^:]*:[^:]*)::/, `$1${owner}`).replace(':gz:', ':ap-guangzhou:')
  })
  return { ...statement, actions, resources }
}

/** Both halves of a block of addresses, or one of them. */
function halved(draw: Dice, condition: ConditionForm): ConditionForm {
  const found = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(condition.values[0] ?? '')
  if (found === null) return condition
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = found.slice(1).map(Number)
  // Wide blocks are halved once, so that small worlds can list an address of each half.
  if (![0, 8, 16, 24].includes(length)) return condition
  const start = ((((a * 256 + b) * 256 + c) * 256 + d) & (length === 0 ? 0 : -1 << (32 - length))) >>> 0
  const half = 2 ** (31 - length)
  const halves = [start, start + half].map((address) => `${dotted(address)}/${length + 1}`)
  return { ...condition, values: [...draw.pick([halves, halves, halves.slice(1)]), ...condition.values.slice(1)] }
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}

function requantified(draw: Dice, operator: string): string {
  if (operator === 'null_equal') return operator
  return draw.pick(['', 'for_any_value:', 'for_all_value:']) + operator.replace(/^for_(any|all)_value:/, '')
}

function toggled(operator: string): string {
  if (operator === 'null_equal') return operator
  return operator.endsWith('_if_exist') ? operator.slice(0, -'_if_exist'.length) : `${operator}_if_exist`
}

const neighbours: readonly (readonly string[])[] = [
  ['string_equal', 'string_not_equal', 'string_like', 'string_not_like'],
  ['string_equal_ignore_case', 'string_not_equal_ignore_case'],
  [
    'numeric_equal',
    'numeric_not_equal',
    'numeric_less_than',
    'numeric_less_than_equal',
    'numeric_greater_than',
    'numeric_greater_than_equal',
  ],
  [
    'date_equal',
    'date_not_equal',
    'date_less_than',
    'date_less_than_equal',
    'date_greater_than',
    'date_greater_than_equal',
  ],
  ['ip_equal', 'ip_not_equal'],
]

function neighbour(draw: Dice, operator: string): string {
  const plain = operator.replace(/^for_(any|all)_value:/, '').replace(/_if_exist$/, '')
  const others = neighbours.find((list) => list.includes(plain))
  return others === undefined ? operator : operator.replace(plain, draw.pick(others))
}
