import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('ListCatalogs', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: the shipped products and our own, in order, each with a digest', async () => {
    const { TotalNum, Catalogs } = await server.ok('ListCatalogs')
    const services = (Catalogs as readonly { Service: string; Own: boolean }[]).map(({ Service }) => Service)
    expect(services).toEqual(['cam', 'ccc', 'cloudaudit', 'intlpartnersmgt', 'ses', 'sts', 'tag'])
    expect(TotalNum).toBe(services.length)
    expect(Catalogs).toContainEqual({
      Service: 'ses',
      ProductName: 'Simple Email Service',
      Own: false,
      Console: true,
      Tags: true,
      Level: 'resource',
      Ip: 'supported',
      Updated: expect.stringMatching(/^\d{4}-\d\d-\d\d /),
      Versions: expect.any(Array),
      ActionCount: expect.any(Number),
      Digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('ok: page by page', async () => {
    const page = async (Page: number) => {
      const { TotalNum, Catalogs } = await server.ok('ListCatalogs', { Page, Rp: 4 })
      return [TotalNum, (Catalogs as readonly { Service: string }[]).map(({ Service }) => Service)]
    }
    expect(await page(1)).toEqual([7, ['cam', 'ccc', 'cloudaudit', 'intlpartnersmgt']])
    expect(await page(2)).toEqual([7, ['ses', 'sts', 'tag']])
    expect(await page(3)).toEqual([7, []])
  })

  test('InvalidParameter.ParamError: a page of more than 200', async () => {
    await server.refused('InvalidParameter.ParamError', 'ListCatalogs', { Rp: 201 })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListCatalogs', {}, { as })
  })
})
