// The conversation that docs/editor.md shows, held with a process. `UPDATE_TRANSCRIPTS=1` writes what was answered into the page.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { read } from '../tidy/source.ts'
import { type Message, play } from './play.ts'
import { expectedOf } from './recording.ts'

const path = 'docs/editor.md'

test('the page shows what is said', async () => {
  const page = read(path)
  const [, shown = ''] = /^```lsp\n(.*?)^```$/ms.exec(page) ?? []
  const sends = [...shown.matchAll(/^→ (.*)$/gm)].map(([, text = '']) => JSON.parse(text) as Message)
  const { steps, exitCode, err } = await play(
    sends.map((send) => ({ send })),
    expectedOf,
  )
  const said = steps.flatMap(({ send, receive }) => [
    `→ ${JSON.stringify(send)}`,
    ...receive.map((one) => `← ${JSON.stringify(one)}`),
  ])
  const came = `${said.join('\n')}\n`
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
  if (process.env['UPDATE_TRANSCRIPTS'] === '1')
    writeFileSync(
      path,
      page.replace(shown, () => came),
    )
  else expect(came.split('\n')).toEqual(shown.split('\n'))
  expect(came).toContain('cam:ListUsers')
}, 60_000)
