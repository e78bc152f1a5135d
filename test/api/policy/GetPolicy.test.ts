import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { create, readable } from './stored.ts'

describe('GetPolicy', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: the members of recorded answers in their order, without the number of the policy', async () => {
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'shown',
      PolicyDocument: readable,
      Description: 'to be read',
      Tags: [{ Key: 'team', Value: 'a' }],
    })
    const answer = await server.ok('GetPolicy', { PolicyId })
    expect(answer).toEqual({
      PolicyDocument: readable,
      UpdateTime: '2026-01-02 11:04:05',
      AddTime: '2026-01-02 11:04:05',
      PolicyName: 'shown',
      Description: 'to be read',
      Type: 1,
      PresetAlias: null,
      IsServiceLinkedRolePolicy: 0,
      Tags: [{ Key: 'team', Value: 'a' }],
    })
    expect(Object.keys(answer).slice(0, 8)).toEqual([
      'PolicyDocument',
      'UpdateTime',
      'AddTime',
      'PolicyName',
      'Description',
      'Type',
      'PresetAlias',
      'IsServiceLinkedRolePolicy',
    ])
  })

  test('ok: a preset, by a number that came as text', async () => {
    expect(await server.ok('GetPolicy', { PolicyId: '1' }, { form: 'v1-get' })).toMatchObject({
      PolicyName: 'AdministratorAccess',
      Type: 2,
      PolicyDocument: '{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}',
      Tags: [],
    })
  })

  test('ok: slashes are not escaped', async () => {
    const text = '{"version":"2.0","statement":[{"effect":"allow","action":"name\\/cos:*","resource":"*"}]}'
    const id = await create(server, 'slashes', text)
    expect((await server.ok('GetPolicy', { PolicyId: id }))['PolicyDocument']).toBe(text.replace('\\/', '/'))
  })

  test('InvalidParameter.PolicyIdError: a number below 1', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'GetPolicy', { PolicyId: 0 })
  })

  test('ResourceNotFound.PolicyIdNotFound: deleted, never there, or of another account, all alike', async () => {
    const id = await create(server)
    const gone = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [gone] })
    const other = await server.account('stranger')
    const code = 'ResourceNotFound.PolicyIdNotFound'
    await server.refused(code, 'GetPolicy', { PolicyId: gone })
    await server.refused(code, 'GetPolicy', { PolicyId: 987654321 })
    await server.refused(code, 'GetPolicy', { PolicyId: id }, { as: other })
  })
})
