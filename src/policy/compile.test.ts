import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compile.ts'

const VALUES = { uin: '11', owner_uin: '7', app_id: '125' }
const OTHERS = { ...VALUES, uin: '12' }

function compiled(statements: readonly object[], preset = false) {
  const statement = statements.map((one) => ({ effect: 'allow', action: 'cvm:*', resource: '*', ...one }))
  return compilePolicy({ document: JSON.stringify({ version: '2.0', statement }), preset, creator: 7 })
}

describe('a compiled statement', () => {
  const conditions = (value: string) => ({ condition: { string_equal: { 'x:a': 'v', 'x:b': ['w', value] } } })
  test.each<[string, object, boolean]>([
    ['without variables', { resource: ['*', 'qcs::cvm:::i'] }, true],
    ['with one in a resource', { resource: ['*', 'qcs::cvm:::${uin}'] }, false],
    ['with plain conditions', conditions('v'), true],
    ['with one in a condition', conditions('${uin}'), false],
  ])('%s is the same for all principals: %s', (_name, statement, same) => {
    const [template] = compiled([statement]).statements
    expect(template?.bind(VALUES) === template?.bind(OTHERS)).toBe(same)
  })

  test('has its place, its effect and what it says', () => {
    const policy = compiled([
      {},
      { effect: 'deny', action: ['cvm:Stop', 'cos:*'], resource: ['qcs::cvm:::${uin}', '*'] },
    ])
    expect(policy.problems).toEqual([])
    expect(policy.statements.map(({ effect }) => effect)).toEqual(['allow', 'deny'])
    const [first, second] = policy.statements.map((template) => template.bind(OTHERS))
    expect([first?.index, first?.effect, second?.index, second?.effect]).toEqual([0, 'allow', 1, 'deny'])
    expect(second?.actions.map(({ text }) => text)).toEqual(['cvm:Stop', 'cos:*'])
    expect(second?.resources.map(({ text, exact }) => [text, exact])).toEqual([
      ['qcs::cvm:::${uin}', '12'],
      ['*', undefined],
    ])
  })

  test('of a preset may be about whoever is evaluated', () => {
    const evaluated = { resource: 'qcs::cvm::uin/-1:i' }
    expect(compiled([evaluated], true)).toMatchObject({ problems: [], statements: [{ effect: 'allow' }] })
    expect(compiled([evaluated])).toMatchObject({
      problems: [{ code: 'InvalidParameter.ResourceUinError' }],
      statements: [{ effect: 'deny' }],
    })
  })
})

test('a text that cannot be read denies everything', () => {
  const { statements, problems } = compilePolicy({ document: '{', preset: false, creator: 7 })
  expect(problems).toMatchObject([{ code: 'InvalidParameter.PolicyDocumentError' }])
  expect(statements.map((template) => template.bind(VALUES))).toMatchObject([
    {
      index: 0,
      effect: 'deny',
      actions: [{ text: '*', product: undefined, name: undefined }],
      resources: [{ text: '*', every: true }],
      conditions: [],
    },
  ])
})

test('what is stored is not judged by length, by catalogs or for principals', () => {
  const long = { action: Array.from({ length: 2000 }, (_, index) => `cdb:NoSuchAction${index}`) }
  const old = { principal: { qcs: ['qcs::cam::uin/1:root', 'qcs::cam::anyone:anyone'] } }
  expect(compiled([long, old]).problems).toEqual([])
  expect(compiled([long, old]).statements).toHaveLength(2)
})
