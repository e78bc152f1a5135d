// The doors of AuthZEN beyond the published scenarios: who may ask, what may be stated, how subjects and resources are named.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../src/actions/decision/token.ts'
import { configurationPath, evaluationPath, evaluationsPath } from '../../src/gateway/authzen/door.ts'
import { questionsMax } from '../../src/gateway/authzen/model.ts'
import { payloadHash, tc3Authorization } from '../../src/signing/index.ts'
import { allow, deny, type Identity } from '../api/harness.ts'
import { type Headers, openScene, type Scene } from './authzen.ts'

let scene: Omit<Scene, 'bearer'>
let bearer: Headers
let ann: Identity
beforeAll(async () => {
  scene = await openScene()
  const { server } = scene
  ann = await server.user('ann', allow('todo:*', 'qcs::todo:ap-guangzhou::list/*'), deny('todo:drop'))
  const { Token } = await server.ok('CreateDecisionToken', { Service: 'todo' })
  bearer = { authorization: `Bearer ${Token}` }
})
afterAll(() => scene.server.close())

const guangzhou = { region: 'ap-guangzhou' }
const question = (more: object = {}) => ({
  subject: { type: 'user', id: 'ann' },
  action: { name: 'read' },
  resource: { type: 'list', id: '1', properties: guangzhou },
  ...more,
})

/** The answer to one question. */
async function decision(body: object, headers: Headers = bearer): Promise<unknown> {
  const { status, json, text } = await scene.ask(evaluationPath, body, headers)
  expect(status, text).toBe(200)
  return (json as { decision: unknown }).decision
}

async function refusal(body: string | object, headers: Headers = bearer): Promise<string> {
  const { status, text } = await scene.ask(evaluationPath, body, headers)
  expect(status, text).toBe(400)
  return text.trim()
}

/** Headers of a signed request to a door. */
function signedBy(
  by: Identity,
  path: string,
  body: object,
  { timestamp = scene.server.clock() / 1000, service = 'cam' } = {},
): Headers {
  const headers = { 'content-type': 'application/json', host: 'pdp.example' }
  const parts = {
    method: 'POST',
    path,
    query: '',
    host: headers.host,
    header: (name: string) => (name === 'content-type' ? headers['content-type'] : undefined),
    body: Buffer.from(JSON.stringify(body)),
  } as const
  const seconds = Math.floor(timestamp)
  const bodyHash = payloadHash(parts)
  return {
    'x-tc-timestamp': String(seconds),
    authorization: tc3Authorization(parts, ['content-type', 'host'], service, by, seconds, bodyHash),
    ...(by.token !== undefined && { 'x-tc-token': by.token }),
  }
}

