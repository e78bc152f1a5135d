import { expect, test } from 'vitest'
import { hasVariable, joinParts, parseTemplate, substitute, templateText, type VariableValues } from './variables.ts'

const VALUES = { uin: '11', owner_uin: '1', app_id: '125' }

function filled(text: string, values: VariableValues | undefined): string | undefined {
  const parsed = parseTemplate(text)
  const parts = 'template' in parsed ? substitute(parsed.template, values) : undefined
  return parts === undefined ? undefined : joinParts(parts)
}

test('puts values in', () => {
  expect(filled('q/${uin}/x/${owner_uin}${app_id}', VALUES)).toBe('q/11/x/1125')
  expect(filled('', VALUES)).toBe('')
  expect(filled('$uin $ {uin} {uin}', VALUES)).toBe('$uin $ {uin} {uin}')
})

test('a variable without value has no text', () => {
  expect(filled('q/${uin}', { ...VALUES, uin: undefined })).toBeUndefined()
  expect(filled('q/${uin}', undefined)).toBeUndefined()
  expect(filled('q', undefined)).toBe('q')
})

test.each(['${user}', '${', 'a${uin', '${}', '${Uin}', '${ uin}', '${__proto__}', '${${uin}}'])(
  '%s is unknown',
  (text) => {
    expect(parseTemplate(text)).toHaveProperty('unknown')
  },
)

test.each([
  ['', [{ text: '' }]],
  ['a', [{ text: 'a' }]],
  ['${uin}', [{ variable: 'uin' }]],
  ['a${uin}b', [{ text: 'a' }, { variable: 'uin' }, { text: 'b' }]],
  ['${uin}${app_id}', [{ variable: 'uin' }, { variable: 'app_id' }]],
  ['}{$', [{ text: '}{$' }]],
])('%j is cut at its variables', (text, template) => {
  const parsed = parseTemplate(text)
  expect(parsed).toEqual({ template })
  expect('template' in parsed && templateText(parsed.template)).toBe(text)
})

test.each([
  ['a${x}b${y}', '${x}'],
  ['${uin}${', '${'],
  ['${uin', '${uin'],
])('%s names %s as unknown', (text, unknown) => {
  expect(parseTemplate(text)).toEqual({ unknown })
})

test('values are literal, what stands around them is not', () => {
  expect(substitute([{ text: 'a*' }, { variable: 'uin' }], VALUES)).toEqual([
    { text: 'a*', literal: false },
    { text: '11', literal: true },
  ])
  expect([joinParts([]), joinParts([{ text: 'a', literal: true }])]).toEqual(['', 'a'])
})

test('knows whether there is a variable', () => {
  const has = (text: string) => {
    const parsed = parseTemplate(text)
    return 'template' in parsed && hasVariable(parsed.template)
  }
  expect([has('a${uin}'), has('a')]).toEqual([true, false])
})
