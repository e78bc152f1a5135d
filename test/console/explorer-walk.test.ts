// Every action of the server, called as the explorer calls it: parameters typed into the form, the form made into a request,
// the request signed by the console's signer and sent over a socket. What comes back is a result or a refusal about what is
// there, never a fault of the request itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { preparedCall } from '../../console/src/api/prepare.ts'
import { filled, paramsOf } from '../../console/src/pages/explorer/form.ts'
import type { ActionRow } from '../../console/src/pages/explorer/rows.ts'
import { sampleOf } from '../../console/src/pages/explorer/sample.ts'
import { readAnswer } from '../../src/client/call.ts'
import { camApi } from '../reference/cam-api.ts'
import { inexactRequests } from '../reference/inexact.ts'
import { type Started, startOn } from '../sdk/server.ts'
import { api, types } from './explorer-api.ts'

let server: Started
beforeAll(async () => {
  server = await startOn('SQLite')
}, 60_000)
afterAll(() => server?.close())

/** Codes that blame the request, not what it is about. */
const protocolFault =
  /^(MissingParameter|UnknownParameter|InvalidParameter|InvalidParameterValue|InvalidAction|NoSuchProduct|NoSuchVersion|InternalError|InvalidRequest|UnsupportedProtocol)$|^AuthFailure\.(Signature|Secret|Token|InvalidAuth)/

type Params = Readonly<Record<string, unknown>>

/** The examples of the reference with their slips put right; where there are none, the explorer's own. */
function inputsOf(row: ActionRow): readonly Params[] {
  const { name } = row
  const examples = camApi.actions[name]?.examples ?? []
  if (examples.length === 0) return [sampleOf(row, types)]
  const slips = Object.entries(inexactRequests).filter(([place]) => place.startsWith(`${name}.`))
  const right = Object.fromEntries(slips.map(([place, { sent }]) => [place.slice(name.length + 1), sent]))
  return examples.map(({ request }) => ({ ...request, ...right }))
}

async function call(row: ActionRow, input: Params) {
  const { product, version, name: action, parameters, unsigned } = row
  const params = row.free === true ? input : paramsOf(parameters, filled(parameters, input, types), types)
  const { secretId, secretKey } = server.root
  const { headers, body } = await preparedCall({
    host: new URL(server.server.url).host,
    product,
    version,
    action,
    body: JSON.stringify(params),
    language: 'en-US',
    region: row.free === true ? 'ap-guangzhou' : '',
    timestamp: Math.floor(Date.now() / 1000),
    keys: unsigned === true ? undefined : { secretId, secretKey, token: undefined },
  })
  const reply = await fetch(server.server.url, { method: 'POST', headers, body })
  return readAnswer(await reply.text())
}

const calls = api.actions.flatMap((row) =>
  inputsOf(row).map((input, index) => [row.product, row.name, index, row, input] as const),
)

describe('from form to answer', () => {
  test.each(calls)('%s %s (%i)', async (_, name, __, row, input) => {
    const answer = await call(row, input)
    expect(answer.RequestId).toMatch(/^[0-9a-f-]{36}$/)
    const code = answer.Error?.Code ?? ''
    expect(`${name}: ${protocolFault.test(code) ? `${code} ${answer.Error?.Message}` : ''}`).toBe(`${name}: `)
  })

  test.each(calls.filter(([, name, , { free }]) => free !== true && camApi.actions[name] === undefined))(
    "%s %s: the explorer's own example lacks nothing and has the right form",
    async (_, name, __, row, input) => {
      const { Error: refusal } = await call(row, input)
      expect(`${name}: ${refusal?.Message ?? ''}`).not.toMatch(
        /\bgive\b|is given|segments|not JSON|has no resources with tags/,
      )
    },
  )

  test('such a fault is noticed', async () => {
    const row = api.actions.find(({ name }) => name === 'CreateGroup')
    if (row === undefined) throw new Error('CreateGroup is not there')
    const answer = await call(row, {})
    expect(answer.Error?.Code).toMatch(protocolFault)
  })
})
