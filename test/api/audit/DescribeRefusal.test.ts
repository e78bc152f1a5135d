import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, deny, type Harness, type Identity, openHarness } from '../harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

/** The RequestId of a call that must be refused. Nothing writes its record but the question about it. */
async function refusedId(as: Identity, action = 'ListUsers', from = '203.0.113.9'): Promise<string> {
  const answer = await server.call(action, {}, { as, from })
  expect(answer.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
  return answer.RequestId
}

const conditional = (condition: object) => ({
  version: '2.0',
  statement: [{ effect: 'allow', action: 'cam:List*', resource: '*', condition }],
})

describe('DescribeRefusal', () => {
  test('ok: who asked for what, the nearest statement with what it lacked, and the smallest change', async () => {
    const anna = await server.user('anna', conditional({ ip_equal: { 'qcs:ip': '10.0.0.0/8' } }))
    const { PolicyId } = (
      (await server.ok('ListAttachedUserPolicies', { TargetUin: anna.uin }))['List'] as {
        PolicyId: number
      }[]
    )[0] ?? { PolicyId: 0 }
    const told = await server.ok('DescribeRefusal', { RefusedRequestId: await refusedId(anna) })
    expect(told).toEqual({
      Time: '2026-01-02T03:04:05.000Z',
      CallerKind: 'user',
      Uin: anna.uin,
      UserName: 'anna',
      RoleName: null,
      SessionName: null,
      SourceIp: '203.0.113.9',
      ActionName: 'cam:ListUsers',
      Resource: ['*'],
      Parameters: '{}',
      Code: 'AuthFailure.UnauthorizedOperation',
      LetThrough: false,
      Context: [
        { Key: 'qcs:ip', Values: ['203.0.113.9'] },
        { Key: 'qcs:current_time', Values: ['2026-01-02T03:04:05.000Z'] },
        { Key: 'qcs:mfa', Values: ['false'] },
      ],
      Findings: [
        {
          Resource: '*',
          Malformed: false,
          Foreign: false,
          Layer: 'identity',
          Outcome: 'no-allow',
          Statements: [
            {
              PolicyId,
              PolicyName: 'anna-0',
              VersionId: 1,
              Index: 0,
              Effect: 'allow',
              Matched: false,
              Obstacles: [
                {
                  Element: 'condition',
                  Wanted: ['10.0.0.0/8'],
                  Operator: 'ip_equal',
                  Key: 'qcs:ip',
                  Seen: ['203.0.113.9'],
                },
              ],
            },
          ],
        },
      ],
      Changes: [expect.stringMatching(/^ask with another qcs:ip, such as "10\./)],
    })
  })

  test('a deny is told with its statement', async () => {
    const bert = await server.user('bert', allow('*'), deny('cam:ListUsers'))
    const told = await server.ok('DescribeRefusal', { RefusedRequestId: await refusedId(bert) })
    expect(told['Findings']).toMatchObject([
      {
        Outcome: 'explicit-deny',
        Statements: [{ PolicyName: 'bert-1', Effect: 'deny', Matched: true, Obstacles: [] }],
      },
    ])
    expect(told['Changes']).toEqual([expect.stringContaining('bert-1')])
  })

  test('a call that was not refused, and one that never was, are not found', async () => {
    const { RequestId } = await server.call('ListUsers', {})
    for (const RefusedRequestId of [RequestId, 'no-such-call']) {
      await server.refused('ResourceNotFound.NotFound', 'DescribeRefusal', { RefusedRequestId })
    }
  })

  test('a record that is just being written is waited for, and one that cannot be written is an error and kept', async () => {
    const disk = { broken: false, written: Promise.resolve(), asked: () => {} }
    const slow = await openHarness({
      wrap: (store) => ({
        ...store,
        recordRefusals(rows) {
          disk.asked()
          if (disk.broken) throw new Error('the disk is gone')
          return disk.written.then(() => store.recordRefusals(rows))
        },
      }),
    })
    try {
      const nobody = await slow.user('nobody')
      const refuse = async () => (await slow.call('ListUsers', {}, { as: nobody })).RequestId
      const ask = (RefusedRequestId: string) => slow.call('DescribeRefusal', { RefusedRequestId })
      const first = await refuse()
      const gate = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      Object.assign(disk, { written: gate.promise, asked: begun.resolve })
      const flushed = slow.dispatcher.flushRefusals()
      await begun.promise
      const second = await refuse()
      const told = [ask(first), ask(second)]
      gate.resolve()
      expect(await Promise.all(told)).toEqual([
        expect.objectContaining({ ActionName: 'cam:ListUsers' }),
        expect.objectContaining({ ActionName: 'cam:ListUsers' }),
      ])
      await flushed

      disk.broken = true
      const third = await refuse()
      expect((await ask(third)).Error?.Code).toBe('InternalError')
      // What can't be written holds up no question about others.
      expect(await ask(first)).toMatchObject({ ActionName: 'cam:ListUsers' })
      disk.broken = false
      expect(await ask(third)).toMatchObject({ ActionName: 'cam:ListUsers' })
    } finally {
      await slow.close()
    }
  })

  test('what is no RequestId is refused as a parameter', async () => {
    await server.refused('InvalidParameter.ParamError', 'DescribeRefusal', { RefusedRequestId: 'a b' })
  })

  test('it takes a right of its own', async () => {
    const carl = await server.user('carl', allow('cam:DescribeAuditEvents'))
    const id = await refusedId(carl)
    expect((await server.call('DescribeRefusal', { RefusedRequestId: id }, { as: carl })).Error?.Code).toBe(
      'AuthFailure.UnauthorizedOperation',
    )
    const dora = await server.user('dora', allow('cam:DescribeRefusal'))
    expect(await server.call('DescribeRefusal', { RefusedRequestId: id }, { as: dora })).toMatchObject({
      UserName: 'carl',
    })
  })
})
