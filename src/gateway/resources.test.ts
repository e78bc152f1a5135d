import { describe, expect, test } from 'vitest'
import { loadCatalogs, parseCatalog } from '../catalog/load.ts'
import type { CatalogAction } from '../catalog/service.ts'
import { assemble, decide } from '../policy/index.ts'
import type { RawObject, RawValue } from '../protocol/call.ts'
import { isNeeded, resourcesMax, resourcesOf, valueBytesMax } from './resources.ts'

const account = 100_000_000_001
const owner = `uin/${account}`
const catalogs = loadCatalogs()

function rowOf(service: string, name: string): CatalogAction {
  const row = catalogs.get(service)?.actions.get(name)
  if (row === undefined) throw new Error(`no ${service}:${name}`)
  return row
}

const nameless = (entries: object): RawObject => Object.assign(Object.create(null), entries)
const region = 'ap-guangzhou'

/** What the row asks, as its resources, or the error's code and detail. */
function asked(
  service: string,
  name: string,
  parameters: object = {},
  more: { region?: string | undefined; row?: CatalogAction } = { region },
) {
  const row = more.row ?? rowOf(service, name)
  const result = resourcesOf(service, name, row, { region: more.region, account, parameters: nameless(parameters) })
  return result.kind === 'asked' ? result.resources : [result.error.code, result.error.detail]
}

/** A row of a catalog that is only here. */
function rowWith(resources: readonly string[], fill: object): CatalogAction {
  const row = { class: 'read', level: 'resource', resources, ip: true, summary: 'Does a thing.', fill }
  const head = { service: 'shop', product: 'Shop', console: false, tags: false, level: 'resource', ip: 'supported' }
  const file = { ...head, updated: '2026-01-01 00:00:00', actions: { Do: row } }
  const found = parseCatalog(JSON.stringify(file), 'shop.json').actions.get('Do')
  if (found === undefined) throw new Error('no row')
  return found
}

describe('rows as their pages print them', () => {
  test('an operation-level API is asked for on *', () => {
    const call = { region: undefined, account, parameters: nameless({ ReceiverId: 1 }) }
    expect(resourcesOf('ses', 'BatchSendEmail', rowOf('ses', 'BatchSendEmail'), call)).toEqual({
      kind: 'asked',
      action: 'ses:BatchSendEmail',
      resources: ['*'],
      granularity: 'operation',
      used: new Map(),
      requestTags: [],
    })
  })

  test('the resource is filled from the parameter, which is told', () => {
    const call = { region, account, parameters: nameless({ EmailAddress: 'a@mail.example.com', EmailSenderName: 'A' }) }
    expect(resourcesOf('ses', 'CreateEmailAddress', rowOf('ses', 'CreateEmailAddress'), call)).toEqual({
      kind: 'asked',
      action: 'ses:CreateEmailAddress',
      resources: [`qcs::ses:${region}:${owner}:senderdomain/a@mail.example.com`],
      granularity: 'resource',
      used: new Map([['EmailAddress', ['a@mail.example.com']]]),
      requestTags: [],
    })
  })

  test('independentip/* and senderdomain/*, a whole class each, in the printed order', () => {
    const ip = `qcs::ses:${region}:${owner}:independentip/*`
    const domain = `qcs::ses:${region}:${owner}:senderdomain/*`
    expect(asked('ses', 'AllocateDedicatedIp')).toEqual([ip])
    expect(asked('ses', 'CreateDomainSendIp')).toEqual([ip, domain])
    expect(asked('ses', 'GetDomainSendIp')).toEqual([domain, ip])
  })

  test('qcs::ccc::uin/:SdkAppId/…: an empty uin is the account itself', () => {
    expect(rowOf('ccc', 'CreateAICall').resources).toEqual(['qcs::ccc::uin/:SdkAppId/${SdkAppId}'])
    expect(asked('ccc', 'CreateAICall', { SdkAppId: 1_400_000_001 })).toEqual([
      `qcs::ccc::${owner}:SdkAppId/1400000001`,
    ])
  })

  test('qcs::ccc::uin/:*: everything of the account', () => {
    expect(rowOf('ccc', 'DescribeCustomNumberList').resources).toEqual(['qcs::ccc::uin/:*'])
    expect(asked('ccc', 'DescribeCustomNumberList')).toEqual([`qcs::ccc::${owner}:*`])
  })

  test('the product is printed as operation level, the row as resource level: the row wins', () => {
    expect(catalogs.get('ccc')?.level).toBe('operation')
    const call = { region, account, parameters: nameless({ SdkAppId: 1 }) }
    const rows = [...(catalogs.get('ccc')?.actions ?? [])].filter(([, { level }]) => level === 'resource')
    expect(rows).toHaveLength(113)
    for (const [name, row] of rows) {
      const parameters = name === 'DescribeTelCallInfo' ? nameless({ SdkAppIdList: [1] }) : call.parameters
      const result = resourcesOf('ccc', name, row, { ...call, parameters })
      expect(result).toMatchObject({ kind: 'asked', granularity: 'resource' })
    }
  })

  test('the six APIs of intlpartnersmgt without address conditions are asked for on * like the others', () => {
    const rows = [...(catalogs.get('intlpartnersmgt')?.actions ?? [])].filter(([, { ip }]) => !ip)
    expect(rows.map(([name]) => name).sort()).toEqual([
      'CheckInQnList',
      'CheckPopUpPushStatus',
      'ContractModeSwitch',
      'QueryIndirectCustomersDetail',
      'QueryUser',
      'UpdatePopUpPushStatus',
    ])
    for (const [name] of rows) expect(asked('intlpartnersmgt', name)).toEqual(['*'])
  })

  test('a list means one resource per element, each once', () => {
    expect(asked('ccc', 'DescribeTelCallInfo', { SdkAppIdList: [2, 1, 2] })).toEqual([
      `qcs::ccc::${owner}:SdkAppId/2`,
      `qcs::ccc::${owner}:SdkAppId/1`,
    ])
  })
})