describe('who may ask', () => {
  test('nobody without a token or a signature; the answer says how', async () => {
    const { status, headers, text } = await scene.ask(evaluationPath, question())
    expect({ status, text }).toEqual({ status: 401, text: expect.stringMatching(/^Authorization is missing/) })
    expect(headers.get('www-authenticate')).toBe('Bearer realm="opencam"')
  })

  test('no token that was altered, deleted or is past its time', async () => {
    const { server } = scene
    const { Token, Detail } = await server.ok('CreateDecisionToken', { Service: 'todo', Days: 1 })
    const at = (text: unknown) => ({ authorization: `Bearer ${text}` })
    expect(await decision(question(), at(Token))).toBe(true)
    const altered = `${String(Token).slice(0, -1)}${String(Token).endsWith('a') ? 'b' : 'a'}`
    for (const wrong of [altered, 'x', 'ocdt.1.aaaaaaaaaaaa.b']) {
      expect((await scene.ask(evaluationPath, question(), at(wrong))).status).toBe(401)
    }
    await server.ok('DeleteDecisionToken', { TokenId: (Detail as { TokenId: string }).TokenId })
    expect((await scene.ask(evaluationPath, question(), at(Token))).status).toBe(401)
    const late = await server.ok('CreateDecisionToken', { Service: 'todo', Days: 1 })
    server.clock.advance(dayMs)
    expect((await scene.ask(evaluationPath, question(), at(late['Token']))).status).toBe(401)
  })

  test('whoever signs and may CheckAccess, about any product', async () => {
    const asker = await scene.server.user('asker', allow('cam:CheckAccess'))
    const full = question({ action: { name: 'todo:read' } })
    expect(await decision(full, signedBy(asker, evaluationPath, full))).toBe(true)
    expect(await refusal(question(), signedBy(asker, evaluationPath, question()))).toMatch(/must be product:Action/)
  })

  test('nobody else who signs, and no signature over something else', async () => {
    const other = await scene.server.user('other', allow('cam:GetUser'))
    const full = question({ action: { name: 'todo:read' } })
    const ask = async (headers: Headers) => (await scene.ask(evaluationPath, full, headers)).status
    expect(await ask(signedBy(other, evaluationPath, full))).toBe(403)
    expect(await ask(signedBy(scene.server.root, evaluationPath, question()))).toBe(401)
    expect(await ask(signedBy({ ...scene.server.root, secretKey: 'x' }, evaluationPath, full))).toBe(401)
    expect(
      await ask(signedBy(scene.server.root, evaluationPath, full, { timestamp: scene.server.clock() / 1000 - 301 })),
    ).toBe(401)
    // A guard of that service may have the key for this scope.
    expect(await ask(signedBy(scene.server.root, evaluationPath, full, { service: 'ses' }))).toBe(401)
    expect(await ask(signedBy(scene.server.root, evaluationPath, full))).toBe(200)
  })

  test('a token asks about its account and its product only', async () => {
    const stranger = await scene.server.account('stranger')
    const { Token } = await scene.server.ok('CreateDecisionToken', { Service: 'todo' }, { as: stranger })
    const theirs = { authorization: `Bearer ${Token}` }
    expect(await decision(question(), theirs)).toBe(false)
    expect(await decision(question({ subject: { type: 'user', id: String(ann.uin) } }), theirs)).toBe(false)
    expect(await decision(question({ subject: { type: 'access_key', id: ann.secretId } }), theirs)).toBe(false)
    expect(await refusal(question({ action: { name: 'cam:GetUser' } }))).toMatch(
      /asks about actions of todo, not of cam/,
    )
  })
})

describe('subjects', () => {
  const about = (type: string, id: string, action = 'read') =>
    decision(question({ subject: { type, id }, action: { name: action } }))

  test('a user by name or number, by a key of its own, as identity', async () => {
    expect(await about('user', 'ann')).toBe(true)
    expect(await about('user', String(ann.uin))).toBe(true)
    expect(await about('identity', 'ann')).toBe(true)
    expect(await about('access_key', ann.secretId)).toBe(true)
    expect(await about('user', 'ann', 'drop')).toBe(false)
  })

  test('a name in another spelling, a number that is a name, a key that is off, a recipient: nobody', async () => {
    const { server } = scene
    await server.ok('AddUser', { Name: '4711' })
    const off = await server.user('off', allow('todo:*', '*'))
    await server.ok('UpdateAccessKey', { AccessKeyId: off.secretId, Status: 'Inactive', TargetUin: off.uin })
    for (const [type, id] of [
      ['user', 'Ann'],
      ['user', '4711'],
      ['user', `0${ann.uin}`],
      ['access_key', off.secretId],
      ['access_key', 'AKIDnobody'],
      ['root', String(ann.uin)],
      ['group', 'ann'],
      ['constructor', 'ann'],
    ] as const) {
      const { json } = await scene.ask(evaluationPath, question({ subject: { type, id } }), bearer)
      expect(json, id).toMatchObject({ decision: false, context: { error: { status: 404 } } })
    }
  })

  test('the root account may do everything to what it owns, and nothing to what others own', async () => {
    const { root } = scene.server
    for (const type of ['root', 'user']) expect(await about(type, String(root.uin), 'drop')).toBe(true)
    const foreign = { type: 'qcs', id: 'qcs::todo::uin/1:list/1' }
    expect(await decision(question({ subject: { type: 'root', id: String(root.uin) }, resource: foreign }))).toBe(false)
  })

  test('a role by name or id has the rights of its policies', async () => {
    const { server } = scene
    const trust = { effect: 'allow', action: 'sts:AssumeRole', principal: { service: ['cvm.qcloud.com'] } }
    const PolicyDocument = JSON.stringify({ version: '2.0', statement: [trust] })
    const { RoleId } = await server.ok('CreateRole', { RoleName: 'reader', PolicyDocument })
    expect(await about('role', 'reader')).toBe(false)
    const document = JSON.stringify(allow('todo:read', 'qcs::todo:::list/*'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'role-reads', PolicyDocument: document })
    await server.ok('AttachRolePolicy', { PolicyId, AttachRoleId: RoleId })
    expect(await about('role', 'reader')).toBe(true)
    expect(await about('role', String(RoleId))).toBe(true)
    expect(await about('role', 'Reader')).toBe(false)
    expect(await about('role', 'reader', 'write')).toBe(false)
  })
})

