// Proposals at the cursor, which is `|` in these texts, mostly in texts that are no JSON yet; and what they turn the text into.

import { describe, expect, test } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { loadCatalogs } from '../catalog/load.ts'
import { readPolicy } from '../policy/index.ts'
import { codeActions } from './actions.ts'
import { completionsAt } from './completion.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { hoverAt } from './hover.ts'
import type { Knowledge } from './knowledge.ts'

const catalogs = loadCatalogs()
const knowledge: Knowledge = {
  catalogs,
  words: catalogs.vocabulary(),
  nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  pageOf: () => undefined,
  purpose: undefined,
}

function documentOf(text: string): { readonly document: TextDocument; readonly offset: number } {
  const offset = text.indexOf('|')
  const document = TextDocument.create('file:///a/x.json', 'json', 1, text.slice(0, offset) + text.slice(offset + 1))
  return { document, offset }
}

const at = (text: string, snippets = false) => {
  const { document, offset } = documentOf(text)
  return { document, items: completionsAt(document, offset, { knowledge, snippets }) }
}
const labels = (text: string): readonly string[] => at(text).items.map(({ label }) => label)
/** The text after one of the proposals was chosen. */
function chosen(text: string, label: string, snippets = false): string {
  const { document, items } = at(text, snippets)
  const edit = items.find((item) => item.label === label)?.textEdit
  if (edit === undefined || !('range' in edit)) throw new Error(`${label} is not proposed`)
  return TextDocument.applyEdits(document, [edit])
}

const inside = (statement: string) => `{"version": "2.0", "statement": [{${statement}`

describe('elements', () => {
  test.each([
    ['|', []],
    ['{|', ['version', 'statement']],
    ['{ "ver|', ['version', 'statement']],
    ['{ "version": "2.0", "|" }', ['statement']],
    [inside('"|'), ['effect', 'action', 'resource', 'condition', 'sid', 'id']],
    [inside('"Effect": "allow", "|"}]}'), ['action', 'resource', 'condition', 'sid', 'id']],
    ['{"statement": {"effect": "allow", "ac|', ['action', 'resource', 'condition', 'sid', 'id']],
    ['{"principal": {"service": "a.b"}, "statement": {"|', ['effect', 'action', 'condition', 'principal', 'sid', 'id']],
  ])('%s', (text, names) => {
    expect(labels(text)).toEqual(names)
  })

  test('bring their colon where there is none', () => {
    expect(chosen('{ "ver|', 'version')).toBe('{ "version": ')
    expect(chosen('{ "ver|": "2.0" }', 'version')).toBe('{ "version": "2.0" }')
    expect(chosen('{ ver|', 'version')).toBe('{ "version": ')
    expect(chosen(inside('"act|'), 'action', true)).toBe(inside('"action": ["$1"]'))
  })
})

describe('values', () => {
  test.each([
    ['{"version": |', ['2.0']],
    ['{"version": "|"', ['2.0']],
    [inside('"effect": "|'), ['allow', 'deny']],
    [inside('"effect": al|'), ['allow', 'deny']],
    [inside('"condition": {"bool_equal": {"qcs:mfa": "|'), ['true', 'false']],
    [inside('"condition": {"date_less_than": {"qcs:current_time": ["|'), ['2026-01-02T03:04:05Z']],
    [inside('"condition": {"string_equal": {"cos:prefix": ["|'), ['${uin}', '${owner_uin}', '${app_id}']],
    [
      '{"statement": {"principal": {"qcs": "|',
      ['qcs::cam::uin/account:root', 'qcs::cam::uin/account:uin/user', 'qcs::cam::uin/account:roleName/role'],
    ],
    ['{"statement": {"principal": {"|', ['qcs', 'service', 'federated']],
    [inside('"sid": "|'), []],
    [inside('"condition": "|'), []],
  ])('%s', (text, values) => {
    expect(labels(text)).toEqual(values)
  })

  test('stand in quotes, whatever of them is there', () => {
    expect(chosen(inside('"effect": |'), 'deny')).toBe(inside('"effect": "deny"'))
    expect(chosen(inside('"effect": al|'), 'deny')).toBe(inside('"effect": "deny"'))
    expect(chosen(inside('"effect": "al|low", "sid": "x"'), 'deny')).toBe(inside('"effect": "deny", "sid": "x"'))
    // The string is not closed: what follows it is not its own.
    expect(chosen(inside('"effect": "al|, "sid": "x"'), 'deny')).toBe(inside('"effect": "deny", "sid": "x"'))
    expect(chosen(inside('"action": ["ses:Send|], "resource": "*"'), 'ses:SendEmail')).toBe(
      inside('"action": ["ses:SendEmail"], "resource": "*"'),
    )
  })
})

