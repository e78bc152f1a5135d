// What the three calls that take a policy's text say of statements without effect: beside the answer, which stays as it
// is, and in the log.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCall, readAnswer } from '../../../src/client/call.ts'
import { checkModel } from '../../sdk/models.ts'
import { allow, asHttp, deny, type Harness, homeOf, openHarness } from '../harness.ts'
import { create, freshName } from './stored.ts'

const lines: { readonly fields: object; readonly message: string }[] = []
const log = {
  debug() {},
  info: (fields: object, message: string) => lines.push({ fields, message }),
  warn() {},
  error() {},
}

let server: Harness
beforeAll(async () => {
  server = await openHarness({ log })
})
afterAll(() => server.close())

/** The answer and the warnings beside it; `undefined` without the header. */
async function warned(action: string, parameters: object) {
  const moment = { timestamp: Math.floor(server.clock() / 1000), nonce: 1 }
  const reply = await server.respond(asHttp(buildCall({ ...homeOf(action), action }, parameters, server.root, moment)))
  const at = reply.headers.indexOf('X-OpenCAM-Warnings')
  const warnings = at === -1 ? undefined : (JSON.parse(reply.headers[at + 1] ?? '') as object[])
  return { answer: readAnswer(reply.body), warnings }
}

const text = (document: object): string => JSON.stringify(document)
const under = (document: object, condition: object): string => {
  const { statement } = document as { statement: object[] }
  return text({ version: '2.0', statement: statement.map((one) => ({ ...one, condition })) })
}
const fromTen = { ip_equal: { 'qcs:ip': '10.0.0.0/8' } }
const tagged = { 'for_any_value:string_equal': { 'qcs:resource_tag': 'env&test' } }

const doubtful: readonly (readonly [what: string, document: string, code: string, message: string])[] = [
  [
    'a resource on an operation-level API',
    text(deny('ses:BatchSendEmail', 'qcs::ses:::senderdomain/*')),
    'operation-level-resource',
    'statement 0: "ses:BatchSendEmail" is checked for the resource * only; no resource of this statement covers it',
  ],
  [
    'an address condition on an API without address conditions',
    under(allow('intlpartnersmgt:QueryUser'), fromTen),
    'ip-not-passed',
    'statement 0: "intlpartnersmgt:QueryUser" passes no address (qcs:ip), so that "ip_equal" of "qcs:ip" judges a missing key',
  ],
  [
    'a tag condition on a product without tags',
    under(allow('ccc:CreateStaff'), tagged),
    'tag-not-passed',
    'statement 0: "ccc:CreateStaff" passes no tags: its product has no authorisation by tags, so that "for_any_value:string_equal" of "qcs:resource_tag" judges a missing key',
  ],
  [
    'a request tag where the API sets none',
    under(allow('ses:GetEmailIdentity'), { string_equal: { 'qcs:request_tag/env': 'test' } }),
    'tag-not-passed',
    'statement 0: "ses:GetEmailIdentity" passes no tags of the request: it sets none, so that "string_equal" of "qcs:request_tag/env" judges a missing key',
  ],
  [
    'a pattern that covers no action',
    text(allow('ses:Batchsendmail*')),
    'unknown-action',
    'statement 0: "ses:Batchsendmail*" names no action that this server knows',
  ],
]

const calls: Readonly<Record<string, (document: string) => Promise<object>>> = {
  CreatePolicy: async (PolicyDocument) => ({ PolicyName: freshName(), PolicyDocument }),
  UpdatePolicy: async (PolicyDocument) => ({ PolicyId: await create(server), PolicyDocument }),
  CreatePolicyVersion: async (PolicyDocument) => ({
    PolicyId: await create(server),
    PolicyDocument,
    SetAsDefault: true,
  }),
}

describe.each(Object.entries(calls))('%s', (action, parameters) => {
  test.each(doubtful)('warns of %s', async (_, document, code, message) => {
    lines.length = 0
    const { answer, warnings } = await warned(action, await parameters(document))
    expect(answer.Error).toBeUndefined()
    expect(warnings).toEqual([{ code, path: expect.stringMatching(/^\$\.statement\[0\]/), message }])
    // The answer has no member that the SDK's model does not have.
    expect(checkModel('cam', action, answer)).toEqual([])
    expect(lines).toContainEqual({
      fields: { account: server.root.account, doubts: warnings },
      message: 'a policy was sent that may not do what it says',
    })
  })

  test('says nothing of a policy that does what it says, nor of one that is refused', async () => {
    for (const document of [
      under(allow('intlpartnersmgt:*'), fromTen),
      under(allow('ses:*'), tagged),
      text(allow('ses:GetEmailIdentity', 'qcs::ses:::senderdomain/*')),
      text(allow('*', 'qcs::ses:::senderdomain/*')),
    ]) {
      expect((await warned(action, await parameters(document))).warnings).toBeUndefined()
    }
    const refused = await warned(action, await parameters(text(allow(['ses:NoSuchThing', 'ses:Batchsendmail*']))))
    expect(refused.answer.Error?.Code).toBeDefined()
    expect(refused.warnings).toBeUndefined()
  })
})

test('an alphabet beyond ASCII, and more warnings than a header holds', async () => {
  const actions = Array.from({ length: 60 }, (_, index) => `ses:Nothing${index}*`)
  const many = await warned('CreatePolicy', { PolicyName: freshName(), PolicyDocument: text(allow(actions)) })
  expect(many.warnings?.at(-1)).toMatchObject({ code: 'more', message: expect.stringMatching(/^and \d+ more$/) })
  const condition = { string_equal: { 'qcs:resource_tag/部门': '研发部' } }
  const { warnings } = await warned('CreatePolicy', {
    PolicyName: freshName(),
    PolicyDocument: under(allow('ccc:CreateStaff'), condition),
  })
  expect(JSON.stringify(warnings)).toContain('qcs:resource_tag/部门')
})

test('where flags are advice, no key is missing by them', async () => {
  const advised = await openHarness({ rules: { catalogFlags: 'advisory' } })
  try {
    for (const [what, , code] of [doubtful[1], doubtful[2]].flatMap((one) => (one === undefined ? [] : [one]))) {
      const document = what.includes('address')
        ? under(allow('intlpartnersmgt:QueryUser'), fromTen)
        : under(allow('ccc:CreateStaff'), tagged)
      const moment = { timestamp: Math.floor(advised.clock() / 1000), nonce: 1 }
      const parameters = { PolicyName: freshName(), PolicyDocument: document }
      const target = { ...homeOf('CreatePolicy'), action: 'CreatePolicy' }
      const reply = await advised.respond(asHttp(buildCall(target, parameters, advised.root, moment)))
      expect({ code, at: reply.headers.indexOf('X-OpenCAM-Warnings') }).toEqual({ code, at: -1 })
    }
  } finally {
    await advised.close()
  }
})
