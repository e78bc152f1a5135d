// OperateCamStrategy: attaches a policy to a user or a user group, or takes it away. Exactly one of the two is named; the
// other is -1, so that no client hands a policy to somebody by leaving a number out.
import { apiError } from '../../protocol/api-error.ts'
import { int } from '../../protocol/shape.ts'
import { componentInterface } from './interface.ts'

const nobody = -1
const attach = 1
const detach = 2

export const OperateCamStrategy = componentInterface({
  name: 'OperateCamStrategy',
  summary: 'Attaches a policy to a user or a user group, or takes it away.',
  para: {
    groupId: int({ about: 'Number of the user group; -1 where a user is meant.', min: nobody }),
    relateUin: int({ about: 'Number (uin) of the sub-account; -1 where a user group is meant.', min: nobody }),
    strategyId: int({ about: 'Number of the policy.', min: 1 }),
    actionType: int({ about: '1 attaches, 2 takes away.', oneOf: [attach, detach] }),
  },
  documents: [],
  calls: ['AttachUserPolicy', 'AttachGroupPolicy', 'DetachUserPolicy', 'DetachGroupPolicy'],
  call({ groupId, relateUin, strategyId, actionType }) {
    const named = [groupId, relateUin].filter((id) => id !== nobody)
    if (named.length !== 1 || named[0] === 0) {
      const problem = 'one of `groupId` and `relateUin` must be a number and the other -1'
      throw apiError('InvalidParameter.ParamError', { problem })
    }
    const verb = actionType === attach ? 'Attach' : 'Detach'
    const [kind, holder] =
      groupId === nobody
        ? (['User', { [`${verb}Uin`]: relateUin }] as const)
        : (['Group', { [`${verb}GroupId`]: groupId }] as const)
    return { action: `${verb}${kind}Policy`, parameters: { PolicyId: strategyId, ...holder } }
  },
  data: () => ({}),
})