describe('actions and resources', () => {
  test('type, id and region become the six segments, and nothing in an id becomes more than text', async () => {
    const on = (resource: object) => decision(question({ resource }))
    expect(await on({ type: 'list', id: 'a/b:c', properties: guangzhou })).toBe(true)
    expect(await on({ type: 'list', id: '1' })).toBe(false)
    expect(await on({ type: 'list', id: '1', properties: { region: 'ap-beijing' } })).toBe(false)
    expect(await on({ type: 'lists', id: '1', properties: guangzhou })).toBe(false)
    expect(await on({ type: '*', id: '*', properties: guangzhou })).toBe(false)
    const own = `qcs::todo:gz:uin/${scene.server.root.account}:list/1`
    expect(await on({ type: 'qcs', id: own })).toBe(true)
    for (const type of ['li/st', 'li:st', '', '*', 'l'.repeat(65)]) {
      expect(await refusal(question({ resource: { type, id: '1' } }))).toMatch(/resource\.type/)
    }
    expect(await refusal(question({ resource: { type: 'qcs', id: 'list/1' } }))).toMatch(/six-segment/)
    expect(await refusal(question({ resource: { type: 'list', id: '1', properties: { region: 'a:b' } } }))).toMatch(
      /region/,
    )
  })

  test('an action that a catalog has is checked as the catalog says; one that it lacks cannot be allowed', async () => {
    const { server } = scene
    const mailer = await server.user(
      'mailer',
      allow('ses:CreateReceiver', '*'),
      allow('ses:DeleteEmailIdentity', 'qcs::ses:::senderdomain/a.example'),
    )
    const { Token } = await server.ok('CreateDecisionToken', { Service: 'ses' })
    const ask = (name: string, id: string) =>
      scene.ask(
        evaluationPath,
        { subject: { type: 'user', id: mailer.name }, action: { name }, resource: { type: 'senderdomain', id } },
        { authorization: `Bearer ${Token}` },
      )
    expect((await ask('CreateReceiver', 'x')).json).toEqual({ decision: true })
    expect((await ask('DeleteEmailIdentity', 'a.example')).json).toEqual({ decision: true })
    expect((await ask('DeleteEmailIdentity', 'b.example')).json).toEqual({ decision: false })
    expect(await ask('CreateNothing', 'x')).toMatchObject({ status: 400, text: expect.stringMatching(/has no action/) })
  })

  test('names of actions are names, not patterns', async () => {
    for (const name of ['*', 'todo:*', 'todo:a:b', 'a b', ':read', 'todo:']) {
      expect(await refusal(question({ action: { name } })), name).toMatch(/`action\.name`/)
    }
    expect(await decision(question({ action: { name: 'Todo:read' } }))).toBe(true)
  })
})

