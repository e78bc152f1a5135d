// What is answered about a permissions boundary, of a user or of a role: the policy, or nulls where there is none.
import { int, nullable, text } from '../../protocol/shape.ts'
import { anyPolicy, type Place } from '../policy/find.ts'

export const boundaryReturns = {
  PolicyId: nullable(int({ about: 'Number of the policy.' })),
  PolicyName: nullable(text({ about: 'Name of the policy.' })),
  PolicyDocument: nullable(text({ about: 'The policy: JSON text.' })),
  PolicyType: nullable(int({ about: '1 custom, 2 preset.', oneOf: [1, 2] })),
  CreateMode: nullable(int({ about: 'How the policy was made; 2 from policy text.' })),
} as const

/** The policy with the text that is in force. */
export async function shownBoundary(place: Place, policyId: number | undefined) {
  if (policyId === undefined) {
    return { PolicyId: null, PolicyName: null, PolicyDocument: null, PolicyType: null, CreateMode: null }
  }
  const found = await anyPolicy(place, policyId)
  if (found.kind === 'preset') {
    const { name, document, createMode } = found.preset
    return { PolicyId: policyId, PolicyName: name, PolicyDocument: document, PolicyType: 2, CreateMode: createMode }
  }
  const { name, createMode, defaultVersion } = found.custom
  const version = await place.policies.version(place.account, policyId, defaultVersion)
  return {
    PolicyId: policyId,
    PolicyName: name,
    PolicyDocument: version?.document ?? null,
    PolicyType: 1,
    CreateMode: createMode,
  }
}
