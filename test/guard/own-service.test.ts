// The page about a service of one's own, as it stands: its commands in a clone made for them, with the packages of this
// checkout so that the network plays no part.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { read, root } from '../tidy/source.ts'

function tryPage(): Promise<{ readonly code: number | null; readonly said: string }> {
  const script = join(root, 'scripts/try-own-service.mjs')
  const child = spawn(process.execPath, [script, '--from', root], { env: { ...process.env, NO_COLOR: '1' } })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, said: Buffer.concat(chunks).toString() }))
  })
}

test('the commands of docs/own-service.md do what the page says', { timeout: 300_000 }, async () => {
  const { code, said } = await tryPage()
  expect(code, said).toBe(0)
  expect(said).toContain('the product "notes" has no action "raednote"')
  const shown = /^```\n(bob [\s\S]*?)^```$/m.exec(read('docs/own-service.md'))?.[1] ?? 'nothing is shown'
  const withoutNumbers = (text: string): string => text.replace(/\d{12}/g, '#')
  expect(withoutNumbers(said)).toContain(withoutNumbers(shown))
  expect(said).toMatch(/docs\/own-service\.md: [\d.]+ s from clone to the last call/)
})
