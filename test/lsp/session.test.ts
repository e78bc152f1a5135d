// A recorded session of an editor, played against the process: every answer is what was recorded.
import { expect, test } from 'vitest'
import { play } from './play.ts'
import { expectedOf, sessionSteps } from './recording.ts'

const steps = sessionSteps()

test('the server answers an editor as it did when this was recorded', async () => {
  const { steps: played, exitCode, err } = await play(steps, expectedOf)
  expect(played.length).toBe(steps.length)
  for (const [index, { send, receive }] of played.entries()) {
    expect({ send, receive }).toEqual({ send, receive: steps[index]?.receive })
  }
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
}, 60_000)

test('an editor that goes without a word ends the process, with 1', async () => {
  const [initialize] = steps
  const { exitCode } = await play(initialize === undefined ? [] : [initialize], expectedOf)
  expect(exitCode).toBe(1)
}, 60_000)

test('the recording has every kind of question', () => {
  const methods = new Set(steps.map(({ send }) => send['method']))
  expect([...methods]).toEqual(
    expect.arrayContaining([
      'initialize',
      'initialized',
      'textDocument/didOpen',
      'textDocument/completion',
      'textDocument/hover',
      'textDocument/codeAction',
      'textDocument/didChange',
      'textDocument/formatting',
      'textDocument/didClose',
      'shutdown',
      'exit',
    ]),
  )
  // Asking for nothing and hearing nothing would be the same.
  const answered = steps.flatMap(({ send, receive }) =>
    receive.some(({ result }) => Array.isArray(result) && result.length > 0) ? [send['method']] : [],
  )
  expect(answered).toEqual(
    expect.arrayContaining(['textDocument/completion', 'textDocument/codeAction', 'textDocument/formatting']),
  )
})