describe('what a call leaves out', () => {
  test('a parameter that the API needs is missed', () => {
    for (const given of [{}, { SdkAppId: null }, { SdkAppId: '' }, { SdkAppId: [] }, { SdkAppId: [1, null] }]) {
      expect(asked('ccc', 'CreateStaff', given)).toEqual(['MissingParameter', { name: 'SdkAppId' }])
    }
  })

  test('a parameter that the API can do without means the whole class, never nothing', () => {
    const whole = `qcs::ccc::${owner}:SdkAppId/*`
    for (const given of [{}, { SdkAppId: null }, { SdkAppId: '' }, { SdkAppId: [] }]) {
      expect(asked('ccc', 'DescribeIMCdrs', given)).toEqual([whole])
    }
    expect(asked('ccc', 'DescribeIMCdrs', { SdkAppId: [7, ''] })).toEqual([`qcs::ccc::${owner}:SdkAppId/7`, whole])
  })

  test('the region of a resource that lies in one', () => {
    for (const none of [undefined, '']) {
      expect(asked('ses', 'AllocateDedicatedIp', {}, { region: none })).toEqual([
        'MissingParameter',
        { name: 'Region' },
      ])
    }
    expect(asked('ccc', 'CreateStaff', { SdkAppId: 1 }, { region: undefined })).toHaveLength(1)
  })

  test('what is absent in one element of a list of objects', () => {
    const row = rowWith(['qcs::shop:::thing/${Id}'], { Id: { parameter: 'Things.Id', absent: 'class' } })
    expect(asked('shop', 'Do', { Things: [{ Id: 'a' }, {}] }, { row })).toEqual([
      'qcs::shop:::thing/a',
      'qcs::shop:::thing/*',
    ])
    const strict = rowWith(['qcs::shop:::thing/${Id}'], { Id: 'Things.Id' })
    const missing = ['MissingParameter', { name: 'Things.Id' }]
    expect(asked('shop', 'Do', { Things: [{ Id: 'a' }, {}] }, { row: strict })).toEqual(missing)
    expect(asked('shop', 'Do', { Things: [] }, { row: strict })).toEqual(missing)
  })
})

