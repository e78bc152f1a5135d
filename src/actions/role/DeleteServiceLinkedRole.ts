// Asks for the deletion of a service-linked role. Only the task is made here: whether the role is in use is looked at when
// the task runs. Asking again while it is open answers the same task.
import { text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { refuse } from '../policy/refuse.ts'
import { roleOf, roleSegment } from './find.ts'
import { productOfLinked } from './linked.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'] as const

export const DeleteServiceLinkedRole = action({
  name: 'DeleteServiceLinkedRole',
  product: 'cam',
  group: 'Role',
  summary: 'Asks for the deletion of a service-linked role.',
  access: 'write',
  perSecond: 20,
  params: { RoleName: text({ about: 'Name of the role, without regard to case.', max: 128 }) },
  returns: { DeletionTaskId: text({ about: 'Task that deletes the role.' }) },
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, nowMs, random, store }) {
    const { account } = caller
    const role = await roleOf(store, errors, account, params)
    if (role.type !== 'service_linked') {
      const problem = `\`${role.name}\` is no service-linked role: DeleteRole deletes it`
      refuse(errors, 'InvalidParameter.ParamError', { problem })
    }
    const earlier = role.deletionTaskId === undefined ? undefined : await store.roles.task(account, role.deletionTaskId)
    if (earlier?.status === 'NOT_STARTED' || earlier?.status === 'IN_PROGRESS') {
      return { DeletionTaskId: earlier.taskId }
    }
    const taskId = random.uuid()
    await store.roles.insertTask({
      account,
      taskId,
      roleId: role.roleId,
      roleName: role.name,
      status: 'NOT_STARTED',
      reason: '{}',
      serviceName: productOfLinked(role.name),
      createdMs: nowMs,
      updatedMs: nowMs,
    })
    await store.roles.update(account, role.roleId, { deletionTaskId: taskId, updatedMs: nowMs })
    return { DeletionTaskId: taskId }
  },
})