describe('what may be stated', () => {
  const conditions = (condition: object, action = 'todo:*') => ({
    version: '2.0',
    statement: [{ effect: 'allow', action, resource: '*', condition }],
  })
  let count = 0
  /** What somebody may whose only policy has the condition. */
  async function under(condition: object, ...asked: readonly object[]): Promise<readonly unknown[]> {
    count += 1
    const { name } = await scene.server.user(`conditional-${count}`, conditions(condition))
    const answers: unknown[] = []
    for (const more of asked) {
      answers.push(await decision({ ...question({ subject: { type: 'user', id: name } }), ...more }))
    }
    return answers
  }

  test('properties and context stand under names of the product, nested ones with dots', async () => {
    const key = { string_equal: { 'todo:context.client.kind': ['web', 'app'] } }
    expect(await under(key, { context: { client: { kind: 'app' } } }, { context: { client: 'app' } }, {})).toEqual([
      true,
      false,
      false,
    ])
    const some = { 'for_any_value:string_equal': { 'todo:resource.labels': 'red' } }
    const labels = (...list: unknown[]) => ({ resource: { type: 'list', id: '1', properties: { labels: list } } })
    expect(await under(some, labels('blue', 'red'), labels('blue'), labels(), labels('red', {}))).toEqual([
      true,
      false,
      false,
      false,
    ])
    const number = { numeric_less_than: { 'todo:action.size': 10 } }
    const size = (value: unknown) => ({ action: { name: 'read', properties: { size: value } } })
    expect(await under(number, size(9), size('9'), size(10), size(null))).toEqual([true, true, false, false])
  })

  test('general keys stand for themselves in the context, and nowhere else', async () => {
    const ip = { ip_equal: { 'qcs:ip': '10.0.0.0/8' } }
    const stated = { 'qcs:ip': '10.1.2.3' }
    expect(await under(ip, { context: stated }, { context: { nested: stated } }, {})).toEqual([true, false, false])
    const tag = { 'for_any_value:string_equal': { 'qcs:resource_tag': 'team&red' } }
    expect(await under(tag, { context: { 'qcs:resource_tag': ['team&red'] } }, {})).toEqual([true, false])
  })

  test('a second factor is not shown unless the asker says so', async () => {
    const shown = { context: { 'qcs:mfa': true } }
    expect(await under({ bool_equal: { 'qcs:mfa': 'true' } }, shown, { context: { mfa: 1 } }, {})).toEqual([
      true,
      true,
      false,
    ])
    expect(await under({ string_equal: { mfa: '0' } }, shown, {})).toEqual([false, true])
  })

  test('who and when is the server’s to know', async () => {
    for (const key of ['qcs:uin', 'qcs:owner_uin', 'qcs:current_time', 'sts:role_name', 'sts:session_tag/a']) {
      expect(await refusal(question({ context: { [key]: '1' } })), key).toMatch(/cannot be stated/)
    }
    const own = { string_equal: { 'qcs:uin': '${uin}', 'qcs:owner_uin': '${owner_uin}' } }
    expect(await under({ ...own, date_less_than: { 'qcs:current_time': '2030-01-01T00:00:00Z' } }, {})).toEqual([true])
  })

  test('two spellings of one key are refused, names that no policy can write are passed over', async () => {
    const twice = { 'a.b': 1, a: { b: 2 } }
    expect(await refusal(question({ context: twice }))).toMatch(/stated twice/)
    expect(await decision(question({ context: { 'strange name': 1, ['__proto__']: 2 } }))).toBe(true)
    const deep = Array.from({ length: 9 }).reduce<object>((inner) => ({ a: inner }), { a: 1 })
    expect(await refusal(question({ context: deep }))).toMatch(/nested more than/)
  })
})

