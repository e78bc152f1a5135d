import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness, startMs } from '../harness.ts'

interface Event {
  readonly Revision: number
  readonly Action: string
  readonly Uin: number
  readonly Parameters: string
  readonly Position: number
  readonly RequestId: string
  readonly Outcome: string
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
          Position: 1,
          Revision: expect.any(Number),
          RequestId,
          EventTime: Math.floor(startMs / 1000),
          Uin: server.root.uin,
          KeyId: server.root.secretId,
          Access: 'write',
          Product: 'cam',
          Action: 'CreateGroup',
          Resources: ['*'],
          Decision: 'allow',
          Outcome: 'ok',
          SourceIp: '203.0.113.9',
          UserAgent: expect.any(String),
          Parameters: '{"GroupName":"writers","Remark":""}',
          Session: null,
          Hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
      Marker: '',
      IsTruncated: false,
    })
  })

  test('a call that ended with an error is there once it was written down, one that only read is not', async () => {
    const before = await events({ Limit: 100 })
    await server.ok('ListGroups')
    const { RequestId } = await server.call('CreateGroup', { GroupName: 'writers' })
    await server.dispatcher.flushEvents()
    const [event, ...rest] = await events({ Limit: 100 })
    expect(event).toMatchObject({
      RequestId,
      Outcome: 'InvalidParameter.GroupNameInUse',
      Decision: 'allow',
      Access: 'write',
    })
    expect(event?.Parameters).toBe('{"GroupName":"writers","Remark":""}')
    expect(rest).toEqual(before)
  })

  test('a refusal by policies says so, with what it was checked on; other errors end before policies are asked', async () => {
    const nobody = await server.user('refused')
    const refused = await server.call('DeleteGroup', { GroupId: 1 }, { as: nobody })
    const wrong = await server.call('DeleteGroup', { GroupId: 'x' }, { as: nobody })
    await server.dispatcher.flushEvents()
    expect(await events({ Uin: nobody.uin })).toMatchObject([
      { RequestId: wrong.RequestId, Decision: 'none', Resources: [], Parameters: '{}' },
      { RequestId: refused.RequestId, Decision: 'deny', Resources: ['*'], Parameters: '{"GroupId":1}' },
    ])
    const code = 'AuthFailure.UnauthorizedOperation'
    expect(await events({ Outcome: code })).toMatchObject([{ RequestId: refused.RequestId, Outcome: code }])
    expect(await events({ Uin: nobody.uin, Failed: false })).toEqual([])
    expect(await events({ EventRequestId: refused.RequestId })).toHaveLength(1)
    expect(await events({ KeyId: nobody.secretId, Access: 'write' })).toHaveLength(2)
    expect(await events({ ProductName: 'sts' })).toEqual([])
  })

  test('a call that nobody was proved to have made is in nobody’s log, and holds no key that came in place of an id', async () => {
    const before = await events({ Limit: 100 })
    const swapped = { ...server.root, secretId: 'AbCdEfGhIjKlMnOpQrStUvWxYz012345' }
    const unknown = await server.call('ListGroups', {}, { as: swapped })
    const forged = await server.call('ListGroups', {}, { as: { ...server.root, secretKey: 'x'.repeat(32) } })
    await server.call('NoSuchAction')
    await server.dispatcher.flushEvents()
    expect(await events({ Limit: 100 })).toEqual(before)
    const unproved = await server.world.store.read.audit.list(0, {}, { limit: 10 })
    expect(unproved).toMatchObject([
      { action: 'NoSuchAction', outcome: 'InvalidAction', access: 'unknown', uin: 0 },
      { requestId: forged.RequestId, secretId: server.root.secretId, outcome: 'AuthFailure.SignatureFailure' },
      { requestId: unknown.RequestId, secretId: '', outcome: 'AuthFailure.SecretIdNotFound' },
    ])
  })

  test('by resource: in full, or its last segment', async () => {
    const fine = await openHarness({ rules: { resourceLevel: 'fine' } })
    try {
      const { GroupId } = await fine.ok('CreateGroup', { GroupName: 'g' })
      await fine.ok('UpdateGroup', { GroupId, GroupName: 'h' })
      const found = async (ResourceName: string) => {
        const { Events } = await fine.ok('DescribeAuditEvents', { ResourceName })
        return (Events as Event[]).map(({ Action }) => Action)
      }
      expect(await found(`groupid/${GroupId}`)).toEqual(['UpdateGroup'])
      expect(await found(`qcs::cam::uin/${fine.root.uin}:groupid/${GroupId}`)).toEqual(['UpdateGroup'])
      expect(await found('groupid/0')).toEqual([])
    } finally {
      await fine.close()
    }
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
      seen.push(...(answer['Events'] as Event[]).map((event) => event.Position))
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
    expect(await events({ ActionName: 'AddUser', EndTime: now - 1 })).toHaveLength(2)
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
      { Marker: '5-0' },
      { Access: 'both' },
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

describe('calls that only read', () => {
  test('are kept where the operator wants them, each once', async () => {
    const server = await openHarness({ rules: { auditReads: true } })
    try {
      const read = await server.call('GetUser', { Name: 'nobody' })
      const listed = await server.call('ListGroups')
      await server.ok('CreateGroup', { GroupName: 'g' })
      await server.dispatcher.flushEvents()
      const { Events } = await server.ok('DescribeAuditEvents')
      // Reads come behind a change that was made before they were written down.
      expect(Events).toMatchObject([
        { Action: 'ListGroups', RequestId: listed.RequestId, Access: 'read', Outcome: 'ok', Decision: 'allow' },
        { Action: 'GetUser', RequestId: read.RequestId, Access: 'read', Outcome: 'ResourceNotFound.UserNotExist' },
        { Action: 'CreateGroup', Access: 'write' },
      ])
    } finally {
      await server.close()
    }
  })

  test('are kept for the next time where the store fails, and bounded where they come too fast', async () => {
    const fault = { broken: false }
    const server = await openHarness({
      wrap: (store) => ({
        ...store,
        transaction: (work) => (fault.broken ? Promise.reject(new Error('the disk is gone')) : store.transaction(work)),
      }),
    })
    try {
      const nobody = await server.user('nobody')
      fault.broken = true
      await server.call('ListGroups', {}, { as: nobody })
      await expect(server.dispatcher.flushEvents()).rejects.toThrow('the disk is gone')
      fault.broken = false
      for (let i = 0; i < 205; i++) await server.call('NoSuchAction')
      await server.dispatcher.flushEvents()
      const { audit } = server.world.store.read
      expect(await audit.list(server.root.account, { failed: true }, { limit: 9 })).toHaveLength(1)
      const [missed, ...rest] = await audit.list(0, {}, { limit: 500 })
      expect(missed).toMatchObject({ action: 'MissAuditEvents', parameters: '{"missed":5}' })
      expect(rest).toHaveLength(200)
    } finally {
      await server.close()
    }
  })
})
