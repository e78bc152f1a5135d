// The examples of the documents about policies run as they are printed, one document as one program, and print what the
// comments say they do. They import the engine by the name under which others do.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { filesUnder, read, root } from '../tidy/source.ts'

/** Transcripts of commands are run elsewhere. */
const documents = filesUnder('docs', (path) => /(^|\/)(policy-(?!tests\.)[^/]*|lint)\.md$/.test(path))

interface Example {
  readonly code: string
  /** One line of output each. */
  readonly prints: readonly string[]
}

function exampleOf(text: string): Example {
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((found) => found[1] ?? '')
  const code = blocks.join('\n')
  return { code, prints: [...code.matchAll(/\/\/ → (.*)$/gm)].map((found) => found[1] ?? '') }
}

async function printed(code: string): Promise<readonly string[]> {
  const args = ['--input-type=module-typescript', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: { NO_COLOR: '1' } })
  return stdout.trimEnd().split('\n')
}

test('there are documents with examples', () => {
  expect(documents).toContain('docs/policy-evaluation.md')
})

describe.each(documents)('%s', (path) => {
  test('prints what it says', async () => {
    const { code, prints } = exampleOf(read(path))
    expect(prints.length).toBeGreaterThan(0)
    expect(await printed(code)).toEqual(prints)
  })
})
