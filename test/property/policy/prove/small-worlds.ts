// Small worlds in which every request that documents can tell apart is listed. What holds for all of them holds, and
// asking the engine about each is a proof.
import type { ContextScalar, ContextValue, Granularity, ListedRequest } from '../../../../src/policy/types.ts'
import type { Dice } from '../dice.ts'
import type { Vocabulary } from './changes.ts'
import { type ConditionForm, numbers } from './forms.ts'

export interface SmallWorld {
  readonly name: string
  readonly words: Vocabulary
  readonly requests: readonly ListedRequest[]
  readonly granularities: readonly Granularity[]
}

type Context = ReadonlyMap<string, ContextValue>

const noContext: Context = new Map()

function requestsOf(
  actions: readonly string[],
  resources: readonly string[],
  granularities: readonly Granularity[],
  contexts: readonly Context[],
): readonly ListedRequest[] {
  return actions.flatMap((action) =>
    resources.flatMap((resource) =>
      granularities.flatMap((granularity) =>
        contexts.map((context) => ({ action, resources: [resource], granularity, context })),
      ),
    ),
  )
}

/** Every list that can be made of some values, each at most once, and the missing key. Order and repetition mean nothing. */
function subsets<Value>(values: readonly Value[]): readonly (readonly Value[])[] {
  return Array.from({ length: 2 ** values.length }, (_, chosen) => values.filter((_, at) => (chosen >> at) & 1))
}

function contextsOf(key: string, values: readonly ContextScalar[]): readonly Context[] {
  return [noContext, ...subsets(values).map((list) => new Map([[key, list]]))]
}

/** A condition on one key with some of these values. */
function condition(
  key: string,
  operators: readonly string[],
  values: readonly string[],
): (draw: Dice) => ConditionForm {
  return (draw) => {
    const operator = draw.pick(operators)
    const quantifier = draw.weighted([
      [4, ''],
      [2, 'for_any_value:'],
      [3, 'for_all_value:'],
    ])
    const wanted = Array.from(
      {
        length: draw.weighted([
          [4, 1],
          [3, 2],
          [1, 3],
        ]),
      },
      () => draw.pick(values),
    )
    return { operator: `${quantifier}${operator}${draw.chance(0.25) ? '_if_exist' : ''}`, key, values: wanted }
  }
}

function presence(key: string): (draw: Dice) => ConditionForm {
  return (draw) => ({ operator: 'null_equal', key, values: [draw.pick(['true', 'false'])] })
}

const textOperators = ['string_equal', 'string_not_equal', 'string_like', 'string_not_like']
const foldOperators = ['string_equal_ignore_case', 'string_not_equal_ignore_case', 'binary_equal']
const numberOperators = ['equal', 'not_equal', 'less_than', 'less_than_equal', 'greater_than'].map(
  (name) => `numeric_${name}`,
)
const dateOperators = ['equal', 'not_equal', 'less_than', 'less_than_equal', 'greater_than_equal'].map(
  (name) => `date_${name}`,
)

const { uin, account, appId, other } = numbers
const oneThing = { actions: ['p:a', 'p:b'], resources: ['*'], conditionsMax: 2, statementsMax: 3 }

function keyWorld(name: string, conditions: Vocabulary['conditions'], contexts: readonly Context[]): SmallWorld {
  const requests = requestsOf(['p:a', 'p:b'], ['*'], ['operation'], contexts)
  return { name, words: { ...oneThing, conditions }, requests, granularities: ['operation'] }
}

const contents = ['aaa', 'aaab', 'abb', '', 'a', 'b', 'ab', 'aab', 'aa', 'ba', 'x', 'xax', 'axb', 'xb', 'ax']

