import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { createLinked, openRoles, sessionOf } from './roles.ts'

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

  test('ok: of a deletion that ended within the last thirty days, or failed and is still the last of its role', async () => {
    const role = await createLinked(server, '-kept')
    await sessionOf(server, role, { seconds: 60 })
    const ask = async () =>
      String((await server.ok('DeleteServiceLinkedRole', { RoleName: role.name }))['DeletionTaskId'])
    const ended = async (task: string) => {
      await server.dispatcher.runRoleTasks()
      return (await server.ok('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: task }))['Status']
    }
    const pruned = async (days: number) => {
      server.clock.advance(days * 24 * 3_600_000)
      await server.dispatcher.prune()
    }
    const gone = (task: string) =>
      server.refused('InvalidParameter.DeletionTaskNotExist', 'GetServiceLinkedRoleDeletionStatus', {
        DeletionTaskId: task,
      })
    const failed = await ask()
    expect(await ended(failed)).toBe('FAILED')
    await pruned(31)
    expect(await ended(failed)).toBe('FAILED')
    const done = await ask()
    expect(await ended(done)).toBe('SUCCEEDED')
    await pruned(30)
    expect(await ended(done)).toBe('SUCCEEDED')
    await gone(failed)
    await pruned(1)
    await gone(done)
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
