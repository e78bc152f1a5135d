// CreateCamStrategy: makes a policy. Who is named in a principal of it has it at once, in the same transaction.
import { policyDescription, policyDocument, policyName } from '../../actions/policy/types.ts'
import { optional } from '../../protocol/shape.ts'
import { componentInterface } from './interface.ts'

export const CreateCamStrategy = componentInterface({
  name: 'CreateCamStrategy',
  summary: 'Makes a custom policy, and attaches it to the users and user groups that its principal names.',
  para: { strategyName: policyName, strategyInfo: policyDocument, remark: optional(policyDescription, '') },
  documents: ['strategyInfo'],
  calls: ['CreatePolicy', 'AttachUserPolicy', 'AttachGroupPolicy'],
  call: ({ strategyName, strategyInfo, remark }) => ({
    action: 'CreatePolicy',
    parameters: { PolicyName: strategyName, PolicyDocument: strategyInfo, Description: remark },
  }),
  data: (result) => ({ strategyId: 'PolicyId' in result ? result.PolicyId : undefined }),
})