const actionWorld: SmallWorld = {
  name: 'actions',
  words: {
    actions: [
      '*',
      'p:*',
      'p:a',
      'p:A*',
      'p:*b',
      'p:a*b',
      'q:*',
      'q:a',
      '*:a*',
      'p*:b',
      '*q:*',
      'name/p:B',
      'account:*',
      'account:BindToken',
    ],
    resources: ['*', 'qcs::p:::*', 'qcs::p:::a'],
    conditions: [],
    conditionsMax: 0,
    statementsMax: 4,
  },
  requests: requestsOf(
    ['p', 'q', 'pq', 'px', 'x', 'account', 'sts'].flatMap((product) =>
      [
        'a',
        'b',
        'ab',
        'ba',
        'aa',
        'aab',
        'x',
        'xb',
        'ax',
        'axb',
        'bx',
        'xa',
        'bab',
        'xax',
        'bindtoken',
        'assumerole',
      ].map((name) => `${product}:${name}`),
    ),
    [
      '*',
      `qcs::x::uin/${account}:x`,
      `qcs::p::uin/${other}:x`,
      ...contents.map((content) => `qcs::p::uin/${account}:${content}`),
    ],
    ['operation', 'service'],
    [noContext, new Map([['mfa', '0']])],
  ),
  granularities: ['service', 'operation'],
}

const resourceWorld: SmallWorld = {
  name: 'resources',
  words: {
    actions: ['*', 'p:a', 'sts:AssumeRole', 'sts:b'],
    resources: [
      '*',
      'qcs::p:::*',
      'qcs:::::a',
      'qcs::p:::a*',
      'qcs::p:::*b',
      'qcs::p:::a*b',
      'qcs::p:gz::*',
      'qcs::p:ap-*::a*',
      'qcs::p:*z::a',
      `qcs::p::uin/${account}:b`,
      `qcs::p::uid/${appId}:b`,
      `qcs::p::uin/${other}:*`,
      `qcs::p::uid/${other}:a`,
      'qcs::q:::ab',
      'qcs::p:::${uin}',
      'qcs::p:::a${uin}*',
      'qcs:::gz::a',
    ],
    conditions: [],
    conditionsMax: 0,
    statementsMax: 4,
  },
  requests: requestsOf(
    ['p:a', 'x:a', 'x:b', 'x:x', 'x:ax', 'sts:assumerole', 'sts:b'],
    [
      '*',
      ...['p', 'q', 'x'].flatMap((service) =>
        ['', 'ap-guangzhou', 'ap-', 'z', 'ap-z'].flatMap((region) =>
          [`uin/${account}`, `uin/${other}`, `uid/${other}`, 'uin/7'].flatMap((owner) =>
            [...contents, `${uin}`, `a${uin}`, `a${uin}b`].map(
              (content) => `qcs::${service}:${region}:${owner}:${content}`,
            ),
          ),
        ),
      ),
    ],
    ['resource'],
    [noContext],
  ),
  granularities: ['resource'],
}

/** Rectangles of names, contents and values: what many of them leave open is found by trying, and trying back. */
const gridWorld: SmallWorld = {
  name: 'grids',
  words: {
    actions: ['p:a', 'p:b', 'p:c'],
    resources: ['qcs::p:::x', 'qcs::p:::y', 'qcs::p:::z'],
    conditions: [
      (draw) => ({ operator: 'for_all_value:string_equal', key: 'k:s', values: [draw.pick(['u', 'v'])] }),
      (draw) => ({ operator: 'for_any_value:string_equal', key: 'k:t', values: [draw.pick(['u', 'v'])] }),
    ],
    conditionsMax: 1,
    statementsMax: 12,
  },
  requests: requestsOf(
    ['p:a', 'p:b', 'p:c', 'p:o'],
    ['*', ...['x', 'y', 'z', 'o'].map((content) => `qcs::p::uin/${account}:${content}`)],
    ['resource'],
    contextsOf('k:s', ['u', 'v', 'o']).flatMap((one) =>
      contextsOf('k:t', ['u', 'v', 'o']).map((two) => new Map([...one, ...two])),
    ),
  ),
  granularities: ['resource'],
}

const wantedTexts = ['a', 'b', 'ab', 'a*', '*b', '', '${uin}']

