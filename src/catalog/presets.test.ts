import { describe, expect, test } from 'vitest'
import { catalogsOf, loadCatalogs } from './load.ts'
import { camCatalog, stsCatalog } from './own.ts'
import { loadPresets, type Preset, tableOf } from './presets.ts'

const catalogs = loadCatalogs(undefined, [camCatalog([]), stsCatalog([])])
const presets = loadPresets(catalogs)

interface Document {
  readonly version: string
  readonly statement: readonly {
    readonly effect: string
    readonly action: string | readonly string[]
    readonly resource: string | readonly string[]
  }[]
}
function documentOf(name: string): Document {
  return JSON.parse(presets.byName(name)?.document ?? 'null') as Document
}
const allow = (action: string | readonly string[], resource: string) => ({ effect: 'allow', action, resource })
const actionsOf = (name: string): readonly string[] => documentOf(name).statement.flatMap(({ action }) => action)
/** Whether a pattern of the document covers the action; patterns here have no star but the last letter. */
const covers = (name: string, action: string): boolean =>
  actionsOf(name).some((text) => (text.endsWith('*') ? action.startsWith(text.slice(0, -1)) : text === action))

describe('the table', () => {
  test.each([
    [1, 'AdministratorAccess'],
    [2, 'QCloudResourceFullAccess'],
    [3, 'QCloudFinanceFullAccess'],
    [400411, 'ReadOnlyAccess'],
    [524252, 'QcloudAVCFullAccess'],
    [439285, 'QcloudBeianFullAccess'],
    [399353, 'QcloudBMFullAccess'],
    [399424, 'QcloudBMReadOnlyAccess'],
    [219186, 'QcloudCASFullAccess'],
    [244866, 'QcloudCASReadOnlyAccess'],
    [419076, 'QcloudCCBFullAccess'],
    [419081, 'QcloudCCBReadOnlyAccess'],
    [419082, 'QcloudCCRFullAccess'],
    [419084, 'QcloudCCRReadOnlyAccess'],
    [304652, 'QcloudCCSFullAccess'],
    [296232, 'QcloudCCSInnerFullAccess'],
    [296233, 'QcloudCCSReadOnlyAccess'],
    [450021, 'QcloudCLBFinanceAccess'],
    [219850, 'QcloudCLBFullAccess'],
    [219851, 'QcloudCLBReadOnlyAccess'],
    [219064, 'QcloudSMSFullAccess'],
    [13847366, 'QcloudAccessForASRole'],
    [16313162, 'QcloudAccessForCDNRole'],
  ])('%i is %s', (id, name) => {
    expect(presets.byId(id)?.name).toBe(name)
    expect(presets.byName(name)?.policyId).toBe(id)
  })

  test('is ordered by descending id; ids and names occur once', () => {
    const ids = presets.all.map(({ policyId }) => policyId)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
    expect(new Set(presets.all.map(({ name }) => name)).size).toBe(ids.length)
    expect(ids).toHaveLength(103)
  })

  test('ids of our own lie in their range, and stay with their names', () => {
    const own = presets.all.filter(({ policyId }) => policyId > 9_000_000 && policyId < 9_100_000)
    expect(own).toHaveLength(80)
    const pinned = ['QcloudCOSFullAccess', 'QcloudCamFullAccess', 'QcloudSESReadOnlyAccess', 'QcloudSMSReadonlyAccess']
    expect(pinned.map((name) => presets.byName(name)?.policyId)).toEqual([9000001, 9000022, 9000031, 9000080])
  })

  test('names are exact, irregular ones included', () => {
    expect(presets.byName('QcloudResourceFullAccess')).toBeUndefined()
    expect(presets.byName('administratoraccess')).toBeUndefined()
    for (const name of ['QcloudVODReadonlyAccess', 'QcloudTRTCReadonlyAccess', 'QCloudCmqTopicCreaterFullAccess']) {
      expect(presets.byName(name)?.name).toBe(name)
    }
    expect(presets.byName('constructor')).toBeUndefined()
  })

  test('only policies of linked roles are flagged', () => {
    expect(presets.all.filter(({ serviceLinked }) => serviceLinked).map(({ name }) => name)).toEqual([
      'QcloudAccessForOrganizationLinkedRoleInCIC',
      'QcloudAccessForCOSLinkedRoleInCOSAcc',
    ])
  })

  test('times are whole seconds, known ones exact', () => {
    expect(presets.byName('QcloudAccessForCDNRole')?.addedMs).toBe(Date.UTC(2019, 3, 19, 2, 55, 31))
    expect(presets.all.every(({ addedMs, updatedMs }) => addedMs % 1000 === 0 && updatedMs >= addedMs)).toBe(true)
  })

  test('a double id or name is refused', () => {
    const [first, second] = presets.all
    if (first === undefined || second === undefined) throw new Error('no presets')
    const renamed: Preset = { ...first, name: second.name }
    expect(() => tableOf([first, first])).toThrow('occurs twice')
    expect(() => tableOf([renamed, second])).toThrow('occurs twice')
  })

  test('a missing catalog is an error', () => {
    expect(() => loadPresets(catalogsOf([]))).toThrow('no catalog is loaded for ses')
  })
})

