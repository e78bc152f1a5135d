// What an administrator reads of a catalogued call that was refused because of what the catalog says.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explained } from '../../src/cli/explained.ts'
import { allow, type Harness, openHarness } from '../api/harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

const under = (action: string, condition: object) => ({
  version: '2.0',
  statement: [{ effect: 'allow', action, resource: '*', condition }],
})

let people = 0

async function why(document: object, product: string, version: string, action: string, parameters: object = {}) {
  people += 1
  const as = await server.user(`person-${people}`, document)
  const host = `${product}.tencentcloudapi.com`
  const answer = await server.call(action, parameters, { as, product, host, version, region: 'ap-guangzhou' })
  expect(answer.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
  await server.dispatcher.flush()
  const found = await server.world.store.refusal(answer.RequestId)
  return explained(JSON.parse(found?.record ?? ''))
}

test('an address that calls of the API never carry', async () => {
  const document = under('intlpartnersmgt:QueryUser', { ip_equal: { 'qcs:ip': '127.0.0.0/8' } })
  const text = await why(document, 'intlpartnersmgt', '2022-09-28', 'QueryUser')
  expect(text).toMatch(/Action +intlpartnersmgt:QueryUser\n/)
  expect(text).toContain(
    '      condition does not hold: ip_equal qcs:ip, wanted 127.0.0.0/8, this API passes no address (qcs:ip)',
  )
})

test('tags of a product without them, beside a key that only this call lacks', async () => {
  const condition = {
    string_equal: { 'qcs:resource_tag/env': 'test', 'qcs:vpc': 'vpc-1' },
  }
  const text = await why(under('ccc:*', condition), 'ccc', '2020-02-10', 'DescribeExtension', {
    SdkAppId: 1_400_000_001,
    ExtensionId: '1',
  })
  expect(text).toContain(`\nResource qcs::ccc::uin/${server.root.account}:SdkAppId/1400000001\n`)
  expect(text).toContain(
    'string_equal qcs:resource_tag/env, wanted test, this API passes no tags: its product has no authorisation by tags',
  )
  expect(text).toContain('string_equal qcs:vpc, wanted vpc-1, the request has no such key')
})

test('a resource on an API that is checked as a whole', async () => {
  const document = allow('ses:BatchSendEmail', 'qcs::ses:::senderdomain/*')
  const text = await why(document, 'ses', '2020-10-02', 'BatchSendEmail')
  expect(text).toContain('      this API is checked on * only, and it covers less: qcs::ses:::senderdomain/*')
})
