import { describe, expect, test } from 'vitest'
import { catalogsOf } from './load.ts'
import { camCatalog, type OwnAction, ownCatalogs, stsCatalog, tagCatalog } from './own.ts'
import { camDocumented, camFurther, camNewer, stsDocumented, tagDocumented, tagFurther } from './own-names.ts'
import { knows, products } from './products.ts'
import { catalogFile } from './schema.ts'
import type { ServiceCatalog } from './service.ts'

const action = (product: OwnAction['product'], name: string, access: 'read' | 'write'): OwnAction => ({
  product,
  name,
  access,
  summary: `About ${name}.`,
})
const resourceLevel = (catalog: ServiceCatalog) =>
  Object.fromEntries(
    [...catalog.actions].filter(([, row]) => row.level === 'resource').map(([name, row]) => [name, row.resources]),
  )

describe('camCatalog', () => {
  test('knows every name without a handler for it', () => {
    const cam = camCatalog([])
    expect([camDocumented.length, camNewer.length, camFurther.length]).toEqual([82, 13, 79])
    expect(cam.actions.size).toBe(82 + 13 + 79)
    for (const name of [
      'DeleteApiKey',
      'PassRole',
      'ListMaskedSubAccounts',
      'AttachRolePolicies',
      'GetPasswordRules',
    ]) {
      expect(cam.actions.has(name)).toBe(true)
    }
  })

  test('six actions name a resource, all others are asked on *', () => {
    expect(resourceLevel(camCatalog([]))).toEqual({
      AddSubAccountCheckingMFA: ['qcs::cam::uin/${uin}:uin/${subUin}'],
      BuildDataFlowAuthToken: ['qcs::cam:${ResourceRegion}:uin/:resourceUser/${ResourceId}/${ResourceAccount}'],
      CreateAccessKey: ['qcs::cam::uin/${uin}:uin/${TargetUin}'],
      CreateApiKey: ['qcs::cam::uin/${uin}:uin/${ApiUin}'],
      LogoutRoleSessions: ['qcs::cam::uin/${uin}:roleName/${roleName}'],
      PassRole: ['qcs::cam::uin/${uin}:roleName/${roleName}'],
    })
  })

  test('takes summary and access from the handlers, also of names of its own', () => {
    const cam = camCatalog([
      action('cam', 'ListUsers', 'read'),
      action('cam', 'ListAuditEvents', 'read'),
      action('cam', 'GetUser', 'read'),
      action('cam', 'GetThingOnce', 'write'),
      action('sts', 'AssumeRole', 'write'),
    ])
    expect(cam.actions.get('ListUsers')).toMatchObject({ class: 'list', summary: 'About ListUsers.' })
    expect(cam.actions.get('ListAuditEvents')).toMatchObject({ class: 'list', level: 'operation', ip: true })
    expect(cam.actions.get('GetUser')?.class).toBe('read')
    expect(cam.actions.get('GetThingOnce')?.class).toBe('write')
    expect(cam.actions.get('DeleteApiKey')).toMatchObject({ class: 'write', summary: '' })
    expect(cam.actions.has('AssumeRole')).toBe(false)
  })
})

describe('stsCatalog', () => {
  test('only AssumeRole names a resource, and no action passes an address', () => {
    const sts = stsCatalog([])
    expect(stsDocumented).toHaveLength(7)
    expect(resourceLevel(sts)).toEqual({ AssumeRole: ['qcs::cam::uin/${uin}:roleName/${roleName}'] })
    expect([...sts.actions.values()].some((row) => row.ip)).toBe(false)
    expect(sts).toMatchObject({ level: 'resource', ip: 'none', tags: false, console: true })
  })

  test('policies may name the actions that need no permission', () => {
    const vocabulary = catalogsOf([stsCatalog([])]).vocabulary()
    expect(vocabulary.service('sts')?.hasAction('GetFederationToken')).toBe(true)
  })
})

describe('tagCatalog', () => {
  test('knows the actions of the product, old names included, and asks all of them on *', () => {
    const tag = tagCatalog([action('tag', 'TagResources', 'write'), action('cam', 'ListUsers', 'read')])
    expect([tagDocumented.length, tagFurther.length]).toEqual([31, 2])
    expect(tag.actions.size).toBe(33)
    expect(tag.actions.get('TagResources')).toMatchObject({ class: 'write', summary: 'About TagResources.' })
    expect(tag.actions.get('GetResources')?.class).toBe('read')
    expect(resourceLevel(tag)).toEqual({})
    const vocabulary = catalogsOf([tag]).vocabulary()
    expect(vocabulary.service('tag')?.hasAction('GetResourcesByTags')).toBe(true)
    expect(vocabulary.service('tag')?.hasAction('ListUsers')).toBe(false)
  })
})

test('all obey the shape of a catalog file', () => {
  expect(ownCatalogs([]).map(({ service }) => service)).toEqual(['cam', 'sts', 'tag', 'cloudaudit'])
  for (const catalog of ownCatalogs([])) {
    const { own, ...printed } = catalog
    expect(own).toBe(true)
    const asFile = { ...printed, updated: '2026-01-01 00:00:00', actions: Object.fromEntries(catalog.actions) }
    expect(catalogFile.safeParse(asFile).error).toBeUndefined()
  }
})

describe('products', () => {
  test('knows abbreviations without regard to case, and nothing inherited', () => {
    expect(['cvm', 'COS', 'APIgateway', 'cam', 'finance', 'account', 'intlpartnersmgt'].every(knows)).toBe(true)
    expect(['aa', '', '*', 'constructor', '__proto__', 'cvm '].some(knows)).toBe(false)
  })

  test('lists each once, in order', () => {
    expect([...new Set(products)].sort()).toEqual(products)
  })
})
