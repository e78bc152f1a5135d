import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness, startMs } from '../harness.ts'

interface Event {
  readonly Revision: number
  readonly Action: string
  readonly Uin: number
  readonly Parameters: string
}

describe('DescribeAuditEvents', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const events = async (parameters: object = {}): Promise<readonly Event[]> =>
    (await server.ok('DescribeAuditEvents', parameters))['Events'] as Event[]
  const second = () => Math.floor(server.clock() / 1000)

  test('ok: a change in full', async () => {
    const { RequestId } = await server.call('CreateGroup', { GroupName: 'writers' }, { from: '203.0.113.9' })
    expect(await server.ok('DescribeAuditEvents')).toEqual({
      Events: [
        {
          Revision: expect.any(Number),
          RequestId,
          EventTime: Math.floor(startMs / 1000),
          Uin: server.root.uin,
          Product: 'cam',
          Action: 'CreateGroup',
          Resources: ['*'],
          SourceIp: '203.0.113.9',
          Outcome: 'ok',
          Parameters: '{"GroupName":"writers","Remark":""}',
          Session: null,
        },
      ],
      Marker: '',
      IsTruncated: false,
    })
  })

  test('neither calls that only read nor calls that failed are changes', async () => {
    const before = await events({ Limit: 100 })
    await server.ok('ListGroups')
    await server.refused('InvalidParameter.GroupNameInUse', 'CreateGroup', { GroupName: 'writers' })
    expect(await events({ Limit: 100 })).toEqual(before)
  })

  test('no secret is in an event', async () => {
    const made = await server.ok('AddUser', { Name: 'anna', ConsoleLogin: 1, UseApi: 1, Password: 'Secret-123' })
    const [event] = await events({ Limit: 1 })
    expect(event).toMatchObject({ Action: 'AddUser' })
    expect(event?.Parameters).toContain('"Password":"***"')
    for (const secret of ['Secret-123', String(made['SecretKey'])]) expect(JSON.stringify(event)).not.toContain(secret)
  })

  test('pages: newest first, each event once, going on with the marker', async () => {
    for (let index = 0; index < 5; index++) await server.ok('CreateGroup', { GroupName: `page-${index}` })
    const seen: number[] = []
    let Marker: unknown
    for (;;) {
      const answer = await server.ok('DescribeAuditEvents', { Limit: 3, Marker })
      seen.push(...(answer['Events'] as Event[]).map((event) => event.Revision))
      if (answer['IsTruncated'] === false) break
      Marker = answer['Marker']
      // A change that comes in between moves no page.
      await server.ok('CreateGroup', { GroupName: `between-${seen.length}` })
    }
    expect(seen.length).toBeGreaterThan(6)
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a))
  })

  test('filters: caller, action, and time with both ends included', async () => {
    server.clock.advance(3_600_500)
    const bert = await server.user('bert', allow('cam:CreateGroup'))
    await server.ok('CreateGroup', { GroupName: 'berts' }, { as: bert })
    expect(await events({ Uin: bert.uin })).toMatchObject([{ Action: 'CreateGroup', Uin: bert.uin }])
    expect(await events({ Uin: bert.uin, ActionName: 'AddUser' })).toEqual([])
    expect(await events({ ActionName: 'createGroup' })).toEqual([])
    const now = second()
    expect(await events({ ActionName: 'AddUser', StartTime: now, EndTime: now })).toHaveLength(1)
    expect(await events({ ActionName: 'AddUser', StartTime: now + 1 })).toEqual([])
    expect(await events({ ActionName: 'AddUser', EndTime: now - 1 })).toHaveLength(1)
    expect(await events({ StartTime: now, EndTime: now - 1 })).toEqual([])
  })

  test('another root account has its own', async () => {
    const other = await server.account('other')
    await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: other })
    const answer = await server.ok('DescribeAuditEvents', {}, { as: other })
    expect((answer['Events'] as Event[]).map((event) => event.Action)).toEqual(['CreateGroup'])
    expect((await events({ Limit: 1 }))[0]?.Parameters).not.toContain('theirs')
  })

  test('wrong values', async () => {
    for (const wrong of [
      { Limit: 0 },
      { Limit: 101 },
      { Marker: 'x' },
      { Marker: '0' },
      { Marker: '' },
      { StartTime: -1 },
    ]) {
      await server.refused('InvalidParameter.ParamError', 'DescribeAuditEvents', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeAuditEvents', {}, { as: nobody })
  })
})