describe('several questions', () => {
  const many = (semantic: unknown, ...actions: readonly string[]) => ({
    ...question(),
    options: { evaluations_semantic: semantic },
    evaluations: actions.map((name) => ({ action: { name } })),
  })
  const decisions = async (body: object): Promise<unknown> => {
    const { json, status, text } = await scene.ask(evaluationsPath, body, bearer)
    expect(status, text).toBe(200)
    return (json as { evaluations: { decision: unknown }[] }).evaluations.map(({ decision: one }) => one)
  }

  test('stop where the semantic says, with what settled them as the last', async () => {
    expect(await decisions(many('execute_all', 'read', 'drop', 'write'))).toEqual([true, false, true])
    expect(await decisions(many('deny_on_first_deny', 'read', 'drop', 'write'))).toEqual([true, false])
    expect(await decisions(many('deny_on_first_deny', 'read', 'a b', 'write'))).toEqual([true, false])
    expect(await decisions(many('permit_on_first_permit', 'drop', 'read', 'write'))).toEqual([false, true])
    expect(await decisions(many(undefined, 'read', 'drop'))).toEqual([true, false])
    for (const wrong of ['all', 1, ['execute_all'], {}]) {
      expect((await scene.ask(evaluationsPath, many(wrong, 'read'), bearer)).status, String(wrong)).toBe(400)
    }
  })

  test('a fault of one is that one’s; a fault at the top is the whole’s', async () => {
    const { json } = await scene.ask(
      evaluationsPath,
      { ...many('execute_all', 'read', ''), subject: undefined },
      bearer,
    )
    expect(json).toEqual({
      evaluations: [
        { decision: false, context: { error: { status: 400, message: '`subject` is missing' } } },
        { decision: false, context: { error: { status: 400, message: '`subject` is missing' } } },
      ],
    })
    for (const top of [{ subject: 'ann' }, { options: [] }, { evaluations: {} }]) {
      const { status } = await scene.ask(evaluationsPath, { ...many('execute_all', 'read'), ...top }, bearer)
      expect(status, JSON.stringify(top)).toBe(400)
    }
    expect(await decisions({ ...question(), evaluations: [1, {}] })).toEqual([false, true])
    const evaluations = Array.from({ length: questionsMax + 1 }, () => ({}))
    expect((await scene.ask(evaluationsPath, { ...question(), evaluations }, bearer)).status).toBe(400)
  })

  test('are answered with what led to the decision where that is asked for', async () => {
    const body = { ...many('execute_all', 'read', 'drop', 'none'), options: { explain: true } }
    const { json } = await scene.ask(evaluationsPath, body, bearer)
    expect(json).toMatchObject({
      evaluations: [
        { decision: true, context: { action: 'todo:read', layer: 'identity', cause: 'allow' } },
        { decision: false, context: { cause: 'explicit-deny', statement: { policy_name: 'ann-1', index: 0 } } },
        { decision: true },
      ],
    })
  })
})

describe('transport', () => {
  test('the id of a request comes back, or the server’s own', async () => {
    const id = 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716'
    for (const [body, headers] of [
      [question(), bearer],
      [question(), {}],
      ['{', bearer],
    ] as const) {
      const answer = await scene.ask(evaluationPath, body, { ...headers, 'x-request-id': id })
      expect(answer.headers.get('x-request-id')).toBe(id)
      expect((await scene.ask(evaluationPath, body, headers)).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  test('bodies that could be read in two ways are refused', async () => {
    const twice = '{"subject":{"type":"user","id":"ann"},"subject":{"type":"root","id":"1"}}'
    expect(await refusal(twice)).toMatch(/given twice/)
    for (const body of ['[]', 'null', '"x"', '1']) expect(await refusal(body)).toMatch(/must be a JSON object/)
    expect((await scene.ask(evaluationPath, '', bearer, 'GET')).status).toBe(405)
    const charset = { ...bearer, 'content-type': 'application/json; charset=UTF-8' }
    expect(await decision(question(), charset)).toBe(true)
    expect(await refusal(question(), { ...bearer, 'content-type': 'application/json; charset=latin1' })).toMatch(
      /Content-Type/,
    )
  })

  test('the discovery document names what there is, at the public origin or at the one that was asked', async () => {
    const at = (base: string) => ({
      policy_decision_point: base,
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      search_subject_endpoint: `${base}/access/v1/search/subject`,
      search_resource_endpoint: `${base}/access/v1/search/resource`,
      search_action_endpoint: `${base}/access/v1/search/action`,
    })
    const get = (host?: string) => scene.ask(configurationPath, '', host === undefined ? {} : { host }, 'GET')
    expect((await get()).json).toEqual(at('https://pdp.example'))
    expect((await get('[::1]:8600')).json).toEqual(at('https://[::1]:8600'))
    for (const host of ['', 'a/b', 'a b', 'a@b', 'a"b']) expect((await get(host)).status, host).toBe(400)
    const behind = await openScene('https://cam.example')
    expect((await behind.ask(configurationPath, '', {}, 'GET')).json).toEqual(at('https://cam.example'))
    await behind.server.close()
  })
})