describe('actions', () => {
  test('are those of the product before the colon', () => {
    const found = labels(inside('"action": ["ses:|'))
    expect(found).toContain('ses:SendEmail')
    expect(found).toContain('ses:*')
    expect(found.every((label) => label.startsWith('ses:'))).toBe(true)
    expect(labels(inside('"action": "name/ses:|'))).toContain('name/ses:SendEmail')
  })

  test('before a colon are all, and the products', () => {
    const found = labels(inside('"action": "|'))
    for (const label of ['ses:SendEmail', 'ccc:*', 'cvm:*', '*']) expect(found).toContain(label)
  })

  test('of a product without a catalog are all of it only', () => {
    expect(labels(inside('"action": "cvm:|'))).toEqual(['cvm:*'])
    expect(labels(inside('"action": "nobody-knows:|'))).toEqual([])
  })
})

describe('resources', () => {
  test('have the form of the actions at hand', () => {
    const found = labels(inside('"action": ["ses:UpdateEmailIdentity", "ccc:No"], "resource": ["|'))
    expect(found).toEqual(['qcs::ses:::senderdomain/*', '*', 'qcs:::::*'])
    expect(
      chosen(inside('"action": "ses:UpdateEmailIdentity", "resource": "|'), 'qcs::ses:::senderdomain/*', true),
    ).toBe(inside('"action": "ses:UpdateEmailIdentity", "resource": "qcs::ses:${1}::senderdomain/${2:*}"'))
  })

  test('are those of the statement around, not of others', () => {
    const text =
      '{"statement": [{"action": "ses:UpdateEmailIdentity"}, {"action": "ses:BatchSendEmail", "resource": "|"}]}'
    expect(labels(text)).toEqual(['*', 'qcs::ses:::*'])
  })
})

describe('conditions', () => {
  test('propose operators with what can stand around them', () => {
    const found = labels(inside('"condition": {"|'))
    for (const name of ['ip_equal', 'ip_equal_if_exist', 'for_any_value:string_like', 'null_equal'])
      expect(found).toContain(name)
    expect(found).not.toContain('null_equal_if_exist')
  })

  test('propose the keys that an operator can judge first', () => {
    const { items } = at(inside('"condition": {"ip_equal": {"|'))
    const sorted = items
      .toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
      .map(({ label }) => label)
    expect(sorted[0]).toBe('qcs:ip')
    expect(sorted.length).toBeGreaterThan(20)
  })
})

describe('other documents', () => {
  test('are left alone', () => {
    expect(labels('{"name": "x", "version": "1.0", "|"')).toEqual([])
    expect(labels('["|')).toEqual([])
  })
})

