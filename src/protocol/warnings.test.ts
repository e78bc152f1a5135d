import { expect, test } from 'vitest'
import { type Warning, warningsText } from './warnings.ts'

const warning = (message: string): Warning => ({ code: 'unknown-action', path: '$.statement[0]', message })

test('is JSON in visible ASCII that parses to the warnings', () => {
  const warnings = [warning('部门 & "x"\n\u007f'), warning('𝄞')]
  const text = warningsText(warnings)
  expect(text).toMatch(/^[ -~]+$/)
  expect(JSON.parse(text)).toEqual(warnings)
})

test('is cut between entries and says how many are left out', () => {
  const warnings = Array.from({ length: 50 }, (_, index) => warning(`${index} ${'字'.repeat(20)}`))
  const text = warningsText(warnings)
  expect(text.length).toBeLessThanOrEqual(2048)
  const read = JSON.parse(text) as Warning[]
  expect(read.slice(0, -1)).toEqual(warnings.slice(0, read.length - 1))
  expect(read.at(-1)).toEqual({ code: 'more', path: '$', message: `and ${51 - read.length} more` })
  expect(JSON.parse(warningsText([warning('字'.repeat(2000))]))).toEqual([
    { code: 'more', path: '$', message: 'and 1 more' },
  ])
})
