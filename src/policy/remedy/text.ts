// A remedy for people, one line an edit.

import type { DecidedBy } from '../types.ts'
import type { Edit } from './edit.ts'

const listedMax = 10

/** What would have to change, as an order. */
export function editText(edit: Edit): string {
  switch (edit.kind) {
    case 'set-key':
      return `ask with another ${edit.key}, such as ${JSON.stringify(edit.value)}`
    case 'drop-key':
      return `ask without ${edit.key}`
    case 'add-action':
      return `add the action ${edit.action} to ${placeOf(edit.by)}`
    case 'add-resources':
      return `add the resource ${listed(edit.resources)} to ${placeOf(edit.by)}`
    case 'narrow':
      return `take the ${edit.element} ${listed(edit.texts)} out of the deny in ${placeOf(edit.by)}`
    case 'remove-statement':
      return `remove the deny in ${placeOf(edit.by)}`
    case 'add-statement': {
      const statement = `allows ${edit.action} on ${listed(edit.resources)}`
      if (edit.policy === undefined) return `attach a policy that ${statement}`
      const { policyName, policyId, versionId } = edit.policy
      return `add a statement that ${statement} to the ${edit.layer} policy ${policyName} (${policyId}, version ${versionId})`
    }
  }
}

function placeOf({ statement, policyName, policyId, versionId, via }: DecidedBy): string {
  const group = via.kind === 'group' ? ` of group ${via.groupName}` : ''
  return `statement[${statement}] of policy ${policyName} (${policyId}, version ${versionId})${group}`
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, listedMax).join(', ')
  return texts.length > listedMax ? `${shown} and ${texts.length - listedMax} more` : shown
}