describe('words about what is under the cursor', () => {
  const words = (text: string): string | undefined => {
    const { document, offset } = documentOf(text)
    const contents = hoverAt(document, offset, knowledge)?.contents
    return typeof contents === 'object' && 'value' in contents ? contents.value : undefined
  }
  test.each([
    [
      inside('"action": "ses:upd|ateEmailIdentity"'),
      /^\*\*ses:UpdateEmailIdentity\*\* \(Simple Email Service\): writes\n\n.+\n\nGranted on single resources\.\n\n- `qcs::ses:/,
    ],
    [
      inside('"action": "ses:BatchSend|Email"'),
      /Granted on `\*` only\.\n\nCondition keys: `qcs:ip`, `qcs:current_time`/,
    ],
    [
      inside('"action": "ses:Batch|*"'),
      /^Covers 2 known actions:\n\n- ses:BatchSendEmail\n- ses:BatchSendEmailWithReceiverDetail$/,
    ],
    [inside('"condition": {"ip_|equal": {}}'), /^The address lies in one of these blocks/],
    [
      inside('"condition": {"ip_equal": {"qcs|:ip": "1.2.3.4"}}'),
      /^\*\*qcs:ip\*\* Judged by operators of the type ip, string\. Every request has it\./,
    ],
    [inside('"eff|ect": "allow"'), /^`allow` or `deny`/],
  ])('%s', (text, said) => {
    expect(words(text)).toMatch(said)
  })

  test('are none where nothing is known', () => {
    expect(words(inside('"action": "cvm:Run|Instances"'))).toBeUndefined()
    expect(words(inside('"sid": "x|"'))).toBeUndefined()
    expect(words('{"name": "eff|ect"}')).toBeUndefined()
  })
})

describe('whatever is proposed', () => {
  const read = (text: string, purpose: 'identity' | 'trust' = 'identity') =>
    readPolicy(text, { purpose, vocabulary: knowledge.words }).problems.filter(({ severity }) => severity === 'error')
  const whole = (element: string) => `{"version": "2.0", "statement": [{${element}}]}`
  const rest = '"effect": "allow", "resource": "*"'

  test.each([
    ['an effect', whole('"effect": "|", "action": "*", "resource": "*"')],
    ['an action', whole(`${rest}, "action": "|"`)],
    ['an action of a product', whole(`${rest}, "action": ["ses:|", "ccc:*"]`)],
    ['an operator', whole(`${rest}, "action": "*", "condition": {"|": {"a:b": "true"}}`)],
    ['a key for texts', whole(`${rest}, "action": "*", "condition": {"string_equal": {"|": "true"}}`)],
    ['a key for addresses', whole(`${rest}, "action": "*", "condition": {"ip_equal": {"|": "10.0.0.0/8"}}`)],
    ['a key for times', whole(`${rest}, "action": "*", "condition": {"date_equal": {"|": "2026-01-02T03:04:05Z"}}`)],
    ['a key for bytes', whole(`${rest}, "action": "*", "condition": {"binary_equal": {"|": "x"}}`)],
    ['a truth', whole(`${rest}, "action": "*", "condition": {"bool_equal": {"qcs:mfa": "|"}}`)],
    ['a text', whole(`${rest}, "action": "*", "condition": {"string_like": {"qcs:resource_tag": "|"}}`)],
    ['an address', whole(`${rest}, "action": "*", "condition": {"ip_equal": {"qcs:ip": "|"}}`)],
    ['a moment', whole(`${rest}, "action": "*", "condition": {"date_equal": {"qcs:current_time": "|"}}`)],
    ['a resource', whole('"effect": "allow", "action": "ses:*", "resource": "|"')],
  ])('%s is read', (_, text) => {
    const { document, items } = at(text)
    expect(items.length).toBeGreaterThan(0)
    for (const { label, textEdit } of items) {
      if (textEdit === undefined || !('range' in textEdit)) throw new Error(label)
      // Operators differ in the values that they take; here only whether there is such an operator is looked at.
      const problems = read(TextDocument.applyEdits(document, [textEdit])).filter(
        ({ code }) => !(text.includes('"a:b"') && code.endsWith('ConditionContentError')),
      )
      expect({ label, problems }).toEqual({ label, problems: [] })
    }
  })

  test('and nowhere in a text, cut off or whole, does anything fall over', () => {
    const policy = `{\r\n "version": "2.0",\n "statement": [{"effect": "allow", "action": ["cos:*", "\u{1f600}"], "resource": "qcs::cos:::\\"a",
      "condition": {"ip_equal": {"qcs:ip": ["10.0.0.0/8"]}}, "principal": {"qcs": "x"}}]\n}`
    let proposed = 0
    for (let end = 0; end <= policy.length; end += 1) {
      for (const text of [policy.slice(0, end), policy.slice(end), policy.slice(0, end) + policy.slice(end + 7)]) {
        const document = TextDocument.create('file:///a/b.policy.json', 'json', 1, text)
        const offset = Math.min(end, text.length)
        proposed += completionsAt(document, offset, { knowledge, snippets: true }).length
        hoverAt(document, offset, knowledge)
        for (const { range } of diagnosticsOf(document, knowledge)) {
          expect(document.offsetAt(range.start)).toBeLessThanOrEqual(document.offsetAt(range.end))
        }
        const all = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) }
        codeActions(document, all, undefined, knowledge)
      }
    }
    expect(proposed).toBeGreaterThan(10_000)
  })
})

describe('edits', () => {
  const documentWith = (text: string) => TextDocument.create('file:///a/b.json', 'json', 1, text)
  const everywhere = (document: TextDocument) => ({
    start: document.positionAt(0),
    end: document.positionAt(document.getText().length),
  })

  test('are those of the findings in the range, safe ones preferred', () => {
    const document = documentWith(
      '{"version":"2.0","statement":[{"effect":"allow","action":["cos:Get*","cos:GetObject"],"resource":"*"}]}',
    )
    const actions = codeActions(document, everywhere(document), undefined, knowledge)
    expect(actions.map(({ kind, isPreferred }) => [kind, isPreferred])).toContainEqual(['quickfix', true])
    const start = { line: 0, character: 0 }
    expect(codeActions(document, { start, end: start }, undefined, knowledge)).toEqual([])
    expect(codeActions(document, everywhere(document), ['refactor'], knowledge)).toEqual([])
  })

  test('that are all made leave nothing that could be mended safely', () => {
    const document = documentWith(
      '{"version":"2.0","statement":[{"effect":"allow","action":["cos:Get*","cos:GetObject","cos:*","cos:*"],"resource":["*","qcs::cos:gz::*"]}]}',
    )
    const [action] = codeActions(document, everywhere(document), ['source.fixAll'], knowledge)
    const [edit] = action?.edit?.changes?.[document.uri] ?? []
    if (edit === undefined) throw new Error('there is no edit')
    const after = documentWith(TextDocument.applyEdits(document, [edit]))
    expect(codeActions(after, everywhere(after), ['source.fixAll'], knowledge)).toEqual([])
    expect(JSON.parse(after.getText()).statement[0].action).toEqual(['cos:*'])
  })

  test('and findings are none for documents that are no policies', () => {
    const document = documentWith('{"name": "x", "version": "1.0.0"}')
    expect(diagnosticsOf(document, knowledge)).toEqual([])
    expect(codeActions(document, everywhere(document), undefined, knowledge)).toEqual([])
  })

  test('documents that name principals are judged as trust policies', () => {
    const text =
      '{"version":"2.0","statement":[{"effect":"allow","action":"sts:AssumeRole","principal":{"service":"cvm.qcloud.com"}}]}'
    const codes = (purpose?: 'identity') =>
      diagnosticsOf(documentWith(text), { ...knowledge, purpose })
        .filter(({ severity }) => severity === 1)
        .map(({ code }) => code)
    expect(codes()).toEqual([])
    expect(codes('identity')).not.toEqual([])
  })
})
