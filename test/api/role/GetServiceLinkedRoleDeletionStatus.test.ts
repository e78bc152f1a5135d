import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { createLinked, openRoles } from './roles.ts'

describe('GetServiceLinkedRoleDeletionStatus', () => {
  let server: Harness
  let DeletionTaskId: string
  beforeAll(async () => {
    server = await openRoles()
    const { name: RoleName } = await createLinked(server, '', 'cosacc.cos.cloud.tencent.com')
    DeletionTaskId = String((await server.ok('DeleteServiceLinkedRole', { RoleName }))['DeletionTaskId'])
  })
  afterAll(() => server.close())

  test('ok: of which product, and how far', async () => {
    const shown = { Reason: '{}', ServiceType: 'cos', ServiceName: 'COS' }
    const ask = () => server.ok('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })
    expect(await ask()).toEqual({ Status: 'NOT_STARTED', ...shown })
    await server.dispatcher.runRoleTasks()
    expect(await ask()).toEqual({ Status: 'SUCCEEDED', ...shown })
  })

  test('InvalidParameter.DeletionTaskNotExist: none, or of another account', async () => {
    const code = 'InvalidParameter.DeletionTaskNotExist'
    await server.refused(code, 'GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: 'none' })
    const as = await server.account('stranger')
    await server.refused(code, 'GetServiceLinkedRoleDeletionStatus', { DeletionTaskId }, { as })
  })

  test('InvalidParameter.ParamError: longer than ids are', async () => {
    const given = { DeletionTaskId: 'x'.repeat(65) }
    await server.refused('InvalidParameter.ParamError', 'GetServiceLinkedRoleDeletionStatus', given)
  })
})