describe('hostile values', () => {
  const domain = (value: string) => [`qcs::ses:${region}:${owner}:senderdomain/${value}`]

  test.each(['*', ':', '/', '${uin}', 'a:b:c', '../x', 'qcs::ses:::*', '%2A', '例え.jp'])('%j is text', (value) => {
    expect(asked('ses', 'GetEmailIdentity', { EmailIdentity: value })).toEqual(domain(value))
  })

  test('and meets only policies that cover that very text', () => {
    const via = { kind: 'direct' as const }
    const may = (granted: string, value: string): string => {
      const statement = [{ effect: 'allow', action: 'ses:*', resource: `qcs::ses:::senderdomain/${granted}` }]
      const document = JSON.stringify({ version: '2.0', statement })
      const source = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: account, document, via }
      const who = { kind: 'user' as const, uin: 100_000_000_011, account, appId: 1_250_000_000 }
      const program = assemble({ ...who, identity: [source], boundary: undefined, session: undefined })
      const call = { region, account, parameters: nameless({ EmailIdentity: value }) }
      const result = resourcesOf('ses', 'GetEmailIdentity', rowOf('ses', 'GetEmailIdentity'), call)
      if (result.kind !== 'asked') return result.error.code
      return decide(program, { ...result, context: new Map() }).effect
    }
    expect(may('example.com', 'example.com')).toBe('allow')
    expect(may('example.com', '*')).toBe('deny')
    expect(may('example*', '*')).toBe('deny')
    expect(may('*', '*')).toBe('allow')
    expect(may('${uin}', '100000000011')).toBe('allow')
    expect(may('100000000011', '${uin}')).toBe('deny')
    expect(may('${uin}', '${uin}')).toBe('deny')
    expect(may('a/*', 'a/../b')).toBe('allow')
    expect(may('x', 'a:senderdomain/x')).toBe('deny')
  })

  test('too long, or with control characters', () => {
    const longest = 'ü'.repeat(valueBytesMax / 2)
    expect(asked('ses', 'GetEmailIdentity', { EmailIdentity: longest })).toEqual(domain(longest))
    for (const value of [`${longest}a`, 'x'.repeat(10_240), 'a\nb', 'a\u007f']) {
      const [code, detail] = asked('ses', 'GetEmailIdentity', { EmailIdentity: value })
      expect(code).toBe('InvalidParameterValue')
      expect(JSON.stringify(detail).length).toBeLessThan(200)
    }
  })

  test.each([true, { a: 1 }, [{ a: 1 }], [[{}]]] as RawValue[])('%j is of the wrong type', (value) => {
    const fault = ['InvalidParameter', { wording: 'type', name: 'EmailIdentity' }]
    expect(asked('ses', 'GetEmailIdentity', { EmailIdentity: value })).toEqual(fault)
  })

  test('an integer has one spelling', () => {
    for (const value of [7, '7', 7.0]) {
      expect(asked('ccc', 'CreateStaff', { SdkAppId: value })).toEqual([`qcs::ccc::${owner}:SdkAppId/7`])
    }
    for (const value of ['07', '+7', ' 7', '7 ', '7.0', '0x7', '7e0', '-0', '*', '٧', 7.5, 1e21, '1'.repeat(21)]) {
      const [code] = asked('ccc', 'CreateStaff', { SdkAppId: value })
      expect({ value, code }).toEqual({ value, code: 'InvalidParameterValue' })
    }
    // What a number cannot hold comes as its text.
    expect(asked('ccc', 'CreateStaff', { SdkAppId: '18446744073709551615' })).toHaveLength(1)
  })

  test('names that differ only in case: a service may read either', () => {
    for (const twin of ['sdkAppId', 'SDKAPPID', 'Sd\u212aAppId', '\u017fdkAppId']) {
      const refused = ['InvalidParameter', expect.objectContaining({ wording: 'structure', name: twin })]
      expect(asked('ccc', 'CreateStaff', { SdkAppId: 1, [twin]: 2 })).toEqual(refused)
      expect(asked('ccc', 'DescribeIMCdrs', { [twin]: 2 })).toEqual(refused)
    }
    const row = rowWith(['qcs::shop:::thing/${Id}'], { Id: 'Thing.Id' })
    const [code] = asked('shop', 'Do', { Thing: { Id: 'a', ID: 'b' } }, { row })
    expect(code).toBe('InvalidParameter')
  })

  test('inherited names are absent', () => {
    const row = rowWith(['qcs::shop:::thing/${Id}'], { Id: 'constructor.name' })
    const result = resourcesOf('shop', 'Do', row, { region, account, parameters: {} })
    expect(result).toMatchObject({ kind: 'refused', error: { code: 'MissingParameter' } })
  })

  test('a region is a name or refused', () => {
    for (const value of ['*', 'ap:x', 'a/b', '${uin}', 'ap guangzhou', 'x'.repeat(65)]) {
      const [code] = asked('ses', 'AllocateDedicatedIp', {}, { region: value })
      expect({ value, code }).toEqual({ value, code: 'InvalidParameterValue' })
    }
  })

  test('a colon where a segment ends is refused', () => {
    const row = rowWith(['qcs::shop:${Place}::thing/*'], { Place: 'Place' })
    expect(asked('shop', 'Do', { Place: 'here' }, { row })).toEqual(['qcs::shop:here::thing/*'])
    expect(asked('shop', 'Do', { Place: 'a:b' }, { row })).toEqual([
      'InvalidParameterValue',
      { name: 'Place', value: 'a:b' },
    ])
  })

  test('more resources than a call may name', () => {
    const list = (length: number) => ({ SdkAppIdList: Array.from({ length }, (_, index) => index) })
    expect(asked('ccc', 'DescribeTelCallInfo', list(resourcesMax))).toHaveLength(resourcesMax)
    expect(asked('ccc', 'DescribeTelCallInfo', list(resourcesMax + 1))).toEqual([
      'InvalidParameter',
      { wording: 'structure', name: 'SdkAppIdList', problem: 'it names more than 100 resources' },
    ])
    const row = rowWith(['qcs::shop:::thing/${A}/${B}'], { A: 'A', B: 'B' })
    const many = Array.from({ length: 40_000 }, (_, index) => `${index}`)
    expect(asked('shop', 'Do', { A: many, B: many }, { row })[0]).toBe('InvalidParameter')
  })
})

