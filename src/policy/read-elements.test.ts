// Elements of a statement, form by form: what is read of them, and what is said of those that are refused.
import { describe, expect, test } from 'vitest'
import type { ReadOptions } from './read-options.ts'
import type { ServiceVocabulary, Vocabulary } from './types.ts'
import { readPolicy } from './validate.ts'

const cvm: ServiceVocabulary = { hasAction: (action) => action.toLowerCase() === 'stop' }
const vocabulary: Vocabulary = {
  service: (product) => (product === 'cvm' ? cvm : undefined),
  knows: (product) => ['cvm', 'cos'].includes(product),
}
const OPTIONS: ReadOptions = { purpose: 'identity', vocabulary }

function read(statement: object, options: Partial<ReadOptions> = {}) {
  const whole = { effect: 'allow', action: 'cvm:Stop', resource: '*', ...statement }
  return readPolicy(JSON.stringify({ version: '2.0', statement: [whole] }), { ...OPTIONS, ...options })
}

function said(statement: object, options?: Partial<ReadOptions>) {
  return read(statement, options).problems.map(({ code, message }) => {
    return `${code.replace('InvalidParameter.', '')} ${message.replace('statement 0: ', '')}`
  })
}

const statementOf = (statement: object, options?: Partial<ReadOptions>) => {
  return read(statement, options).document?.statements[0]
}

describe('resources', () => {
  test.each([
    ['qcs::cvm:gz', 'ResourceQcsError "qcs::cvm:gz" is not of the form qcs:project:product:region:account:resource'],
    [
      'x:qcs::cvm:::i',
      'ResourceQcsError "x:qcs::cvm:::i" is not of the form qcs:project:product:region:account:resource',
    ],
    ['qcs:id/1:cvm:::i', 'ResourceProjectError illegal project: "id/1"'],
    ['qcs:xid/0:cvm:::i', 'ResourceProjectError illegal project: "xid/0"'],
    ['qcs::c*m:::i', 'ResourceServiceNotExist illegal product: "c*m"'],
    ['qcs::cdb:::i', 'NotSupportProduct unknown product "cdb"'],
    ['qcs::cvm:GZ::i', 'ResourceRegionError illegal region: "GZ"'],
    ['qcs::cvm::7:i', 'ResourceUinError illegal account: "7"'],
    ['qcs::cvm::uin/-1:i', 'ResourceUinError illegal account: "uin/-1"'],
    ['qcs::cvm:${uin}::i', 'ResourceContentError a policy variable can only stand in the last segment: "${uin}"'],
    ['qcs::cvm:::\u0001', 'ResourceContentError a resource cannot contain control characters: "\\u0001"'],
    ['qcs::cvm:::${x}', 'ResourceContentError unknown policy variable "${x}": "${x}"'],
    [
      'qcs::cos:::b/${uin}',
      'ResourceContentError the path of a COS object cannot contain a policy variable: "b/${uin}"',
    ],
  ])('%j is refused', (resource, message) => {
    expect(said({ resource })).toEqual([message])
  })

  test('of a statement without actions are not judged by name', () => {
    expect(said({ action: undefined, resource: 'qcs::cdb:::i' })).toEqual([
      'ActionMiss the element "action" is missing',
    ])
    expect(said({ action: ['cvm:Stop', 'cos:Get'], resource: 'qcs::cdb:::i' })).toEqual([])
    expect(said({ resource: ['qcs::cvm:::i', 'qcs::cos:::i', 'qcs:::::i', 'qcs::*:::i'] })).toEqual([])
  })

  test('may be of a product that has a catalog and no other entry', () => {
    const known = { vocabulary: { service: vocabulary.service, knows: () => false } }
    expect(said({ resource: 'qcs::cvm:::i' }, known)).toEqual([])
  })

  test('are missing', () => {
    expect(said({ resource: undefined })).toEqual(['ResourceError the element "resource" is missing'])
    expect(said({ resource: [] })).toEqual(['ResourceError a text or a list of one or more texts is expected'])
    expect(said({ resource: ['*', 1] })).toEqual(['ResourceError a text is expected, not a JSON number'])
  })

  test.each([
    ['', true],
    ['*', true],
    ['id/*', true],
    ['id/0', true],
    ['id/', false],
  ])('of the project %j: %s', (project, legal) => {
    expect(said({ resource: `qcs:${project}:cvm:::i` }).length === 0).toBe(legal)
  })

  test.each([
    ['b-${app_id}/x', true],
    ['${app_id}/x', true],
    ['b/x/${app_id}', false],
    ['prefix//${app_id}/b/x', true],
    ['prefix//125/b-${uin}/x', true],
    ['prefix//125/b/${uin}', false],
    ['prefix//125/b/x${uin}', false],
    ['a-prefix//${uin}', false],
    ['prefix/${uin}', false],
  ])('of COS: %s: %s', (content, legal) => {
    expect(said({ resource: `qcs::cos:::${content}` }).length === 0).toBe(legal)
    expect(said({ resource: `qcs::cvm:::${content}` })).toEqual([])
  })

  test.each([
    [
      'qcs::CVM:sh:uin/9:I',
      { service: 'cvm', region: 'ap-shanghai', account: { kind: 'uin', uin: 9 }, content: [{ text: 'I' }] },
    ],
    ['qcs::*:*:*:', { service: '', region: '*', account: { kind: 'creator' }, content: [{ text: '*' }] }],
    ['qcs::cvm::uid/9:*/*', { account: { kind: 'uid', appId: 9 }, content: [{ text: '*' }] }],
    ['qcs::cvm::uin/:a:b:${uin}', { account: { kind: 'creator' }, content: [{ text: 'a:b:' }, { variable: 'uin' }] }],
    ['qcs::cvm:::a\u2028b', { content: [{ text: 'a\u2028b' }] }],
  ])('%j is read', (resource, expected) => {
    expect(statementOf({ resource })?.resources).toMatchObject([{ text: resource, every: false, ...expected }])
  })

  test('of a preset may be whoever is evaluated', () => {
    const resource = 'qcs::cvm::uin/-1:i'
    expect(statementOf({ resource }, { purpose: 'preset' })?.resources).toMatchObject([
      { account: { kind: 'evaluated' } },
    ])
  })

  test('of a trust policy are everything', () => {
    const trust = { action: 'sts:AssumeRole', principal: { qcs: 'qcs::cam::uin/1:root' } }
    const purpose = 'trust' as const
    const everything = [{ text: '*', every: true }]
    expect(statementOf({ ...trust, resource: undefined }, { purpose })?.resources).toEqual(everything)
    expect(statementOf({ ...trust, resource: '*' }, { purpose })?.resources).toEqual(everything)
    for (const resource of ['qcs::cvm:::i', ['*'], 1]) {
      expect(said({ ...trust, resource }, { purpose })).toEqual(['ResourceError a trust policy has no resource'])
    }
  })
})

