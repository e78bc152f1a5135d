import { expect, test } from 'vitest'
import type { DecidedBy } from '../types.ts'
import type { Edit } from './edit.ts'
import { editText } from './text.ts'

const by: DecidedBy = { policyId: 7, policyName: 'ops', versionId: 3, statement: 2, via: { kind: 'direct' } }
const ofGroup: DecidedBy = { ...by, via: { kind: 'group', groupId: 4, groupName: 'night' } }
const layer = 'boundary'
const ten = Array.from({ length: 10 }, (_, at) => `i/${at}`)
const place = 'statement[2] of policy ops (7, version 3)'

const cases: readonly (readonly [edit: Edit, text: string])[] = [
  [{ kind: 'set-key', key: 'qcs:ip', value: '10.0.0.1' }, 'ask with another qcs:ip, such as "10.0.0.1"'],
  [{ kind: 'set-key', key: 'x:n', value: 4.5 }, 'ask with another x:n, such as 4.5'],
  [{ kind: 'drop-key', key: 'x:n' }, 'ask without x:n'],
  [{ kind: 'add-action', layer, by, action: 'cvm:stop' }, `add the action cvm:stop to ${place}`],
  [
    { kind: 'add-action', layer, by: ofGroup, action: 'cvm:stop' },
    `add the action cvm:stop to ${place} of group night`,
  ],
  [{ kind: 'add-resources', layer, by, resources: ['i/1', 'i/2'] }, `add the resource i/1, i/2 to ${place}`],
  [{ kind: 'add-resources', layer, by, resources: ten }, `add the resource ${ten.join(', ')} to ${place}`],
  [
    { kind: 'add-resources', layer, by, resources: [...ten, 'i/10', 'i/11'] },
    `add the resource ${ten.join(', ')} and 2 more to ${place}`,
  ],
  [
    { kind: 'narrow', layer, by, element: 'action', texts: ['cvm:*'] },
    `take the action cvm:* out of the deny in ${place}`,
  ],
  [
    { kind: 'narrow', layer, by, element: 'resource', texts: ['i/1', 'i/2'] },
    `take the resource i/1, i/2 out of the deny in ${place}`,
  ],
  [{ kind: 'remove-statement', layer, by }, `remove the deny in ${place}`],
  [
    { kind: 'add-statement', layer: 'identity', policy: undefined, action: 'cvm:stop', resources: ['i/1', 'i/2'] },
    'attach a policy that allows cvm:stop on i/1, i/2',
  ],
  [
    { kind: 'add-statement', layer, policy: by, action: 'cvm:stop', resources: ['*'] },
    'add a statement that allows cvm:stop on * to the boundary policy ops (7, version 3)',
  ],
]

test.each(cases)('%j', (edit, text) => {
  expect(editText(edit)).toBe(text)
})