test('two lists are combined in every way', () => {
  const row = rowWith(['qcs::shop:::thing/${A}/${B}', 'qcs::shop:::owner/${A}'], { A: 'A', B: 'Deep.B' })
  expect(asked('shop', 'Do', { A: ['1', '2'], Deep: { B: ['x', 'y'] } }, { row })).toEqual([
    'qcs::shop:::thing/1/x',
    'qcs::shop:::thing/1/y',
    'qcs::shop:::thing/2/x',
    'qcs::shop:::thing/2/y',
    'qcs::shop:::owner/1',
    'qcs::shop:::owner/2',
  ])
})

test('isNeeded tells the members to read: those of the fills, of the tags, and their twins', () => {
  const row = rowOf('ses', 'GetEmailIdentity')
  expect(['EmailIdentity', 'emailIDENTITY'].every((name) => isNeeded(row, name))).toBe(true)
  expect(['EmailIdentit', 'Email', '', 'TagList'].some((name) => isNeeded(row, name))).toBe(false)
  expect(isNeeded(rowOf('ses', 'CreateEmailIdentity'), 'TagList')).toBe(true)
  expect(isNeeded(rowOf('ses', 'BatchSendEmail'), '')).toBe(false)
  const nested = rowWith(['qcs::shop:::thing/${Id}'], { Id: 'Things.Id' })
  expect([isNeeded(nested, 'Things'), isNeeded(nested, 'Id')]).toEqual([true, false])
})
