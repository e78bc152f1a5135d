import { describe, expect, test } from 'vitest'
import { compilePolicy } from '../compile.ts'
import { assemble } from '../program.ts'
import type { Granularity } from '../types.ts'
import type { Effort } from './effort.ts'
import { contentsHere, namesHere, type Place, places, type Statement } from './places.ts'

const owner = { account: 1, appId: 125 }

type Written = readonly [action: string | readonly string[], resource: string | readonly string[]]

function statements(...written: readonly Written[]): readonly Statement[] {
  const document = JSON.stringify({
    version: '2.0',
    statement: written.map(([action, resource]) => ({ effect: 'allow', action, resource })),
  })
  const face = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: 1 }
  const source = { ...face, document, via: { kind: 'direct' } as const }
  if (compilePolicy(source).problems.length > 0) throw new Error(document)
  const who = { kind: 'user', uin: 11, identity: [source], boundary: undefined, session: undefined } as const
  return assemble({ ...owner, ...who }).identity.rules
}

const all: readonly Granularity[] = ['service', 'operation', 'resource']

function textOf({ product, granularity, resource }: Place): string {
  const { service, region, account } = resource ?? {}
  return `${product} ${granularity} ${resource === undefined ? '*' : `${service}:${region}:${account}`}`
}

function placed(written: readonly Written[], granularities = all, stepsLeft = 100_000): readonly string[] {
  const effort: Effort = { stepsLeft, open: new Set() }
  return [...places(statements(...written), owner, granularities, effort)].map(textOf)
}

describe('places', () => {
  const cases: readonly (readonly [
    title: string,
    written: readonly Written[],
    granularities: readonly Granularity[],
    expected: readonly string[],
  ])[] = [
    ['of one product', [['cvm:*', '*']], ['resource'], ['cvm resource cvm::1', 'cvm resource *']],
    [
      'at every level that tells something apart',
      [['cvm:*', '*']],
      all,
      ['cvm resource cvm::1', 'cvm operation *', 'cvm service cvm::1', 'cvm service *'],
    ],
    ['at the level of operations', [['cvm:*', '*']], ['operation'], ['cvm operation cvm::1', 'cvm operation *']],
    [
      'at the levels of operations and of products',
      [['cvm:*', '*']],
      ['operation', 'service'],
      ['cvm operation cvm::1', 'cvm operation *', 'cvm service cvm::1', 'cvm service *'],
    ],
    ['at the level of products', [['cvm:*', '*']], ['service'], ['cvm service cvm::1', 'cvm service *']],
    [
      'of several products and one that none names',
      [
        ['c*:*', '*'],
        [['cvm:*', 'cos:*'], '*'],
      ],
      ['service'],
      ['cvm service cvm::1', 'cvm service *', 'cos service cos::1', 'cos service *', 'c service c::1', 'c service *'],
    ],
    [
      'of every product, the special ones at the end',
      [['*', '*']],
      ['service'],
      [
        'a service a::1',
        'a service *',
        'account service account::1',
        'account service *',
        'sts service sts::1',
        'sts service sts::2',
        'sts service *',
      ],
    ],
    [
      'of a product and of a service that is another',
      [['cvm:*', 'qcs::cos:::x']],
      ['resource'],
      ['cvm resource cos::1', 'cvm resource cvm::1', 'cvm resource *'],
    ],
    [
      'of a product that resources name, and another service',
      [['cvm:*', ['qcs::cvm:::x', 'qcs::cos:::x']]],
      ['resource'],
      ['cvm resource cvm::1', 'cvm resource cos::1', 'cvm resource c::1', 'cvm resource *'],
    ],
    [
      'in regions',
      [['cvm:*', ['qcs::cvm:gz::x', 'qcs::cvm:ap-s*::x']]],
      ['resource'],
      [
        'cvm resource cvm:ap-guangzhou:1',
        'cvm resource cvm:ap-s:1',
        'cvm resource cvm::1',
        'cvm resource c::1',
        'cvm resource *',
      ],
    ],
    [
      'in no region that another service names',
      [['cvm:*', ['qcs::cvm:gz::x', 'qcs::cos:sh::x']]],
      ['resource'],
      [
        'cvm resource cvm:ap-guangzhou:1',
        'cvm resource cvm::1',
        'cvm resource cos:ap-shanghai:1',
        'cvm resource cos::1',
        'cvm resource c::1',
        'cvm resource *',
      ],
    ],
    [
      'of other accounts, for roles',
      [['sts:*', ['qcs::cam::uin/7:x', 'qcs::cam::uid/8:x', 'qcs::cam::uin/1:x', 'qcs::cam::uid/125:x']]],
      ['resource'],
      [
        'sts resource cam::1',
        'sts resource sts::1',
        'sts resource cam::7',
        'sts resource sts::7',
        'sts resource cam::-8',
        'sts resource sts::-8',
        'sts resource sts::2',
        'sts resource *',
      ],
    ],
    [
      'of an account that none names',
      [['sts:*', ['qcs::cam::uin/2:x', 'qcs::cam::uin/3:x']]],
      ['resource'],
      [
        'sts resource sts::1',
        'sts resource cam::2',
        'sts resource sts::2',
        'sts resource cam::3',
        'sts resource sts::3',
        'sts resource sts::4',
        'sts resource *',
      ],
    ],
    [
      'not of other accounts for anything else',
      [['cvm:*', 'qcs::cvm:gz:uin/7:x']],
      ['resource'],
      ['cvm resource cvm::1', 'cvm resource *'],
    ],
    [
      'in no region that is a short name of another',
      [['cvm:*', 'qcs::cvm:s*h::x']],
      ['resource'],
      ['cvm resource cvm:shh:1', 'cvm resource cvm::1', 'cvm resource c::1', 'cvm resource *'],
    ],
  ]
  test.each(cases)('%s', (_, written, granularities, expected) => {
    expect(placed(written, granularities)).toEqual(expected)
  })
})

