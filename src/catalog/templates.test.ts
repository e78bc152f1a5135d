import { describe, expect, test } from 'vitest'
import { loadCatalogs } from './load.ts'
import { camCatalog } from './own.ts'
import { type Filling, fillResource, holesOf } from './templates.ts'

const filling = (parameters: Record<string, string> = {}, region = 'ap-guangzhou'): Filling => ({
  region,
  account: 100_000_000_001,
  parameters: new Map(Object.entries(parameters)),
})

const catalogs = loadCatalogs()

function rowsOf(service: string, action: string): readonly string[] {
  const row = catalogs.get(service)?.actions.get(action)
  if (row === undefined) throw new Error(`${service}:${action} is not in the catalog`)
  return row.resources
}

function fillRow(service: string, action: string, parameters: Record<string, string> = {}): readonly unknown[] {
  return rowsOf(service, action).map((template) => fillResource(template, filling(parameters)))
}

const resource = (text: string) => ({ kind: 'resource', text })

describe('rows as printed', () => {
  test('ses CreateEmailAddress takes the address as it is written', () => {
    expect(fillRow('ses', 'CreateEmailAddress', { EmailAddress: 'a+b@mail.example.com' })).toEqual([
      resource('qcs::ses:ap-guangzhou:uin/100000000001:senderdomain/a+b@mail.example.com'),
    ])
  })

  test('ses CreateAddressTrackUrl fills Address, GetEmailIdentity fills EmailIdentity', () => {
    expect(fillRow('ses', 'CreateAddressTrackUrl', { Address: 'x@example.com' })).toEqual([
      resource('qcs::ses:ap-guangzhou:uin/100000000001:senderdomain/x@example.com'),
    ])
    expect(fillRow('ses', 'GetEmailIdentity', { EmailIdentity: 'example.com' })).toEqual([
      resource('qcs::ses:ap-guangzhou:uin/100000000001:senderdomain/example.com'),
    ])
  })

  test('ses AllocateDedicatedIp asks for independentip/* with a literal star', () => {
    expect(fillRow('ses', 'AllocateDedicatedIp')).toEqual([
      resource('qcs::ses:ap-guangzhou:uin/100000000001:independentip/*'),
    ])
  })

  test('ses CreateDomainSendIp asks for two resources, in the printed order', () => {
    expect(fillRow('ses', 'CreateDomainSendIp')).toEqual([
      resource('qcs::ses:ap-guangzhou:uin/100000000001:independentip/*'),
      resource('qcs::ses:ap-guangzhou:uin/100000000001:senderdomain/*'),
    ])
  })

  test('ccc CreateStaff has no region and fills the account', () => {
    expect(fillRow('ccc', 'CreateStaff', { SdkAppId: '1400000001' })).toEqual([
      resource('qcs::ccc::uin/100000000001:SdkAppId/1400000001'),
    ])
  })

  test('ccc CreateAICall prints an empty uin, which is the account', () => {
    expect(rowsOf('ccc', 'CreateAICall')).toEqual(['qcs::ccc::uin/:SdkAppId/${SdkAppId}'])
    expect(fillRow('ccc', 'CreateAICall', { SdkAppId: '1400000001' })).toEqual([
      resource('qcs::ccc::uin/100000000001:SdkAppId/1400000001'),
    ])
  })

  test('ccc DescribeCustomNumberList prints uin/:* and asks for everything of the account', () => {
    expect(rowsOf('ccc', 'DescribeCustomNumberList')).toEqual(['qcs::ccc::uin/:*'])
    expect(fillRow('ccc', 'DescribeCustomNumberList')).toEqual([resource('qcs::ccc::uin/100000000001:*')])
  })

  test('cam BuildDataFlowAuthToken takes its region from a parameter', () => {
    const [template = ''] = camCatalog([]).actions.get('BuildDataFlowAuthToken')?.resources ?? []
    const parameters = { ResourceRegion: 'ap-beijing', ResourceId: 'cdb-1', ResourceAccount: 'root@%' }
    expect(fillResource(template, filling(parameters))).toEqual(
      resource('qcs::cam:ap-beijing:uin/100000000001:resourceUser/cdb-1/root@%'),
    )
  })

  test('six actions of intlpartnersmgt pass no address', () => {
    const rows = [...(catalogs.get('intlpartnersmgt')?.actions ?? [])]
    expect(rows.filter(([, row]) => !row.ip).map(([name]) => name)).toEqual([
      'UpdatePopUpPushStatus',
      'CheckInQnList',
      'CheckPopUpPushStatus',
      'ContractModeSwitch',
      'QueryIndirectCustomersDetail',
      'QueryUser',
    ])
    expect(rows.every(([, row]) => row.level === 'operation' && row.resources.length === 0)).toBe(true)
  })
})

describe('values from outside', () => {
  test('a value is not read as a template or as a replacement pattern', () => {
    for (const value of ['${uin}', '$&', '$1', '*', 'a:b:c', '']) {
      expect(fillResource('qcs::ccc::uin/:SdkAppId/${SdkAppId}', filling({ SdkAppId: value }))).toEqual(
        resource(`qcs::ccc::uin/100000000001:SdkAppId/${value}`),
      )
    }
  })

  test('a region with a colon cannot move the account', () => {
    const hostile = filling({ EmailAddress: 'x' }, 'gz:uin/2:senderdomain/x')
    expect(fillResource('qcs::ses:${region}:uin/${uin}:senderdomain/${EmailAddress}', hostile)).toEqual({
      kind: 'unfit',
      hole: 'region',
    })
  })

  test('a call without a region leaves the segment empty', () => {
    expect(fillResource('qcs::ses:${region}:uin/${uin}:senderdomain/*', filling({}, ''))).toEqual(
      resource('qcs::ses::uin/100000000001:senderdomain/*'),
    )
  })

  test('a hole without a value gives no resource', () => {
    expect(fillResource('qcs::ccc::uin/:SdkAppId/${SdkAppId}', filling())).toEqual({
      kind: 'missing',
      hole: 'SdkAppId',
    })
  })

  test('parameters named uin or region do not replace account and region', () => {
    expect(fillResource('qcs::x:${region}:uin/${uin}:a/*', filling({ uin: '2', region: 'sh' }))).toEqual(
      resource('qcs::x:ap-guangzhou:uin/100000000001:a/*'),
    )
  })

  test('inherited names have no value', () => {
    for (const name of ['constructor', 'toString']) {
      expect(fillResource(`qcs::x::uin/:a/\${${name}}`, filling())).toEqual({ kind: 'missing', hole: name })
    }
  })
})

test('holesOf names what parameters must fill', () => {
  expect(holesOf('qcs::cam:${ResourceRegion}:uin/${uin}:a/${B}/${B}/${C}')).toEqual(['ResourceRegion', 'B', 'C'])
  expect(holesOf('qcs::ses:${region}:uin/${uin}:independentip/*')).toEqual([])
})

test('every template of the shipped catalogs can be filled when its parameters are there', () => {
  for (const catalog of catalogs.all) {
    for (const row of catalog.actions.values()) {
      for (const template of row.resources) {
        const filled = fillResource(template, filling(Object.fromEntries(holesOf(template).map((name) => [name, 'v']))))
        expect(filled).toMatchObject({ kind: 'resource', text: expect.not.stringContaining('${') })
      }
    }
  }
})
