// The documents of all presets before the policy reader: what ships must be a policy, without an error or a warning.
import { expect, test } from 'vitest'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { camCatalog, stsCatalog } from '../../src/catalog/own.ts'
import { loadPresets } from '../../src/catalog/presets.ts'
import type { Vocabulary } from '../../src/policy/types.ts'
import { readPolicy } from '../../src/policy/validate.ts'

const catalogs = loadCatalogs(undefined, [camCatalog([]), stsCatalog([])])
const vocabulary: Vocabulary = catalogs.vocabulary()

test.each(loadPresets(catalogs).all.map(({ name, document }) => [name, document]))('%s', (_, document) => {
  const read = readPolicy(document, { purpose: 'preset', vocabulary, strictActionServices: true })
  expect(read.problems).toEqual([])
  expect(read.document?.text).toBe(document)
})
