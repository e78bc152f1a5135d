// How far the account has moved on: a guard that decides by itself asks this often, and the rest only when it has changed.
import { int } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { GuardService, guardSegment } from './guard.ts'

export const GetGuardState = action({
  name: 'GetGuardState',
  product: 'cam',
  group: 'Decision',
  summary: 'Tells a guard the revision of the account, which moves on with every change in it.',
  newer: true,
  access: 'read',
  perSecond: 1000,
  params: { Service: GuardService },
  returns: { Revision: int({ about: 'Revision of the account.' }) },
  errors: ['FailedOperation', 'InvalidParameter.ParamError'],
  resource: { level: 'resource', of: guardSegment },
  async handle({ caller, world, fail }) {
    const revision = await world.store.revision(caller.account)
    return revision === undefined
      ? fail('FailedOperation', { problem: 'the account is gone.' })
      : { Revision: revision }
  },
})
