// Searches of AuthZEN beyond the published payloads: who and what can be found, page by page, and what the answer says of
// itself. Whatever is found is allowed when it is asked about.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluationPath, searchPaths } from '../../src/gateway/authzen/door.ts'
import type { Searched } from '../../src/gateway/authzen/model.ts'
import { allow, deny } from '../api/harness.ts'
import { type Headers, openScene, type Scene } from './authzen.ts'

let scene: Omit<Scene, 'bearer'>
let bearer: Headers
let cam: Headers
beforeAll(async () => {
  scene = await openScene()
  const { server } = scene
  const { root } = server
  const place = (last: string, region = '') => `qcs::todo:${region}::${last}`
  await server.user(
    'ann',
    allow(['todo:read', 'todo:Write'], [place('list/1'), place('list/2', 'gz'), place('list/a/b')]),
  )
  await server.user('bob', allow('todo:*', place('*')), deny('todo:drop', place('list/3')))
  await server.user('carl', allow('todo:read', 'qcs::todo::uin/1:list/9'), allow('other:read', 'qcs::other:::list/7'))
  await server.ok('AddUser', { Name: '4711' })
  const trust = { effect: 'allow', action: 'sts:AssumeRole', principal: { service: ['cvm.qcloud.com'] } }
  const PolicyDocument = JSON.stringify({ version: '2.0', statement: [trust] })
  await server.ok('CreateRole', { RoleName: 'reader', PolicyDocument })
  const document = allow('todo:read', place('list/*'))
  const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'r', PolicyDocument: JSON.stringify(document) })
  await server.ok('AttachRolePolicy', { PolicyId, AttachRoleName: 'reader' })
  const token = async (Service: string): Promise<Headers> => {
    const { Token } = await server.ok('CreateDecisionToken', { Service })
    return { authorization: `Bearer ${Token}` }
  }
  bearer = await token('todo')
  cam = await token('cam')
  expect(root.account).toBe(root.uin)
})
afterAll(() => scene.server.close())

interface Answer {
  readonly page?: { readonly next_token: string; readonly count: number }
  readonly context?: Readonly<Record<string, unknown>>
  readonly results: readonly Readonly<Record<string, unknown>>[]
}

async function search(kind: Searched, body: object, headers: Headers = bearer): Promise<Answer> {
  const { status, json, text } = await scene.ask(searchPaths[kind], body, headers)
  expect(status, text).toBe(200)
  return json as Answer
}

async function refusal(kind: Searched, body: object, headers: Headers = bearer): Promise<string> {
  const { status, text } = await scene.ask(searchPaths[kind], body, headers)
  expect(status, text).toBe(400)
  return text.trim()
}

const user = (id: string) => ({ type: 'user', id })
const list = (id: string) => ({ type: 'list', id })
const named = (name: string) => ({ name })
const ids = ({ results }: Answer) => results.map(({ id }) => id).sort()
const names = ({ results }: Answer) => results.map(({ name }) => name).sort()

describe('subjects', () => {
  const who = (type: string, action = 'read', id = '1') =>
    search('subject', { subject: { type }, action: named(action), resource: list(id) })

  test('are users by name, roles, and the root account, each under its own type', async () => {
    expect(ids(await who('user'))).toEqual(['ann', 'bob'])
    expect(ids(await who('identity'))).toEqual(['ann', 'bob'])
    expect(ids(await who('role'))).toEqual(['reader'])
    expect(ids(await who('root'))).toEqual([String(scene.server.root.uin)])
    expect(ids(await who('user', 'drop'))).toEqual(['bob'])
    expect(ids(await who('user', 'drop', '3'))).toEqual([])
  })

  test('keys are not listed, and other types are nobody', async () => {
    expect(await who('access_key')).toEqual({
      context: { error: { status: 501, message: 'keys are not listed' } },
      results: [],
    })
    expect(await who('group')).toMatchObject({ context: { error: { status: 404 } }, results: [] })
  })

  test('a user whose name is a number is found by its own number', async () => {
    const { server } = scene
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'digits',
      PolicyDocument: JSON.stringify(allow('todo:count', '*')),
    })
    const { Uin } = await server.ok('GetUser', { Name: '4711' })
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: Uin })
    expect(ids(await who('user', 'count'))).toEqual(['bob', String(Uin)].sort())
  })

  test('what is stated of subjects holds for each of them', async () => {
    const { server } = scene
    const condition = { string_equal: { 'todo:subject.team': 'a' } }
    const statement = [{ effect: 'allow', action: 'todo:join', resource: '*', condition }]
    await server.user('dora', { version: '2.0', statement })
    const body = { subject: { type: 'user', properties: { team: 'a' } }, action: named('join'), resource: list('1') }
    expect(ids(await search('subject', body))).toEqual(['bob', 'dora'])
    expect(ids(await search('subject', { ...body, subject: { type: 'user' } }))).toEqual(['bob'])
  })
})

