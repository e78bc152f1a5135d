// The format of policy tests, declared once: what a file is judged by, and the JSON Schema that editors are given.
import { z } from 'zod'

const text = z.string().min(1)
const number = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
const oneOrMore = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)])
const effect = z.enum(['allow', 'deny'])

const scalar = z.union([z.string(), z.number(), z.boolean()])
const tags = z.record(text, oneOrMore(z.string()))

const context = z.strictObject({
  ip: text.optional().describe('Address that the request comes from'),
  time: text.optional().describe('When, such as 2026-01-02T03:04:05Z'),
  mfa: z.boolean().optional().describe('Whether a second factor was shown; false where nothing says so'),
  tags: tags.optional().describe('Tags of the resource'),
  requestTags: tags.optional().describe('Tags that the request sets'),
  keys: z
    .record(text, z.union([scalar, z.array(scalar)]))
    .optional()
    .describe('Other condition keys by full name; texts, numbers and truths keep their kind, a list is several values'),
})

const policy = z
  .union([
    text,
    z.strictObject({ preset: text.describe('Name of a preset policy') }),
    z.strictObject({
      name: text.optional().describe('How findings and `because` name it'),
      document: z.record(z.string(), z.unknown()).describe('The policy itself'),
    }),
  ])
  .describe('Path of a policy document from the folder of this file, a preset policy, or the document itself')
const policies = oneOrMore(policy)

const principal = z.strictObject({
  account: number.optional().describe('Root account (uin)'),
  uin: number.optional().describe('Number of the user'),
  appId: number.optional().describe('AppId of the account'),
  policies: policies.optional().describe('Policies of its own'),
  groups: z.record(text, policies).optional().describe('Policies of its groups'),
  boundary: policy.optional().describe('Permissions boundary'),
  session: policy.optional().describe('Session policy'),
  mfa: z.boolean().optional().describe('Whether it shows a second factor unless a case says otherwise'),
})

const because = z.union([
  text.describe('`document#statement`, the statement as its index or its sid, or a layer'),
  z.strictObject({
    layer: z.enum(['general', 'identity', 'group', 'boundary', 'session', 'cross-account']).optional(),
    cause: z.enum(['allow', 'explicit-deny', 'no-allow', 'foreign-resource']).optional(),
    policy: text.optional().describe('Name of the policy that decides'),
    statement: z
      .union([z.int().min(0), text])
      .optional()
      .describe('Index or sid of the statement that decides'),
  }),
])

const about = {
  name: text.optional().describe('What is tested, in words'),
  principal: oneOrMore(text).optional().describe('Whom it is about; everybody where it is left out'),
  context: context.optional().describe('What the request carries beside action and resource'),
}
const resource = oneOrMore(oneOrMore(text)).optional()

const oneCase = z.strictObject({
  ...about,
  action: oneOrMore(text).describe('What is asked for, each action in a request of its own'),
  resource: resource.describe('On what, `*` where it is left out; a list within the list is one request for several'),
  expect: effect.describe('The verdict on each of these requests'),
  because: because.optional().describe('What must have decided'),
})

const table = z.strictObject({
  ...about,
  principal: z.array(text).min(1).describe('The columns'),
  resource: resource.describe('On what, `*` where it is left out'),
  rows: z
    .record(text, z.union([effect, z.array(effect).min(1)]))
    .describe('Action: one verdict for each column, or one for all'),
})

const never = z.strictObject({
  ...about,
  action: oneOrMore(text).describe('Actions or patterns such as cam:Delete*'),
  resource: oneOrMore(text).optional().describe('Resources or patterns; `*` where it is left out'),
})

export const suiteShape = z.strictObject({
  $schema: z.string().optional(),
  name: text.optional().describe('What is tested, in words'),
  account: number.optional().describe('Root account of all principals that do not say theirs'),
  context: context.optional().describe('What each request of a case carries that does not say otherwise'),
  principals: z.record(text, principal).describe('Who asks, by name'),
  cases: z.array(oneCase).optional().describe('Requests and their verdicts'),
  tables: z.array(table).optional().describe('Many actions and principals'),
  never: z.array(never).optional().describe('What can never be allowed, proven for every request'),
})

export type SuiteData = z.infer<typeof suiteShape>
export type CaseData = z.infer<typeof oneCase>
export type TableData = z.infer<typeof table>
export type NeverData = z.infer<typeof never>
export type PrincipalData = z.infer<typeof principal>
export type PolicyData = z.infer<typeof policy>
export type ContextData = z.infer<typeof context>
export type BecauseData = z.infer<typeof because>

/** Every member that the format has, for whoever misspells one. */
export const memberNames: readonly string[] = [
  suiteShape,
  principal,
  oneCase,
  table,
  never,
  context,
  z.strictObject({ preset: text, name: text, document: text, layer: text, cause: text, policy: text, statement: text }),
].flatMap((shape) => Object.keys(shape.shape))

/** The JSON Schema of the format. */
export function policyTestSchema(): object {
  return { title: 'OpenCAM policy test', ...z.toJSONSchema(suiteShape) }
}
