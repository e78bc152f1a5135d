import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, deny, type Harness, type Identity, openHarness } from '../harness.ts'
import { requestTo, told } from './signed.ts'

let server: Harness
let ann: Identity
let guard: Identity
beforeAll(async () => {
  server = await openHarness()
  const ip = { ip_equal: { 'qcs:ip': '10.0.0.0/8' } }
  const inside = { effect: 'allow', action: 'todo:Seal', resource: '*', condition: ip }
  const own = {
    effect: 'allow',
    action: 'todo:Own',
    resource: '*',
    condition: { string_equal: { 'qcs:uin': '${uin}' } },
  }
  ann = await server.user('ann', allow('todo:Read'), deny('todo:Drop'), { version: '2.0', statement: [inside, own] })
  guard = await server.user('guard', allow('cam:AuthorizeRequest', `qcs::cam:::guard/todo`))
})
afterAll(() => server.close())

const question = (ActionName: string, more: object = {}) => ({
  ActionName,
  Resource: [`qcs::todo::uin/${server.root.account}:list/1`],
  ...more,
})
const ask = (parameters: object, as = guard) => server.ok('AuthorizeRequest', parameters, { as })

interface Answer {
  readonly Refusal: { readonly Code: string } | null
  readonly Caller: object | null
  readonly Decisions: readonly { readonly Effect: string }[]
}
const effects = async (by: Identity, Questions: readonly object[], more: object = {}): Promise<readonly string[]> => {
  const answer = (await ask(told('todo', requestTo('todo', by), { Questions, ...more }))) as unknown as Answer
  expect(answer.Refusal).toBeNull()
  return answer.Decisions.map(({ Effect }) => Effect)
}
/** The code that a signature is refused with. */
const refusal = async (parameters: object): Promise<string | undefined> => {
  const { Refusal, Caller, Decisions } = (await ask(parameters)) as unknown as Answer
  expect([Caller, Decisions]).toEqual([null, []])
  return Refusal?.Code
}

describe('AuthorizeRequest', () => {
  test('ok: who signed, by POST and GET, and what that one may do', async () => {
    for (const form of ['tc3-json', 'tc3-get'] as const) {
      const wire = requestTo('todo', ann, { form })
      const answer = await ask(told('todo', wire, { Questions: [question('todo:Read'), question('todo:Drop')] }))
      expect(answer).toMatchObject({
        Refusal: null,
        Caller: { Kind: 'user', Account: server.root.account, Uin: ann.uin, SecretId: ann.secretId, SecondFactor: 0 },
        Decisions: [
          { Effect: 'allow', Statement: { PolicyName: 'ann-0' } },
          { Effect: 'deny', Cause: 'explicit-deny' },
        ],
      })
    }
  })

  test('ok: address and caller are in the context; an address that is not told is none', async () => {
    const seal = [question('todo:Seal')]
    expect(await effects(ann, seal, { SourceIp: '10.1.2.3' })).toEqual(['allow'])
    expect(await effects(ann, seal, { SourceIp: '192.0.2.1' })).toEqual(['deny'])
    expect(await effects(ann, seal)).toEqual(['deny'])
    expect(await effects(ann, [question('todo:Own')])).toEqual(['allow'])
    const stated = [question('todo:Seal', { Context: [{ Key: 'qcs:ip', Values: ['10.1.2.3'] }] })]
    expect(await effects(ann, stated)).toEqual(['allow'])
  })

  test('ok: temporary keys with their session’s rights; a body that is not signed over TLS only', async () => {
    const session = await server.ok('GetFederationToken', {
      Name: 'visit',
      Policy: encodeURIComponent(JSON.stringify(allow('todo:Read', `qcs::todo:::list/2`))),
    })
    const { TmpSecretId, TmpSecretKey, Token } = session['Credentials'] as Record<string, string>
    const visitor = { ...server.root, secretId: `${TmpSecretId}`, secretKey: `${TmpSecretKey}`, token: `${Token}` }
    const answer = await ask(told('todo', requestTo('todo', visitor), { Questions: [question('todo:Read')] }))
    expect(answer).toMatchObject({
      Caller: { Kind: 'root', SessionKind: 'federation', SessionName: 'visit' },
      Decisions: [{ Effect: 'deny', Layer: 'session' }],
    })
    const { SessionToken: _, ...without } = told('todo', requestTo('todo', visitor))
    expect(await refusal(without)).toBe('AuthFailure.TokenFailure')
  })

  test('ok: a signature that is not right is told with its code, and nothing else', async () => {
    const good = told('todo', requestTo('todo', ann))
    const other = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(await refusal({ ...good, PayloadHash: other })).toBe('AuthFailure.SignatureFailure')
    expect(await refusal({ ...good, Host: 'other.example.com' })).toBe('AuthFailure.SignatureFailure')
    expect(await refusal({ ...good, SignedAt: Number(good['SignedAt']) + 1 })).toBe('AuthFailure.SignatureFailure')
    expect(await refusal({ ...good, Headers: [] })).toBe('AuthFailure.InvalidAuthorization')
    expect(await refusal({ ...good, Authorization: 'Bearer x' })).toBe('AuthFailure.InvalidAuthorization')
    const old = requestTo('todo', ann, { at: server.clock() - 301_000 })
    expect(await refusal(told('todo', old))).toBe('AuthFailure.SignatureExpire')
    const nobody = { ...ann, secretId: 'AKIDnobody' }
    expect(await refusal(told('todo', requestTo('todo', nobody)))).toBe('AuthFailure.SecretIdNotFound')
    const stranger = await server.account('stranger')
    expect(await refusal(told('todo', requestTo('todo', stranger)))).toBe('AuthFailure.SecretIdNotFound')
  })

  test('InvalidParameter.ParamError: what the guard’s product has nothing to do with, or what only the server knows', async () => {
    const refused = (Questions: readonly object[]) => {
      const parameters = told('todo', requestTo('todo', ann), { Questions })
      return server.refused('InvalidParameter.ParamError', 'AuthorizeRequest', parameters, { as: guard })
    }
    expect(await refused([question('cam:GetUser')])).toContain('product `todo`')
    for (const Key of ['qcs:uin', 'qcs:mfa', 'mfa', 'qcs:current_time', 'sts:role_name']) {
      expect(await refused([question('todo:Read', { Context: [{ Key, Values: ['1'] }] })])).toContain(Key)
    }
    const Context = ['a', 'b'].map((value) => ({ Key: 'todo:k', Values: [value] }))
    await refused([question('todo:Read', { Context })])
  })

  test('denied: to a guard of another product', async () => {
    const other = told('ses', requestTo('ses', ann))
    await server.refused('AuthFailure.UnauthorizedOperation', 'AuthorizeRequest', other, { as: guard })
  })
})