export const smallWorlds: readonly SmallWorld[] = [
  actionWorld,
  resourceWorld,
  gridWorld,
  keyWorld(
    'texts',
    [condition('k:s', textOperators, wantedTexts), presence('k:s')],
    contextsOf('k:s', ['', 'a', 'b', 'ab', 'ax', 'a*', '*b', 'x', `${uin}`]),
  ),
  keyWorld(
    'texts without case',
    [condition('k:s', [...foldOperators, 'string_equal'], ['a', 'A', 'aB', 'Ab', 'k', 'AB'])],
    contextsOf('k:s', ['a', 'A', 'ab', 'aB', 'Ab', 'AB', 'k', 'K', '\u212a', 'x']),
  ),
  keyWorld(
    'numbers',
    [condition('k:n', numberOperators, ['1', '2', '2.0', '1.5']), presence('k:n')],
    contextsOf('k:n', [0, 1, 1.2, 1.5, 1.7, 2, 3, 'x', '']),
  ),
  keyWorld(
    'times',
    [
      condition('k:d', dateOperators, [
        '2020-01-01T00:00:00Z',
        '2020-01-01T08:00:00+08:00',
        '2020-01-02 00:00:00',
        '2020-01-01T00:00:00.001Z',
      ]),
    ],
    contextsOf('k:d', [
      '2019-01-01T00:00:00Z',
      '2020-01-01T00:00:00Z',
      '2020-01-01T00:00:00.0005Z',
      '2020-01-01T00:00:00.001Z',
      '2020-01-01T10:00:00Z',
      '2020-01-02T00:00:00Z',
      '2021-01-01T00:00:00Z',
      'x',
    ]),
  ),
  keyWorld(
    'addresses',
    [
      condition(
        'qcs:ip',
        ['ip_equal', 'ip_not_equal'],
        ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '10.0.0.1', '::/0', '::ffff:0:0/95', '0.0.0.0/0', '0.0.0.0/1'],
      ),
    ],
    contextsOf('qcs:ip', ['10.0.0.1', '10.0.0.2', '10.200.0.0', '9.0.0.0', '200.0.0.0', '::1', '::fffe:1:1', 'x']),
  ),
  keyWorld(
    'numbers that are texts',
    [
      condition('k:m', ['numeric_equal', 'numeric_less_than', 'numeric_greater_than_equal'], ['1']),
      condition('k:m', ['string_equal', 'string_not_equal'], ['1', '01']),
      condition('k:m', ['bool_equal'], ['true', 'false']),
    ],
    contextsOf('k:m', ['0', '00', '1', '01', '001', '2', true, false, 'true', 'false', 'x']),
  ),
  keyWorld(
    'tags',
    [
      condition(
        'qcs:resource_tag',
        ['string_equal', 'string_not_equal', 'string_like'],
        ['a&b', 'a&*', 'x', 'a', 'a&'],
      ),
      condition('qcs:tag/a', textOperators, ['b', '', '*']),
      presence('qcs:resource_tag/a'),
      presence('qcs:tag'),
    ],
    subsets(['a&b', 'a&*', 'a&c', 'a&', 'a', 'x', '']).flatMap((tags) =>
      subsets(['b', '*', '', 'x']).map(
        (own) =>
          new Map([
            ['qcs:resource_tag', tags],
            ['qcs:resource_tag/a', own],
          ]),
      ),
    ),
  ),
  keyWorld(
    'two keys',
    [
      condition('k:s', textOperators, ['a', 'b', '*']),
      condition('k:n', numberOperators, ['1', '2']),
      presence('k:n'),
      condition('k:s', ['string_equal'], ['${uin}']),
    ],
    contextsOf('k:s', ['a', 'b', '*', 'x', `${uin}`]).flatMap((one) =>
      contextsOf('k:n', [0, 1, 1.5, 2, 3, '', 'x']).map((two) => new Map([...one, ...two])),
    ),
  ),
]