describe('documents', () => {
  test('as printed in public', () => {
    expect(documentOf('AdministratorAccess')).toEqual({ version: '2.0', statement: [allow('*', '*')] })
    expect(documentOf('QcloudCVMFinanceAccess').statement).toEqual([allow(['finance:*'], 'qcs::cvm:::*')])
    expect(documentOf('QcloudCOSFullAccess').statement).toEqual([allow(['cos:*'], '*')])
    expect(documentOf('QCloudCmqQueueCreaterFullAccess').statement).toEqual([
      allow(['cmqqueue:*'], 'qcs::cmqqueue:::queueName/uin/${uin}/*'),
    ])
    expect(documentOf('QcloudCLBReadOnlyAccess').statement).toHaveLength(2)
    expect(actionsOf('QcloudCOSDataFullControl')).toHaveLength(19)
  })

  test('no preset denies: it would take away what other policies grant', () => {
    expect(
      presets.all.flatMap(({ name }) => documentOf(name).statement).every(({ effect }) => effect === 'allow'),
    ).toBe(true)
  })

  test('QCloudResourceFullAccess reaches neither users nor money', () => {
    for (const action of [
      'cam:AddUser',
      'sts:AssumeRole',
      'finance:Pay',
      'account:SetSafeAuthFlag',
      'intlpartnersmgt:PayOrders',
    ]) {
      expect(covers('QCloudResourceFullAccess', action)).toBe(false)
    }
    for (const action of ['cvm:RunInstances', 'cos:PutObject', 'ses:SendEmail', 'ccc:CreateStaff']) {
      expect(covers('QCloudResourceFullAccess', action)).toBe(true)
    }
  })

  test.each([
    ['ses', 'QcloudSESReadOnlyAccess'],
    ['ccc', 'QcloudCCCReadOnlyAccess'],
    ['intlpartnersmgt', 'QcloudIntlpartnersmgtReadOnlyAccess'],
  ])('the reading preset of %s covers exactly its reading actions', (service, name) => {
    const rows = [...(catalogs.get(service)?.actions ?? [])]
    const reading = rows.filter(([, row]) => row.class === 'read' || row.class === 'list').map(([action]) => action)
    expect(reading.length).toBeGreaterThan(50)
    expect(rows.map(([action]) => action).filter((action) => covers(name, `${service}:${action}`))).toEqual(reading)
  })

  test('ReadOnlyAccess covers no action that makes a key, a token or a secret', () => {
    for (const action of [
      'sts:GetFederationToken',
      'sts:GetSessionToken',
      'ssm:GetSecretValue',
      'cam:CreateAccessKey',
    ]) {
      expect(covers('ReadOnlyAccess', action)).toBe(false)
    }
    for (const action of [
      'cam:ListUsers',
      'cam:GetUser',
      'sts:GetCallerIdentity',
      'ses:ListSendTasks',
      'cvm:DescribeZones',
    ]) {
      expect(covers('ReadOnlyAccess', action)).toBe(true)
    }
  })

  test('reading presets of all products cover no catalogued write of cam', () => {
    const writes = [...(catalogs.get('cam')?.actions ?? [])].filter(([, row]) => row.class === 'write')
    for (const name of ['ReadOnlyAccess', 'QcloudCamReadOnlyAccess', 'QcloudCamSummaryAccess']) {
      expect(writes.filter(([action]) => covers(name, `cam:${action}`))).toEqual([])
    }
  })

  test('key and password presets are bound to the user itself', () => {
    for (const name of [
      'QcloudCollApiKeyReadOnlyAccess',
      'QcloudCollApiKeyManageAccess',
      'QcloudCollPasswordManageAccess',
    ]) {
      expect(documentOf(name).statement.map(({ resource }) => resource)).toEqual(['qcs::cam::uin/-1:uin/${uin}'])
    }
  })
})