describe('actions', () => {
  test.each([
    ['*', [{ product: '*', name: '*' }]],
    [' \t* ', [{ product: '*', name: '*' }]],
    ['\tname/CVM:\tStop \t', [{ product: 'cvm', name: 'stop' }]],
    ['c*:*', [{ product: 'c*', name: '*' }]],
    ['cvm:Unknown*', [{ product: 'cvm', name: 'unknown*' }]],
    ['cos:Any.Name-1', [{ product: 'cos', name: 'any.name-1' }]],
  ])('%j is read', (action, expected) => {
    expect(statementOf({ action })?.actions).toMatchObject(expected)
  })

  test.each([
    ['', 'ActionError "" is not of the form product:Action'],
    ['   ', 'ActionError "   " is not of the form product:Action'],
    ['cvm', 'ActionError "cvm" is not of the form product:Action'],
    ['cvm:', 'ActionError "cvm:" is not of the form product:Action'],
    [':Stop', 'ActionError ":Stop" is not of the form product:Action'],
    ['cvm:Stop:now', 'ActionError "cvm:Stop:now" is not of the form product:Action'],
    ['cvm:St op', 'ActionError "cvm:St op" is not of the form product:Action'],
    ['c vm:Stop', 'ActionError "c vm:Stop" is not of the form product:Action'],
    ['c/vm:Stop', 'ActionError "c/vm:Stop" is not of the form product:Action'],
    ['c?vm:Stop', 'ActionError "c?vm:Stop" is not of the form product:Action'],
    ['\ncvm:Stop', 'ActionError "\\ncvm:Stop" is not of the form product:Action'],
    ['cé:Stop', 'ActionServiceNotExist there is no product "cé"'],
    ['cvm:Start', 'ActionNotExist the product "cvm" has no action "start"'],
    ['actionName/x', 'ActionNotExist there is no feature set "actionName/x"'],
    ['permid/280655', 'ActionNotExist there is no feature set "permid/280655"'],
    ['permid/', 'ActionError "permid/" is not of the form product:Action'],
    ['xpermid/1', 'ActionError "xpermid/1" is not of the form product:Action'],
    ['permid/1/2', 'ActionError "permid/1/2" is not of the form product:Action'],
    ['permid/1:a', 'ActionError "permid/1:a" is not of the form product:Action'],
  ])('%j is refused', (action, message) => {
    expect(said({ action })).toEqual([message])
  })

  test('of products that nobody knows are refused where that is asked for', () => {
    const strict = { strictActionServices: true }
    expect(said({ action: 'cdb:X' })).toEqual(['warning.unknown-action "cdb:X" names no action that this server knows'])
    expect(said({ action: 'cdb:X' }, strict)).toEqual(['ActionServiceNotExist there is no product "cdb"'])
    expect(said({ action: ['cos:X', 'cdb*:X', 'cvm:*'] }, strict)).toEqual([])
    const noNames = { ...strict, vocabulary: { service: vocabulary.service } }
    expect(said({ action: 'cos:X' }, noNames)).toEqual(['ActionServiceNotExist there is no product "cos"'])
  })
})

