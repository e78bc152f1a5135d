import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { create, freshName, readable } from './stored.ts'

const otherText = JSON.stringify(allow('cos:PutObject'))

describe('UpdatePolicy', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: the version in force is edited in place', async () => {
    const id = await create(server)
    server.clock.advance(5_000)
    const parameters = { PolicyId: id, PolicyDocument: otherText, Description: 'writes' }
    expect(await server.ok('UpdatePolicy', parameters)).toEqual({ PolicyId: id })
    const policy = await server.ok('GetPolicy', { PolicyId: id })
    expect(policy).toMatchObject({ PolicyDocument: otherText, Description: 'writes' })
    expect(policy['UpdateTime']).not.toBe(policy['AddTime'])
    expect(await server.ok('ListPolicyVersions', { PolicyId: id })).toMatchObject({ Versions: [{ VersionId: 1 }] })
  })

  test('ok: named by its name, in any case', async () => {
    const id = await create(server, 'By-Name')
    const parameters = { PolicyName: 'by-name', Description: 'found' }
    expect(await server.ok('UpdatePolicy', parameters)).toEqual({ PolicyId: id })
    expect((await server.ok('GetPolicy', { PolicyId: id }))['Description']).toBe('found')
  })

  test('ok: number and name together rename', async () => {
    const id = await create(server)
    await server.ok('UpdatePolicy', { PolicyId: id, PolicyName: 'renamed' })
    await server.ok('UpdatePolicy', { PolicyId: id, PolicyName: 'Renamed' })
    expect((await server.ok('GetPolicy', { PolicyId: id }))['PolicyName']).toBe('Renamed')
  })

  test('ok: an empty description takes it away; one left out stays', async () => {
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: freshName(),
      PolicyDocument: readable,
      Description: 'first',
    })
    await server.ok('UpdatePolicy', { PolicyId, PolicyDocument: otherText })
    expect((await server.ok('GetPolicy', { PolicyId }))['Description']).toBe('first')
    await server.ok('UpdatePolicy', { PolicyId, Description: '' })
    expect((await server.ok('GetPolicy', { PolicyId }))['Description']).toBe('')
  })

  test('ok: the remark of a preset, which belongs to the account alone', async () => {
    expect(await server.ok('UpdatePolicy', { PolicyId: 1, Alias: 'for two people' })).toEqual({ PolicyId: 1 })
    expect((await server.ok('GetPolicy', { PolicyId: 1 }))['PresetAlias']).toBe('for two people')
    await server.ok('UpdatePolicy', { PolicyName: 'ReadOnlyAccess', Alias: 'for auditors' })
    expect((await server.ok('GetPolicy', { PolicyId: 400411 }))['PresetAlias']).toBe('for auditors')
    const other = await server.account('neighbour')
    expect((await server.ok('GetPolicy', { PolicyId: 1 }, { as: other }))['PresetAlias']).toBeNull()
  })

  test('ok: a policy whose version in force is gone gets a new one', async () => {
    const id = await create(server)
    await server.world.store.transaction(({ policies }) => policies.deleteVersion(server.root.account, id, 1))
    expect((await server.ok('GetPolicy', { PolicyId: id }))['PolicyDocument']).toBeNull()
    await server.ok('UpdatePolicy', { PolicyId: id, PolicyDocument: otherText })
    expect((await server.ok('GetPolicy', { PolicyId: id }))['PolicyDocument']).toBe(otherText)
    expect(await server.ok('ListPolicyVersions', { PolicyId: id })).toMatchObject({
      Versions: [{ VersionId: 2, IsDefaultVersion: 1 }],
    })
  })

  test('ok: a change is in force with the next call', async () => {
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'in-force',
      PolicyDocument: JSON.stringify(allow('cam:GetUser')),
    })
    const user = await server.user('changed')
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: user.uin })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
    await server.ok('UpdatePolicy', { PolicyId, PolicyDocument: JSON.stringify(allow('cam:ListUsers')) })
    await server.ok('ListUsers', {}, { as: user })
  })

  test('InvalidParameter.ParamError: neither number nor name, or a remark for a custom policy', async () => {
    await server.refused('InvalidParameter.ParamError', 'UpdatePolicy', { Description: 'x' })
    await server.refused('InvalidParameter.ParamError', 'UpdatePolicy', { PolicyId: await create(server), Alias: 'x' })
  })

  test('InvalidParameter.PolicyIdError: a number below 1', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'UpdatePolicy', { PolicyId: 0, Description: 'x' })
  })

  test('InvalidParameter.PolicyIdNotExist: a preset can be changed by nobody', async () => {
    for (const change of [{ Description: 'x' }, { PolicyDocument: readable }, { PolicyName: 'x' }]) {
      await server.refused('InvalidParameter.PolicyIdNotExist', 'UpdatePolicy', { PolicyId: 1, ...change })
    }
  })

  test('ResourceNotFound.NotFound: no policy of this name', async () => {
    const parameters = { PolicyName: '__proto__', Description: 'x' }
    await server.refused('ResourceNotFound.NotFound', 'UpdatePolicy', parameters)
  })

  test('ResourceNotFound.PolicyIdNotFound: unknown, deleted, or of another account', async () => {
    const gone = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [gone] })
    const other = await server.account('stranger')
    const foreign = await create(server)
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'UpdatePolicy', { PolicyId: gone, Description: 'x' })
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'UpdatePolicy', { PolicyId: 987654321 })
    const parameters = { PolicyId: foreign, Description: 'x' }
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'UpdatePolicy', parameters, { as: other })
  })

  test('FailedOperation.PolicyNameInUse: the name of another policy or of a preset', async () => {
    const id = await create(server)
    await create(server, 'Held')
    for (const PolicyName of ['held', 'AdministratorAccess']) {
      await server.refused('FailedOperation.PolicyNameInUse', 'UpdatePolicy', { PolicyId: id, PolicyName })
    }
  })

  test('InvalidParameter.PolicyNameError: an illegal name', async () => {
    const parameters = { PolicyId: await create(server), PolicyName: 'a b' }
    await server.refused('InvalidParameter.PolicyNameError', 'UpdatePolicy', parameters)
  })

  test('InvalidParameter.DescriptionLengthOverlimit: 301 bytes', async () => {
    const parameters = { PolicyId: await create(server), Description: 'x'.repeat(301) }
    await server.refused('InvalidParameter.DescriptionLengthOverlimit', 'UpdatePolicy', parameters)
  })
})
