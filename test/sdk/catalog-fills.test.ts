// Every parameter that a catalog names, against the request models of the client library.
import { describe, expect, test } from 'vitest'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { hasRequest, parameterAt } from './models.ts'
import { unconfirmed } from './unconfirmed.ts'

const catalogs = loadCatalogs()
const services = ['ses', 'ccc'] as const

const rowsOf = (service: string) => [...(catalogs.get(service)?.actions ?? [])]

describe.each(services)('%s', (service) => {
  const filled = rowsOf(service).flatMap(([name, row]) =>
    [...(row.fill ?? [])].map(([hole, fill]) => [name, hole, fill] as const),
  )

  test.each(filled.filter(([name]) => hasRequest(service, name)))(
    '%s fills %s as the library declares it',
    (name, _, fill) => {
      const declared = parameterAt(service, name, fill.parameter)
      expect({
        type: declared?.type,
        absent: declared?.optional === true ? 'class' : 'refuse',
        assumed: declared === undefined,
      }).toEqual({
        type: fill.type === 'integer' ? expect.stringMatching(/^number/) : 'string',
        absent: fill.absent,
        assumed: fill.assumed,
      })
    },
  )

  test('the parameters that no model confirms are those of the template, and a call without them is about the class', () => {
    const others = filled.filter(([name]) => !hasRequest(service, name))
    expect(others.map(([name]) => name)).toEqual(unconfirmed[service])
    for (const [name, hole, fill] of others) {
      expect({ name, ...fill, type: undefined }).toEqual({
        name,
        parameter: hole,
        type: undefined,
        absent: 'class',
        assumed: true,
      })
    }
  })

  test('tags of a request are pairs of the two names', () => {
    for (const [name, { requestTags }] of rowsOf(service)) {
      if (requestTags === undefined) continue
      const pair = ['TagKey', 'TagValue'].map((member) => parameterAt(service, name, `${requestTags}.${member}`))
      expect({ name, pair }).toMatchObject({ name, pair: [{ type: 'string' }, { type: 'string' }] })
    }
  })
})

test('the one parameter that is a list fills one resource per element', () => {
  const lists = services.flatMap((service) =>
    rowsOf(service).flatMap(([name, row]) =>
      [...(row.fill?.values() ?? [])].flatMap(({ parameter }) =>
        parameterAt(service, name, parameter)?.list === true ? [`${name}.${parameter}`] : [],
      ),
    ),
  )
  expect(lists).toEqual(['DescribeTelCallInfo.SdkAppIdList'])
})

test('intlpartnersmgt names no resource, so it has nothing to fill', () => {
  expect(rowsOf('intlpartnersmgt').filter(([, row]) => row.resources.length > 0 || row.fill !== undefined)).toEqual([])
})
