import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs, tokenInForce } from '../../../src/actions/decision/token.ts'
import { allow, type Harness, openHarness } from '../harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness({ quotas: { 'decision-tokens': 3 } })
})
afterAll(() => server.close())

const inForce = (token: unknown, nowMs = server.clock()) => tokenInForce(server.world.store.read, String(token), nowMs)

describe('CreateDecisionToken', () => {
  test('ok: a token that is good for its days, and of which the store has a hash only', async () => {
    const given = { Service: 'todo', Description: 'the list', Days: 2 }
    const { Token, Detail } = await server.ok('CreateDecisionToken', given)
    expect(Token).toMatch(new RegExp(`^ocdt\\.${server.root.account}\\.[A-Za-z0-9]{12}\\.[A-Za-z0-9]{43}$`))
    expect(Detail).toEqual({
      TokenId: String(Token).split('.')[2],
      Service: 'todo',
      Description: 'the list',
      CreateTime: '2026-01-02T03:04:05Z',
      ExpireTime: '2026-01-04T03:04:05Z',
    })
    const row = await inForce(Token)
    expect(row).toMatchObject({ account: server.root.account, service: 'todo' })
    expect(JSON.stringify(row)).not.toContain(String(Token).split('.')[3])
    expect(await inForce(Token, server.clock() + 2 * dayMs - 1)).toBeDefined()
    expect(await inForce(Token, server.clock() + 2 * dayMs)).toBeUndefined()
  })

  test('ok: no other text passes for the token', async () => {
    const { Token } = await server.ok('CreateDecisionToken', { Service: 'todo' })
    const text = String(Token)
    const [, account = '', id = '', secret = ''] = text.split('.')
    const others = [
      '',
      `${text} `,
      text.toUpperCase(),
      `ocdt.${account}.${id}.${secret.slice(1)}a`,
      `ocdt.${Number(account) + 1}.${id}.${secret}`,
      `ocdt.${account}.${id}.`,
      `ocdt.9999999999999999.${id}.${secret}`,
    ]
    for (const other of others) expect(await inForce(other), other).toBeUndefined()
  })

  test('LimitExceeded.DecisionTokens: the quota of tokens in force', async () => {
    await server.ok('CreateDecisionToken', { Service: 'todo', Days: 1 })
    await server.refused('LimitExceeded.DecisionTokens', 'CreateDecisionToken', { Service: 'todo' })
    server.clock.advance(dayMs)
    await server.ok('CreateDecisionToken', { Service: 'todo' })
  })

  test('InvalidParameter.ParamError: a service that no policy could name', async () => {
    for (const Service of ['Todo', 'to do', 'todo:x', '*', '1todo']) {
      await server.refused('InvalidParameter.ParamError', 'CreateDecisionToken', { Service })
    }
  })

  test('denied: to whoever may only ask', async () => {
    const asker = await server.user('asker', allow('cam:CheckAccess'))
    const code = 'AuthFailure.UnauthorizedOperation'
    await server.refused(code, 'CreateDecisionToken', { Service: 'todo' }, { as: asker })
  })
})
