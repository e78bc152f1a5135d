// The documents of all presets before the policy reader: what ships must be a policy, accepted in full.
import { expect, test } from 'vitest'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { ownCatalogs } from '../../src/catalog/own.ts'
import { loadPresets } from '../../src/catalog/presets.ts'
import { readPolicy } from '../../src/policy/index.ts'
import type { Vocabulary } from '../../src/policy/types.ts'

const catalogs = loadCatalogs(undefined, ownCatalogs([]))
const vocabulary: Vocabulary = catalogs.vocabulary()

/** Bound to the user itself, they grant where our own calls are checked on their resource; on `*` they grant little. */
const bound = new Set([
  'QcloudCollApiKeyReadOnlyAccess',
  'QcloudCollApiKeyManageAccess',
  'QcloudCollPasswordManageAccess',
])

/** With patterns for actions that the product tag may get one day. */
const forward = new Set(['QcloudTAGReadOnlyAccess', 'ReadOnlyAccess'])

test.each(loadPresets(catalogs).all.map(({ name, document }) => [name, document]))('%s', (name, document) => {
  const read = readPolicy(document, { purpose: 'preset', vocabulary, strictActionServices: true })
  const kinds = [...new Set(read.problems.map(({ code }) => code))]
  const bindings = bound.has(name) ? ['warning.operation-level-resource'] : []
  expect(kinds).toEqual(forward.has(name) ? ['warning.unknown-action'] : bindings)
  expect(read.document?.text).toBe(document)
})
