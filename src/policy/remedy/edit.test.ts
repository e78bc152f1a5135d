import { describe, expect, test } from 'vitest'
import type { ContextValue, DecidedBy, RequestContext } from '../types.ts'
import { type Edit, isKeyEdit, overlaid, overlayOf } from './edit.ts'

const by: DecidedBy = { policyId: 7, policyName: 'ops', versionId: 3, statement: 2, via: { kind: 'direct' } }
const set = (key: string, value: string): Edit => ({ kind: 'set-key', key, value })
const drop = (key: string): Edit => ({ kind: 'drop-key', key })
const remove: Edit = { kind: 'remove-statement', layer: 'identity', by }

test('edits of the request are told from edits of policies', () => {
  expect([set('k', 'a'), drop('k'), remove].map(isKeyEdit)).toEqual([true, true, false])
})

describe('an overlay', () => {
  const cases: readonly (readonly [
    edits: readonly Edit[],
    overlay: readonly (readonly [string, string | undefined])[],
  ])[] = [
    [[], []],
    [[remove, set('k', 'a')], [['k', 'a']]],
    [
      [set('k', 'a'), drop('l'), set('k', 'b')],
      [
        ['k', 'b'],
        ['l', undefined],
      ],
    ],
    [
      [set('qcs:resource_tag', 'a&1')],
      [
        ['qcs:resource_tag', 'a&1'],
        ['qcs:tag', undefined],
      ],
    ],
    [
      [set('qcs:resource_tag/a', '1')],
      [
        ['qcs:resource_tag/a', '1'],
        ['qcs:tag/a', undefined],
      ],
    ],
    [
      [drop('qcs:resource_tag/a')],
      [
        ['qcs:resource_tag/a', undefined],
        ['qcs:tag/a', undefined],
      ],
    ],
    [[set('qcs:resource_tags', '1')], [['qcs:resource_tags', '1']]],
    [[set('qcs:request_tag/a', '1')], [['qcs:request_tag/a', '1']]],
    [[set('x:qcs:resource_tag/', '1')], [['x:qcs:resource_tag/', '1']]],
  ]
  test.each(cases)('of %j', (edits, overlay) => {
    expect([...overlayOf(edits)]).toEqual(overlay)
  })

  test('says what it says of a key, and nothing of the others', () => {
    const context = new Map<string, ContextValue>([
      ['k', 'a'],
      ['l', 'b'],
      ['m', ['c']],
    ])
    const over = overlaid(context, overlayOf([set('k', 'x'), drop('l')]))
    expect(['k', 'l', 'm', 'n'].map((key) => over.get(key))).toEqual(['x', undefined, ['c'], undefined])
    expect('withheld' in over).toBe(false)
    expect(overlaid(context, overlayOf([remove]))).toBe(context)
  })

  test('leaves what is withheld as it is', () => {
    const context: RequestContext = { get: () => undefined, withheld: (key) => (key === 'k' ? 'no tags' : undefined) }
    const over = overlaid(context, overlayOf([set('k', 'x')]))
    expect(['k', 'l'].map((key) => over.withheld?.(key))).toEqual(['no tags', undefined])
  })
})