describe('resources', () => {
  const what = (id: string, action = 'read', more: object = {}) =>
    search('resource', { subject: user(id), action: named(action), resource: { type: 'list' }, ...more })

  test('are those that policies of the account name; the answer says where there may be more', async () => {
    expect(await what('ann')).toEqual({
      results: [list('1'), { ...list('2'), properties: { region: 'ap-guangzhou' } }, list('a/b')],
    })
    const dropped = await what('bob', 'drop')
    expect(ids(dropped)).toEqual(['1', '2', 'a/b'])
    expect(dropped.context).toEqual({ complete: false })
    expect(await what('carl')).toEqual({ results: [] })
    expect(await what('ann', 'drop')).toEqual({ results: [] })
    expect(
      ids(await search('resource', { subject: user('ann'), action: named('read'), resource: { type: 'qcs' } })),
    ).toEqual([
      `qcs::todo::uin/${scene.server.root.uin}:list/1`,
      `qcs::todo::uin/${scene.server.root.uin}:list/a/b`,
      `qcs::todo:ap-guangzhou:uin/${scene.server.root.uin}:list/2`,
    ])
  })

  test('of one region, where that is asked', async () => {
    const resource = { type: 'list', properties: { region: 'ap-guangzhou' } }
    expect(ids(await what('bob', 'read', { resource }))).toEqual(['1', '2', '3', 'a/b'])
    expect(ids(await what('ann', 'read', { resource: { ...resource, properties: { region: 'sh' } } }))).toEqual([
      '1',
      'a/b',
    ])
  })

  test('come with a filter where an explanation is asked for, to be applied by whoever keeps them', async () => {
    const { context } = await what('bob', 'drop', { options: { explain: true } })
    const { uin } = scene.server.root
    expect(context).toMatchObject({ filter: { kind: 'some', ownOnly: true } })
    expect(context?.['filter_text']).toBe(
      ['identity:', `  allow qcs::todo::uin/${uin}:*`, `  deny qcs::todo::uin/${uin}:list/3`].join('\n'),
    )
  })

  test('of our own are read from the store, and those are all', async () => {
    await scene.server.user('erin', allow('cam:GetUser', 'qcs::cam:::uin/*'), allow('cam:ListUsers'))
    const own = (type: string, subject = 'erin') =>
      search('resource', { subject: user(subject), action: named('cam:UpdateUser'), resource: { type } }, cam)
    const root = scene.server.root.uin
    const uins = await search(
      'resource',
      { subject: { type: 'root', id: String(root) }, action: named('UpdateUser'), resource: { type: 'uin' } },
      cam,
    )
    expect(uins.results.length).toBeGreaterThan(5)
    expect(uins.context).toBeUndefined()
    expect((await own('uin')).results).toEqual([])
    for (const type of ['groupid', 'policyid', 'roleName', 'other']) {
      const { results } = await search(
        'resource',
        { subject: { type: 'root', id: String(root) }, action: named('GetUser'), resource: { type } },
        cam,
      )
      expect(results.length > 0, type).toBe(type === 'policyid' || type === 'roleName')
    }
  })
})

describe('actions', () => {
  const which = (subject: object, resource: object, headers: Headers = bearer) =>
    search('action', { subject, resource }, headers)

  test('are those that policies name where there is no catalog', async () => {
    const found = await which(user('ann'), list('1'))
    expect(found.context).toEqual({ complete: false })
    expect(names(found)).toEqual(['Write', 'read'])
    expect(names(await which(user('bob'), list('3')))).toEqual(['Write', 'count', 'join', 'read'])
    expect(names(await which(user('nobody'), list('1')))).toEqual([])
  })

  test('are all of the catalog where there is one', async () => {
    const found = await which(user('erin'), { type: 'uin', id: String(scene.server.root.uin) }, cam)
    expect(found.context).toBeUndefined()
    expect(names(found)).toContain('ListUsers')
    expect(names(found)).not.toContain('AddUser')
  })
})

