// docs/lint.md has every rule of the linter.
import { expect, test } from 'vitest'
import { LINT_RULES } from '../../src/policy/lint/index.ts'
import { read } from '../tidy/source.ts'

const page = read('docs/lint.md')

test('the page has a row for every rule, and for no other', () => {
  const rows = [...page.matchAll(/^\| <a id="([a-z0-9-]+)"><\/a>`\1` \| (?:error|warning|notice)/gm)].map(
    (found) => found[1],
  )
  expect(rows.sort()).toEqual(LINT_RULES.map(({ id }) => id).sort())
})
