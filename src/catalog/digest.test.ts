import { expect, test } from 'vitest'
import { catalogDigest } from './digest.ts'
import { parseCatalog } from './load.ts'

const action = { class: 'read', level: 'operation', resources: [], ip: true, summary: '' }
const catalog = (actions: object, more: object = {}) =>
  parseCatalog(
    JSON.stringify({
      service: 'bookshop',
      product: 'Book Shop',
      console: false,
      tags: true,
      level: 'resource',
      ip: 'partial',
      updated: '2026-01-01 00:00:00',
      ...more,
      actions,
    }),
    'bookshop.json',
  )

test('the order of a file makes no difference to its digest', () => {
  const [one, other] = [
    catalog({ A: action, B: action }),
    catalog({ B: { summary: '', ip: true, level: 'operation', resources: [], class: 'read' }, A: action }),
  ]
  expect(catalogDigest(one)).toMatch(/^[0-9a-f]{64}$/)
  expect(catalogDigest(other)).toBe(catalogDigest(one))
})

test('whatever a catalog says makes a difference', () => {
  const filled = { ...action, level: 'resource', resources: ['qcs::bookshop:::book/${Id}'], fill: { Id: 'Id' } }
  const all = [
    catalog({ A: action }),
    catalog({ B: action }),
    catalog({ A: { ...action, ip: false } }),
    catalog({ A: action }, { tags: false }),
    catalog({ A: action }, { versions: ['2026-01-01'] }),
    catalog({ A: filled }),
    catalog({ A: { ...filled, fill: { Id: { parameter: 'Id', type: 'integer' } } } }),
  ]
  expect(new Set(all.map(catalogDigest)).size).toBe(all.length)
})