describe('pages', () => {
  const body = { subject: { type: 'user' }, action: named('read'), resource: list('1') }

  test('follow each other until the token is empty, without a member twice', async () => {
    const found: unknown[] = []
    let page: object = { limit: 1 }
    for (let token = 'first'; token !== ''; page = { token, limit: 1 }) {
      const answer = await search('subject', { ...body, page })
      expect(answer.page?.count).toBe(answer.results.length)
      expect(answer.results.length).toBeLessThanOrEqual(1)
      found.push(...ids(answer))
      token = answer.page?.next_token ?? ''
    }
    expect(found.sort()).toEqual(['ann', 'bob'])
  })

  test('are of one search: with another question, limit or kind a token is refused', async () => {
    const { page } = await search('subject', { ...body, page: { limit: 1 } })
    const token = page?.next_token ?? ''
    expect(token).not.toBe('')
    const none = '`page.token` is none of this search'
    expect(await refusal('subject', { ...body, action: named('drop'), page: { token } })).toBe(none)
    expect(await refusal('subject', { ...body, page: { token: `${token}a` } })).toBe(none)
    expect(await refusal('resource', { ...body, subject: user('ann'), page: { token } })).toBe(none)
    expect(await refusal('subject', { ...body, page: { token, limit: 2 } })).toBe('`page.limit` must stay what it was')
    expect((await search('subject', { ...body, page: { token } })).results).toHaveLength(1)
    for (const limit of [-1, 1.5, '1', null]) {
      expect(await refusal('subject', { ...body, page: { limit } })).toMatch(/`page.limit` must be a number/)
    }
    expect(await refusal('subject', { ...body, page: { token: 1 } })).toMatch(/must be a text/)
    expect(await refusal('subject', { ...body, page: [] })).toMatch(/`page` must be an object/)
  })

  test('of nothing are empty, and an answer that is whole has no page unless one was asked for', async () => {
    expect(await search('subject', { ...body, page: { limit: 0 } })).toMatchObject({ page: { count: 0 }, results: [] })
    expect(await search('subject', body)).not.toHaveProperty('page')
    expect(await search('subject', { ...body, page: {} })).toMatchObject({ page: { next_token: '' } })
  })
})

describe('who may ask and what', () => {
  test('what cannot be a question is none here either', async () => {
    const body = { subject: { type: 'user' }, action: named('cam:GetUser'), resource: list('1') }
    expect(await refusal('subject', body)).toMatch(/asks about actions of todo, not of cam/)
    const when = { context: { 'qcs:current_time': '2030-01-01T00:00:00Z' } }
    expect(await refusal('subject', { ...body, action: named('read'), ...when })).toMatch(/cannot be stated/)
    expect(
      await refusal('resource', { subject: user('ann'), action: named('a b'), resource: { type: 'list' } }),
    ).toMatch(/no name of an action/)
    expect((await scene.ask(searchPaths.subject, body)).status).toBe(401)
    expect((await scene.ask(searchPaths.subject, body, bearer, 'GET')).status).toBe(405)
  })

  test('another account’s people are not found', async () => {
    const stranger = await scene.server.account('stranger')
    const { Token } = await scene.server.ok('CreateDecisionToken', { Service: 'todo' }, { as: stranger })
    const theirs = { authorization: `Bearer ${Token}` }
    expect(
      (await search('subject', { subject: { type: 'user' }, action: named('read'), resource: list('1') }, theirs))
        .results,
    ).toEqual([])
    const resources = {
      subject: { type: 'root', id: String(stranger.uin) },
      action: named('read'),
      resource: { type: 'list' },
    }
    expect((await search('resource', resources, theirs)).results).toEqual([])
  })

  test('everything that is found is allowed when it is asked about, and nothing else is', async () => {
    for (const id of ['ann', 'bob', 'carl', 'dora']) {
      for (const action of ['read', 'Write', 'drop']) {
        const { results } = await search('resource', {
          subject: user(id),
          action: named(action),
          resource: { type: 'list' },
        })
        const places = [list('1'), { ...list('2'), properties: { region: 'ap-guangzhou' } }, list('3'), list('a/b')]
        for (const resource of places) {
          const { json } = await scene.ask(
            evaluationPath,
            { subject: user(id), action: named(action), resource },
            bearer,
          )
          const found = results.some((one) => one['id'] === resource.id)
          expect(found, `${id} ${action} ${resource.id}`).toBe((json as { decision: boolean }).decision)
        }
      }
    }
  })
})
