// How far the deletion of a service-linked role is, and what stood in its way.
import { nullable, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { tasksKeptDays } from './deletion-task.ts'

const taskAbout = `Task that deletes the role; known for ${tasksKeptDays} days after its end, or while its role still names it.`
const statuses = ['NOT_STARTED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED']

export const GetServiceLinkedRoleDeletionStatus = action({
  name: 'GetServiceLinkedRoleDeletionStatus',
  product: 'cam',
  group: 'Role',
  summary: 'Reads how far the deletion of a service-linked role is.',
  access: 'read',
  perSecond: 20,
  params: { DeletionTaskId: text({ about: taskAbout, max: 64 }) },
  returns: {
    Status: text({ about: 'NOT_STARTED, IN_PROGRESS, SUCCEEDED or FAILED.', oneOf: statuses }),
    Reason: text({ about: 'JSON text: what keeps the role in use; an empty object where nothing does.' }),
    ServiceType: nullable(text({ about: 'Product of the role in small letters.' })),
    ServiceName: nullable(text({ about: 'Product of the role.' })),
  },
  errors: ['InternalError.SystemError', 'InvalidParameter.DeletionTaskNotExist', 'InvalidParameter.ParamError'],
  resource: { level: 'operation' },
  async handle({ params, caller, store, fail }) {
    const task = await store.roles.task(caller.account, params.DeletionTaskId)
    if (task === undefined) return fail('InvalidParameter.DeletionTaskNotExist', { task: params.DeletionTaskId })
    const { status, reason, serviceName } = task
    return { Status: status, Reason: reason, ServiceType: serviceName.toLowerCase(), ServiceName: serviceName }
  },
})
