// One policy with its text in force. The answer has no number of the policy, as recorded answers have none.
import { wireTime } from '../../kernel/time.ts'
import { int, list, nullable, text, timestamp } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { anyPolicy } from './find.ts'
import { wireTags } from './listing.ts'
import { policyId, Tag } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
  'ResourceNotFound.PolicyIdNotFound',
] as const

export const GetPolicy = action({
  name: 'GetPolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Shows a policy and its text in force.',
  access: 'read',
  perSecond: 20,
  params: { PolicyId: policyId },
  returns: {
    PolicyDocument: nullable(text({ about: 'The policy: JSON text.' })),
    UpdateTime: nullable(timestamp({ about: 'When it was last changed, UTC+8.' })),
    AddTime: nullable(timestamp({ about: 'When it was made, UTC+8.' })),
    PolicyName: nullable(text({ about: 'Name of the policy.' })),
    Description: nullable(text({ about: 'What the policy is for.' })),
    Type: nullable(int({ about: 'Origin: 1 made in the account, 2 preset.', oneOf: [1, 2] })),
    PresetAlias: nullable(text({ about: 'Remark of the account about a preset policy.' })),
    IsServiceLinkedRolePolicy: nullable(
      int({ about: 'Whether a service-linked role brought it along: 1 yes, 0 no.', oneOf: [0, 1] }),
    ),
    Tags: list(Tag, { about: 'Tags of the policy.', newer: true }),
  },
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { policies } = store
    const place = { listed: errors, account, policies, presets: world.presets }
    const found = await anyPolicy(place, params.PolicyId)
    if (found.kind === 'preset') {
      const { preset } = found
      return {
        PolicyDocument: preset.document,
        UpdateTime: wireTime(preset.updatedMs),
        AddTime: wireTime(preset.addedMs),
        PolicyName: preset.name,
        Description: preset.description,
        Type: 2,
        PresetAlias: (await policies.presetAlias(account, preset.policyId)) ?? null,
        IsServiceLinkedRolePolicy: Number(preset.serviceLinked),
        Tags: [],
      }
    }
    const { custom } = found
    const version = await policies.version(account, custom.policyId, custom.defaultVersion)
    const tags = await policies.tags(account, [custom.policyId])
    return {
      PolicyDocument: version?.document ?? null,
      UpdateTime: wireTime(custom.updatedMs),
      AddTime: wireTime(custom.createdMs),
      PolicyName: custom.name,
      Description: custom.description,
      Type: 1,
      PresetAlias: null,
      IsServiceLinkedRolePolicy: Number(custom.serviceLinked),
      Tags: wireTags(tags.get(custom.policyId)),
    }
  },
})
