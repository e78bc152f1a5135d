// Every row of every shipped catalog through the whole signed path: a signed call, its resources from its parameters, the
// engine, and the gateway without an upstream, which says of an allowed call that it would have been carried out.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCatalogs } from '../../src/catalog/load.ts'
import type { CatalogAction } from '../../src/catalog/service.ts'
import { fillResource } from '../../src/catalog/templates.ts'
import type { Form } from '../../src/client/call.ts'
import { type Harness, type Identity, openHarness } from '../api/harness.ts'
import { parameterAt, sampleRequest } from '../sdk/models.ts'
import { createRowRecorder } from './row-coverage.ts'

const catalogs = loadCatalogs()
const region = 'ap-guangzhou'
const forms: readonly Form[] = ['tc3-json', 'tc3-get', 'v1-form', 'v1-get']

/** What fills holes, by the hole's name. */
const values: Readonly<Record<string, string | number>> = {
  SdkAppId: 1_400_000_001,
  EmailAddress: 'sender@mail.example.com',
  EmailIdentity: 'mail.example.com',
  Address: 'track@mail.example.com',
}

describe.each([
  ['ses', 113],
  ['ccc', 181],
  ['intlpartnersmgt', 238],
] as const)('%s', (service, total) => {
  const catalog = catalogs.get(service)
  if (catalog === undefined) throw new Error(`no catalog of ${service}`)
  const rows = [...catalog.actions].map(([name, row], index) => ({ name, row, index }))
  const recorder = createRowRecorder(service)
  let server: Harness
  let caller: Identity
  let policy: number
  beforeAll(async () => {
    server = await openHarness()
    caller = await server.user('caller')
    const document = { version: '2.0', statement: [{ effect: 'allow', action: 'cam:GetUser', resource: '*' }] }
    const made = await server.ok('CreatePolicy', { PolicyName: 'one', PolicyDocument: JSON.stringify(document) })
    policy = Number(made['PolicyId'])
    await server.ok('AttachUserPolicy', { PolicyId: policy, AttachUin: caller.uin })
  })
  afterAll(async () => {
    await server.close()
    recorder.write()
  })

  /** A request that the row is about, and the resources that it must be decided on. */
  function requestOf(name: string, row: CatalogAction) {
    const parameters = service === 'intlpartnersmgt' ? {} : sampleRequest(service, name)
    const holes = new Map<string, string>()
    for (const [hole, { parameter }] of row.fill ?? []) {
      const value = values[hole]
      if (value === undefined) throw new Error(`nothing to fill ${hole} with`)
      const list = service !== 'intlpartnersmgt' && parameterAt(service, name, parameter)?.list === true
      parameters[parameter] = list ? [value] : value
      holes.set(hole, String(value))
    }
    const filled = row.resources.map((template) => {
      const result = fillResource(template, { region, account: caller.account, parameters: holes })
      if (result.kind !== 'resource') throw new Error(`${name}: ${result.hole}`)
      expect(result.text).not.toMatch(/\$\{|uin\/:/)
      return { template, text: result.text }
    })
    return { parameters, filled, resources: filled.length === 0 ? ['*'] : filled.map(({ text }) => text) }
  }

  const may = async (...statement: readonly object[]): Promise<void> => {
    const PolicyDocument = JSON.stringify({ version: '2.0', statement })
    await server.ok('UpdatePolicy', { PolicyId: policy, PolicyDocument })
  }

  const call = (name: string, parameters: object, form: Form = 'tc3-json') => {
    const host = `${service}.tencentcloudapi.com`
    const version = catalog.versions?.[0] ?? ''
    return server.call(name, parameters, { product: service, host, version, region, form, as: caller })
  }

  test.each(rows)('$name: allowed by a policy that names exactly it', async ({ name, row, index }) => {
    const { parameters, filled, resources } = requestOf(name, row)
    const grant = { effect: 'allow', action: `${service}:${name}`, resource: resources }
    // Where the API passes the address, the policy may ask for it.
    const condition = row.ip ? { condition: { ip_equal: { 'qcs:ip': '127.0.0.0/8' } } } : {}
    await may({ ...grant, ...condition })
    // Every form of the protocol takes its turn.
    const form = forms[index % forms.length] ?? 'tc3-json'
    const answer = await call(name, parameters, form)
    expect(answer.Error?.Code, `${form}: ${answer.Error?.Message}`).toBe('DryRunOperation')
    recorder.allowed(name)
    for (const { template } of filled) recorder.filled(name, template)
  })

  test.each(rows)('$name: refused by policies for other things, and by a deny', async ({ name, row }) => {
    const { parameters, resources } = requestOf(name, row)
    const action = `${service}:${name}`
    const other = rows.find((one) => one.name !== name && one.row.level === row.level)?.name ?? ''
    const elsewhere = resources.map((text) => (text === '*' ? `qcs::${service}:::thing/1` : `${text}/other`))
    const refusals: Readonly<Record<string, readonly object[]>> = {
      'another resource and another action': [
        { effect: 'allow', action, resource: elsewhere },
        { effect: 'allow', action: `${service}:${other}`, resource: '*' },
      ],
      'a deny beside an allow of everything': [
        { effect: 'allow', action: '*', resource: '*' },
        { effect: 'deny', action, resource: resources },
      ],
      ...(row.ip
        ? {}
        : {
            'an address that is not passed': [
              { effect: 'allow', action, resource: '*', condition: { ip_equal: { 'qcs:ip': '127.0.0.0/8' } } },
            ],
          }),
      ...(resources.length < 2
        ? {}
        : { 'one of two resources': [{ effect: 'allow', action, resource: resources[0] }] }),
    }
    for (const [what, statements] of Object.entries(refusals)) {
      await may(...statements)
      const { Error: error } = await call(name, parameters)
      expect({ what, code: error?.Code }).toEqual({ what, code: 'AuthFailure.UnauthorizedOperation' })
      expect(error?.Message).toContain(`(${action})`)
      expect(error?.Message).toContain(`resource (${resources.join(',')}) has no permission`)
    }
    recorder.refused(name)
  })

  test('there are as many rows as the reference counts', () => {
    expect(rows).toHaveLength(total)
  })
})