describe('in a place', () => {
  const [first] = statements([
    ['cvm:*', 'cvm:Get*', 'cos:Put', '*:List'],
    ['*', 'qcs::cvm:gz::a*', 'qcs::cos:::b*', 'qcs::cvm:ap-s*:uin/7:c', 'qcs:::::*', 'qcs::cvm:::d'],
  ])
  if (first === undefined) throw new Error('no statement')
  const shown = (patterns: ReturnType<typeof namesHere>) => patterns.map(({ prefix, suffix }) => `${prefix}|${suffix}`)
  const at = (product: string, granularity: Granularity, resource?: Place['resource']): Place => ({
    product,
    granularity,
    resource,
  })

  test('a statement names actions of the product, and whole products at their level', () => {
    const names = (place: Place) => shown(namesHere(first.actions, place))
    expect(names(at('cvm', 'operation'))).toEqual(['|', 'get|', 'list|'])
    expect(names(at('cos', 'resource'))).toEqual(['put|', 'list|'])
    expect(names(at('x', 'operation'))).toEqual(['list|'])
    expect(names(at('cvm', 'service'))).toEqual(['|'])
    expect(names(at('cos', 'service'))).toEqual([])
  })

  test('a statement names contents of its resources there', () => {
    const contents = (place: Place) => shown(contentsHere(first.resources, place, owner))
    const there = (service: string, region: string, account: number) =>
      contents(at('cvm', 'resource', { service, region, account }))
    expect(contents(at('cvm', 'operation'))).toEqual(['|', '|'])
    expect(there('cvm', 'ap-guangzhou', 1)).toEqual(['|', 'a|', '|', 'd|'])
    expect(there('cvm', 'ap-shanghai', 1)).toEqual(['|', '|', 'd|'])
    expect(there('cvm', 'ap-shanghai', 7)).toEqual(['|', 'c|'])
    expect(there('cvm', 'eu', 7)).toEqual(['|'])
    expect(there('cos', '', 1)).toEqual(['|', 'b|', '|'])
    expect(there('cos', '', 7)).toEqual(['|'])
  })
})