describe('conditions', () => {
  const values = (condition: object) => {
    return statementOf({ condition })?.conditions.map(({ operator, key, values }) => [operator.text, key, values])
  }

  test.each([
    ['1', '1'],
    ['1.0', '1'],
    ['1.50', '1.5'],
    ['1e2', '100'],
    ['-0.1', '-0.1'],
    ['9007199254740991', '9007199254740991'],
    // What a double cannot hold keeps its spelling.
    ['9007199254740993', '9007199254740993'],
    ['1e21', '1e21'],
  ])('the number %s is the text %s', (spelled, text) => {
    const document = `{"version":"2.0","statement":{"effect":"allow","action":"*","resource":"*","condition":{"numeric_equal":{"x:n":${spelled}}}}}`
    const [statement] = readPolicy(document, OPTIONS).document?.statements ?? []
    expect(statement?.conditions[0]?.values).toEqual([[{ text }]])
  })

  test('names lose the blanks around them', () => {
    expect(values({ ' string_equal ': { ' x:k\t': ['a', '${uin}'] }, null_equal: { mfa: 'true' } })).toEqual([
      ['string_equal', 'x:k', [[{ text: 'a' }], [{ variable: 'uin' }]]],
      ['null_equal', 'mfa', [[{ text: 'true' }]]],
    ])
    expect(values({ 'for_all_value:string_like_if_exist': { 'qcs:resource_tag/a b': 'x' } })).toHaveLength(1)
    expect(values({})).toEqual([])
  })

  test.each<[unknown, string]>([
    [1, 'ConditionError'],
    [{ string_equal: {} }, 'ConditionError "string_equal" must be a JSON object with one or more condition keys'],
    [{ string_equal: 'x' }, 'ConditionError "string_equal" must be a JSON object with one or more condition keys'],
    [{ string_equals: { 'x:k': 'v' } }, 'ConditionTypeError there is no condition operator "string_equals"'],
    [{ string_equal: { k: 'v' } }, 'ConditionError "k" is not a condition key'],
    [{ string_equal: { 'x:k/': 'v' } }, 'ConditionError "x:k/" is not a condition key'],
    [{ string_equal: { 'a x:k': 'v' } }, 'ConditionError "a x:k" is not a condition key'],
    [{ string_equal: { 'x:k\u0001': 'v' } }, 'ConditionError "x:k\\u0001" is not a condition key'],
    [
      { string_equal: { 'x:${uin}': 'v' } },
      'ConditionContentError a condition key cannot contain a policy variable: "x:${uin}"',
    ],
    [{ string_equal: { 'x:k': [] } }, 'ConditionError a condition needs one or more values'],
    [{ string_equal: { 'x:k': true } }, 'ConditionError a condition value must be a text or a number, not a JSON word'],
    [{ string_equal: { 'x:k': '${x}' } }, 'ConditionContentError unknown policy variable "${x}"'],
    [{ numeric_equal: { 'x:k': 'v' } }, 'ConditionContentError "numeric_equal" cannot use the value "v"'],
    [{ bool_equal: { 'x:k': '${uin}' } }, 'ConditionContentError "bool_equal" cannot use the value "${uin}"'],
    [
      { numeric_equal: { 'qcs:tag/a': '1' } },
      'ConditionTypeError "numeric_equal" cannot judge "qcs:tag/a", which needs an operator for type string',
    ],
    [
      { string_like: { 'qcs:ip': '1*' } },
      'ConditionTypeError "string_like" cannot judge "qcs:ip", which needs an operator for type ip',
    ],
    [
      { string_equal: { 'qcs:current_time': 'x' } },
      'ConditionTypeError "string_equal" cannot judge "qcs:current_time", which needs an operator for type date',
    ],
  ])('%j is refused', (condition, message) => {
    const all = said({ condition })
    expect(all).toHaveLength(1)
    expect(all[0]).toContain(message)
  })

  test('on the address may compare its text, and whether it is there', () => {
    expect(said({ condition: { string_equal: { 'qcs:ip': '1.2.3.4' }, null_equal: { 'qcs:ip': 'true' } } })).toEqual([])
    expect(
      said({ condition: { ip_equal: { 'qcs:ip': '1.2.3.4' }, string_equal: { mfa: '0', cvm_system_disk_size: '1' } } }),
    ).toEqual([])
  })

  test('stand where they are at fault', () => {
    const paths = (condition: object) => read({ condition }).problems.map(({ path }) => path)
    expect(paths({ numeric_equal: { 'x:k': ['1', 'v'] } })).toEqual([
      '$.statement[0].condition.numeric_equal["x:k"][1]',
    ])
    expect(paths({ numeric_equal: { 'x:k': 'v' } })).toEqual(['$.statement[0].condition.numeric_equal["x:k"]'])
    expect(paths({ string_equal: { k: [] } })).toEqual([
      '$.statement[0].condition.string_equal.k',
      '$.statement[0].condition.string_equal.k',
    ])
  })
})
