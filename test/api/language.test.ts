import { expect, test } from 'vitest'
import { openHarness } from './harness.ts'

test('messages come in English unless Chinese is asked for', async () => {
  const server = await openHarness()
  expect(await server.refused('InvalidAction', 'NoSuchThing')).toBe('The request `Action` is invalid or not found.')
  expect(await server.refused('MissingParameter', 'GetUser', {}, { language: 'zh-CN' })).toMatch(/\p{Script=Han}/u)
  expect(await server.refused('MissingParameter', 'GetUser', {}, { language: 'zh-CN', form: 'v1-form' })).toMatch(
    /\p{Script=Han}/u,
  )
  await server.close()
})

test('the operator chooses the language of calls that ask for none', async () => {
  const server = await openHarness({ rules: { language: 'zh-CN' } })
  expect(await server.refused('MissingParameter', 'GetUser')).toMatch(/\p{Script=Han}/u)
  expect(await server.refused('MissingParameter', 'GetUser', {}, { language: 'en-US' })).toContain('missing')
  await server.close()
})
