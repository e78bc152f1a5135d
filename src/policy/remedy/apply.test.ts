import { describe, expect, test } from 'vitest'
import type { AccessRequest, DecidedBy, PolicySource, Subject } from '../types.ts'
import { applyRemedy } from './apply.ts'
import type { Edit, PolicyEdit } from './edit.ts'

const direct = { kind: 'direct' } as const
const whole = { version: '2.0', statement: [{ effect: 'allow', action: 'cvm:Stop', resource: ['qcs::cvm:::i/1'] }] }

function source(document: string, more: Partial<PolicySource> = {}): PolicySource {
  return { policyId: 7, policyName: 'ops', versionId: 3, preset: false, creator: 1, document, via: direct, ...more }
}

const nobody: Subject = {
  kind: 'user',
  uin: 11,
  account: 1,
  appId: 125,
  identity: [],
  boundary: undefined,
  session: undefined,
}
const request: AccessRequest = {
  action: 'cvm:Stop',
  resources: ['*'],
  granularity: 'resource',
  context: new Map([['k', 'a']]),
}
const by = (statement = 0): DecidedBy => ({ policyId: 7, policyName: 'ops', versionId: 3, statement, via: direct })
const layer = 'identity'
const added = { kind: 'add-statement', layer, action: 'cvm:run', resources: ['*'] } as const
const policy = { policyId: 7, policyName: 'ops', versionId: 3 }

/** The statements of a document after edits; `gone` where none is left. */
function edited(document: string, ...edits: readonly PolicyEdit[]) {
  const { changed, subject } = applyRemedy({ ...nobody, identity: [source(document)] }, request, edits)
  expect(subject.identity).toEqual(changed)
  return changed[0]?.document ?? 'gone'
}

describe('a text', () => {
  const one = '{"effect":"deny","action":"cvm:*","resource":"*"}'
  const two = '{"Effect":"deny","Action":["cvm:Stop", "cvm:Run"],"Resource":["qcs::cvm:::i/1","qcs::cvm:::i/2"]}'
  const text = (...statements: readonly string[]) => `{"version":"2.0","statement":[${statements.join(',')}]}`
  const fresh = '{"effect":"allow","action":"cvm:run","resource":["*"]}'
  const alone = (statement: string) => `{"Version":"2.0","Statement":${statement}}`
  const narrow = (element: 'action' | 'resource', ...texts: string[]): PolicyEdit => ({
    kind: 'narrow',
    layer,
    by: by(1),
    element,
    texts,
  })
  const removed = (at: number): PolicyEdit => ({ kind: 'remove-statement', layer, by: by(at) })
  const stopped = two.replace('"cvm:Stop", ', '')
  const cases: readonly (readonly [title: string, before: string, edits: readonly PolicyEdit[], after: string])[] = [
    ['without a statement', text(one, two), [removed(1)], text(one)],
    ['without another', text(one, two), [removed(0)], text(two)],
    ['without any statement is gone', text(one, two), [removed(0), removed(1)], 'gone'],
    ['without its only statement is gone', alone(one), [removed(0)], 'gone'],
    ['without an action', text(one, two), [narrow('action', 'cvm:Stop')], text(one, stopped)],
    [
      'without a resource',
      text(one, two),
      [narrow('resource', 'qcs::cvm:::i/2')],
      text(one, two.replace(',"qcs::cvm:::i/2"', '')),
    ],
    [
      'with two edits of a statement',
      text(one, two),
      [narrow('action', 'cvm:Stop'), narrow('resource', 'qcs::cvm:::i/2')],
      text(one, stopped.replace(',"qcs::cvm:::i/2"', '')),
    ],
    [
      'with an edit of each statement',
      text(one, two),
      [{ kind: 'add-action', layer, by: by(0), action: 'x:y' }, narrow('action', 'cvm:Stop')],
      text(one.replace('"cvm:*"', '["cvm:*","x:y"]'), stopped),
    ],
    [
      'with one more action',
      text(two),
      [{ kind: 'add-action', layer, by: by(), action: 'x:y' }],
      text(two.replace('"cvm:Run"', '"cvm:Run","x:y"')),
    ],
    [
      'with more resources',
      text(one),
      [{ kind: 'add-resources', layer, by: by(), resources: ['i/3', 'i/4'] }],
      text(one.replace('"*"', '["*","i/3","i/4"]')),
    ],
    ['with one more statement', text(one, two), [{ ...added, policy }], text(one, two, fresh)],
    ['with a statement in place of another', text(one), [removed(0), { ...added, policy }], text(fresh)],
    ['with a statement beside the only one', alone(one), [{ ...added, policy }], alone(`[${one},${fresh}]`)],
    ['with a statement in place of the only one', alone(one), [removed(0), { ...added, policy }], alone(fresh)],
    [
      'with an edit of the only one',
      alone(one),
      [{ kind: 'add-action', layer, by: by(), action: 'x:y' }],
      alone(one.replace('"cvm:*"', '["cvm:*","x:y"]')),
    ],
    ['that cannot be read begins anew', '{', [{ ...added, policy }], text(fresh)],
    ['that is a list begins anew', '[]', [{ ...added, policy }], text(fresh)],
    ['with a fault begins anew', text(one.replace('deny', 'denies'), two), [{ ...added, policy }], text(fresh)],
    ['that cannot be read is gone where nothing is added', '{', [removed(0)], 'gone'],
  ]
  test.each(cases)('%s', (_, before, edits, after) => {
    const spaceless = (json: string) => json.replaceAll('", "', '","')
    expect(spaceless(edited(before, ...edits))).toBe(spaceless(after))
  })
})

