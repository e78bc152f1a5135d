import { describe, expect, test } from 'vitest'
import { readXml } from './read.ts'

const limits = { charactersMax: 1000, depthMax: 4, elementsMax: 8 }

function rootOf(text: string) {
  const result = readXml(text, limits)
  if ('fault' in result) throw new Error(result.fault.message)
  return result.root
}

test('names are resolved to namespaces, which end with their element', () => {
  const root = rootOf('<a:x xmlns:a="urn:1" a:p="1" q="2"><y xmlns="urn:2"/><y/></a:x>')
  expect(root).toMatchObject({ name: 'a:x', local: 'x', namespace: 'urn:1' })
  expect(root.attributes).toEqual([
    { name: 'a:p', local: 'p', namespace: 'urn:1', value: '1' },
    { name: 'q', local: 'q', namespace: '', value: '2' },
  ])
  expect(root.children).toMatchObject([{ namespace: 'urn:2' }, { namespace: '' }])
})

test('text around a comment and a CDATA section is one text', () => {
  expect(rootOf('<x>admin<!-- c -->@example<![CDATA[.<com>]]></x>').children).toEqual(['admin@example.<com>'])
})

test('references and line ends are read as XML says', () => {
  const root = rootOf(
    '<?xml version="1.0" encoding="utf-8"?>\n<x a="1\t2&#9;3">&lt;&#x41;&amp;&#66;\r\n</x>\n<!-- end -->',
  )
  expect(root.attributes[0]?.value).toBe('1 2\t3')
  expect(root.children).toEqual(['<A&B\n'])
})

describe('refused', () => {
  test.each([
    ['a document type', '<!DOCTYPE x><x/>', 'document type'],
    ['a document type in lower case', '<!doctype x><x/>', 'declaration'],
    ['an entity', '<!DOCTYPE x [<!ENTITY e "v">]><x>&e;</x>', 'document type'],
    ['an undeclared entity', '<x>&e;</x>', 'predefined'],
    ['a processing instruction', '<x><?php ?></x>', 'processing instruction'],
    ['a second declaration', '<x/><?xml version="1.0"?>', 'processing instruction'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><x/>', 'encoding'],
    ['XML 1.1', '<?xml version="1.1"?><x/>', 'declaration'],
    ['a byte order mark', '\ufeff<x/>', 'byte order mark'],
    ['a control character', '<x>\u0001</x>', 'character'],
    ['a control character by number', '<x>&#1;</x>', 'predefined'],
    ['half a surrogate pair', '<x>\ud800</x>', 'character'],
    ['an undeclared prefix', '<a:x/>', 'prefix `a`'],
    ['an undeclared prefix of an attribute', '<x a:b="1"/>', 'prefix `a`'],
    ['a relative namespace', '<x xmlns:n="1"/>', 'absolute'],
    ['an undeclaring of a prefix', '<x xmlns:n=""/>', 'absolute'],
    ['the reserved prefix', '<x xmlns:xml="urn:x"/>', 'prefix `xml`'],
    ['a reserved namespace', '<x xmlns:n="http://www.w3.org/2000/xmlns/"/>', 'reserved'],
    ['an attribute given twice', '<x a="1" a="2"/>', 'twice'],
    ['an attribute given twice by two prefixes', '<x xmlns:a="urn:1" xmlns:b="urn:1" a:c="1" b:c="2"/>', 'twice'],
    ['a second document element', '<x/><y/>', 'follows'],
    ['text after the end', '<x/>y', 'follows'],
    ['tags that cross', '<x><y></x></y>', 'closed as'],
    ['an element without end', '<x><y/>', 'no end'],
    ['a comment with two hyphens', '<x><!-- a -- b --></x>', 'hyphens'],
    ['`<` in an attribute', '<x a="<"/>', '`<`'],
    ['an end of CDATA in text', '<x>]]></x>', ']]>'],
    ['no blank between attributes', '<x a="1"b="2"/>', 'blank'],
    ['nesting too deep', '<a><b><c><d><e/></d></c></b></a>', 'nested'],
    ['too many elements', `<a>${'<b/>'.repeat(8)}</a>`, 'more than 8'],
    ['too much text', `<a>${'b'.repeat(1000)}</a>`, 'more than 1000'],
    ['nothing', '', 'element is expected'],
  ])('%s', (_, text, message) => {
    expect(readXml(text, limits)).toMatchObject({ fault: { message: expect.stringContaining(message) } })
  })
})
