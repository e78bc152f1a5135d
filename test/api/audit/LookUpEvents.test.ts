import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness, startMs } from '../harness.ts'

interface Found {
  readonly EventId: string
  readonly EventName: string
  readonly CloudAuditEvent: string
}

describe('LookUpEvents', () => {
  let server: Harness
  let anna: Identity
  const now = Math.floor(startMs / 1000)
  beforeAll(async () => {
    server = await openHarness()
    anna = await server.user('anna', allow('cam:CreateGroup'))
    await server.ok('CreateGroup', { GroupName: 'g' }, { as: anna })
    await server.call('ListGroups', {}, { as: anna })
    await server.dispatcher.flushEvents()
  })
  afterAll(() => server.close())

  const look = (parameters: object = {}) => server.ok('LookUpEvents', { StartTime: now, EndTime: now, ...parameters })
  const names = async (...attributes: readonly (readonly [AttributeKey: string, AttributeValue: string])[]) => {
    const LookupAttributes = attributes.map(([AttributeKey, AttributeValue]) => ({ AttributeKey, AttributeValue }))
    return ((await look({ LookupAttributes, MaxResults: 50 }))['Events'] as Found[]).map(({ EventName }) => EventName)
  }

  test('ok: an event in full', async () => {
    const [event] = (await look({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateGroup' }] }))[
      'Events'
    ] as Found[]
    expect(event).toEqual({
      EventId: expect.stringMatching(new RegExp(`^${server.root.account}-\\d+$`)),
      Username: String(anna.uin),
      EventTime: '2026-01-02 11:04:05',
      CloudAuditEvent: expect.any(String),
      ResourceTypeCn: 'cam',
      ErrorCode: 0,
      EventName: 'CreateGroup',
      SecretId: anna.secretId,
      EventSource: 'cam.tencentcloudapi.com',
      RequestID: expect.any(String),
      ResourceRegion: '',
      AccountID: server.root.account,
      SourceIPAddress: '127.0.0.1',
      EventNameCn: 'CreateGroup',
      Resources: { ResourceType: 'cam', ResourceName: '*' },
      EventRegion: '',
      Location: '',
    })
    expect(JSON.parse(event?.CloudAuditEvent ?? '')).toMatchObject({ outcome: 'ok', decision: 'allow', uin: anna.uin })
  })

  test('by each condition, and by several at once', async () => {
    expect(await names(['Username', 'anna'])).toEqual(['ListGroups', 'CreateGroup'])
    expect(await names(['Username', String(anna.uin)], ['ReadOnly', 'true'])).toEqual(['ListGroups'])
    expect(await names(['Username', 'anna'], ['Username', 'root'])).toEqual([])
    expect(await names(['Username', 'nobody-here'])).toEqual([])
    expect(await names(['Username', 'root'], ['EventName', 'AddUser'])).toEqual(['AddUser'])
    expect(await names(['AccessKeyId', anna.secretId], ['EventName', 'CreateGroup'])).toEqual(['CreateGroup'])
    expect(await names(['ResourceType', 'sts'])).toEqual([])
    expect(await names(['ReadOnly', 'perhaps'])).toEqual([])
    const [event] = (await look({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ListGroups' }] }))[
      'Events'
    ] as Found[]
    expect(await names(['EventId', event?.EventId ?? ''])).toEqual(['ListGroups'])
    expect(await names(['EventId', event?.EventId ?? ''], ['EventName', 'AddUser'])).toEqual([])
    expect(await names(['EventId', '1-1'])).toEqual([])
    const { requestId } = JSON.parse(event?.CloudAuditEvent ?? '')
    expect(await names(['RequestId', requestId], ['ResourceName', '*'])).toEqual(['ListGroups'])
  })

  test('pages: each event once', async () => {
    const all = (await look({ MaxResults: 50 })) as { Events: Found[]; ListOver: boolean; TotalCount: number }
    expect([all.ListOver, all.TotalCount]).toEqual([true, all.Events.length])
    const seen: string[] = []
    let NextToken: unknown
    do {
      const page = await look({ MaxResults: 2, NextToken })
      seen.push(...(page['Events'] as Found[]).map(({ EventId }) => EventId))
      NextToken = page['NextToken'] === '' ? undefined : page['NextToken']
    } while (NextToken !== undefined)
    expect(seen).toEqual(all.Events.map(({ EventId }) => EventId))
  })

  test('wrong values', async () => {
    const at = { StartTime: now, EndTime: now }
    await server.refused('InvalidParameterValue.MaxResult', 'LookUpEvents', { ...at, MaxResults: 51 })
    await server.refused('InvalidParameterValue.Time', 'LookUpEvents', { StartTime: now, EndTime: now - 1 })
    const LookupAttributes = [{ AttributeKey: 'Colour', AttributeValue: 'red' }]
    await server.refused('InvalidParameterValue.attributeKey', 'LookUpEvents', { ...at, LookupAttributes })
    await server.refused('InvalidParameter.ParamError', 'LookUpEvents', { ...at, Mode: 'slow' })
  })

  test('denied: a user without the permission', async () => {
    await server.refused(
      'AuthFailure.UnauthorizedOperation',
      'LookUpEvents',
      { StartTime: now, EndTime: now },
      { as: anna },
    )
  })

  test('another root account has its own', async () => {
    const other = await server.account('other')
    const answer = await server.ok('LookUpEvents', { StartTime: now, EndTime: now }, { as: other })
    expect(answer).toMatchObject({ Events: [], ListOver: true, TotalCount: 0 })
  })
})