describe('policies', () => {
  const document = JSON.stringify(whole)
  const add: Edit = { ...added, policy }
  const documents = (list: readonly (PolicySource | undefined)[]) =>
    list.map((one) => one && JSON.parse(one.document).statement.length)

  test('are edited by number, name and version alike, wherever they are in force', () => {
    const others = [{ policyId: 8 }, { policyName: 'dev' }, { versionId: 4 }].map((more) => source(document, more))
    const same = [source(document), source(document, { via: { kind: 'group', groupId: 1, groupName: 'g' } })]
    const limits = { boundary: source(document), session: source(document) }
    const { subject, changed } = applyRemedy({ ...nobody, identity: [...others, ...same], ...limits }, request, [add])
    expect(documents(subject.identity)).toEqual([1, 1, 1, 2, 2])
    expect(subject.identity.slice(0, 3)).toEqual(others)
    expect(documents([subject.boundary, subject.session])).toEqual([2, 2])
    expect(changed).toEqual([...subject.identity.slice(3), subject.boundary, subject.session])
  })

  test('that nothing is said about stay, and so does what is not there', () => {
    const identity = [source(document)]
    const boundary = source(document, { policyId: 9 })
    const { subject, changed } = applyRemedy({ ...nobody, identity, boundary }, request, [
      { kind: 'drop-key', key: 'k' },
    ])
    expect(subject).toEqual({ ...nobody, identity, boundary })
    expect(subject.identity[0]).toBe(identity[0])
    expect(changed).toEqual([])
  })

  test('that are limits can be gone', () => {
    const { subject } = applyRemedy({ ...nobody, boundary: source(document) }, request, [
      { kind: 'remove-statement', layer, by: by() },
    ])
    expect(subject.boundary).toBeUndefined()
  })

  test('that are new come behind the others', () => {
    const identity = [source(document)]
    const { subject, changed } = applyRemedy({ ...nobody, identity }, request, [{ ...added, policy: undefined }])
    const statement = [{ effect: 'allow', action: 'cvm:run', resource: ['*'] }]
    const face = { policyId: 0, policyName: 'new policy', versionId: 1, preset: false, creator: 1, via: direct }
    const made = { ...face, document: JSON.stringify({ version: '2.0', statement }) }
    expect(subject.identity).toEqual([...identity, made])
    expect(changed).toEqual([made])
  })
})

test('the request says something else, for each of its resources', () => {
  const contextOf = (resource: string) =>
    new Map([
      ['k', resource],
      ['l', 'same'],
    ])
  const edits: readonly Edit[] = [{ kind: 'set-key', key: 'k', value: 'x' }]
  const plain = applyRemedy(nobody, request, edits).request
  expect(plain).toMatchObject({ action: 'cvm:Stop', resources: ['*'], granularity: 'resource' })
  expect(plain.context.get('k')).toBe('x')
  expect('contextOf' in plain).toBe(false)
  const several = applyRemedy(nobody, { ...request, contextOf }, edits).request
  expect(['k', 'l'].map((key) => several.contextOf?.('i/1').get(key))).toEqual(['x', 'same'])
})
