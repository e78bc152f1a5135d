// The common errors: each one that is said to be sent is provoked, and what is said never to be sent is sent nowhere.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ErrorRow, errors } from '../../src/protocol/errors.ts'
import { type Harness, openHarness } from '../api/harness.ts'
import { filesUnder, isTest, isTypeScript, read } from '../tidy/source.ts'
import { failingStore, provocations, type Scene } from './common-errors.ts'

const common = Object.entries<ErrorRow>(errors).filter(([, row]) => row.kind === 'common')
const sent = common.filter(([, row]) => row.trigger !== undefined).map(([code]) => code)
const unsent = common.filter(([, row]) => row.never !== undefined).map(([code]) => code)

test('every common code is sent and provoked, or says why it is not', () => {
  expect([...sent, ...unsent].toSorted()).toEqual(common.map(([code]) => code).toSorted())
  expect([...provocations.keys()].toSorted()).toEqual(sent.toSorted())
})

describe('sent', () => {
  const fault: Scene['fault'] = { broken: false }
  let server: Harness
  beforeAll(async () => {
    server = await openHarness({
      rules: { rateLimits: 'documented' },
      wrap: (store) => failingStore(store, fault),
      // Nobody listens there.
      gateway: { upstreams: new Map([['ccc', new URL('http://127.0.0.1:1')]]) },
    })
  })
  afterAll(() => server.close())
  beforeEach(() => server.clock.advance(1000))

  test.each([...provocations].map(([code, { title, provoke }]) => [code, title, provoke] as const))(
    '%s: %s',
    async (code, _, provoke) => {
      const answer = await provoke({ server, fault })
      expect(answer.Error?.Code).toBe(code)
      expect(answer.Error?.Message).toMatch(/\S/)
      // An answer with an error has nothing else in it.
      expect(Object.keys(answer).toSorted()).toEqual(['Error', 'RequestId'])
    },
  )

  test('the server answers as before', async () => {
    expect(await server.ok('GetAccountSummary')).toHaveProperty('Policies')
  })
})

describe('never sent', () => {
  const sources = filesUnder('src', (path) => isTypeScript(path) && !isTest(path))
  const text = sources
    .filter((path) => path !== 'src/protocol/errors.ts')
    .map(read)
    .join('\n')

  test.each(unsent)('%s', (code) => {
    const escaped = code.replaceAll('.', '\\.')
    expect(text).not.toMatch(new RegExp(`\\b(?:apiError|ApiError|fail|refuse)\\([^)]*'${escaped}'`))
    expect(text).not.toMatch(new RegExp(`\\bfault: '${escaped}'`))
  })
})
