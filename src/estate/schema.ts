// The shapes of the files. Members that are not here are errors; what is left out has its default.
import { z } from 'zod'
import { nameKey, presetOf, type Settings } from './model.ts'

/** As the server has them for roles, policies and presets; these also name files. */
export const plainName = /^[A-Za-z0-9+=,.@_-]{1,128}$/
const nameText = z
  .string()
  .regex(/^[^\p{Cc}\s:/<>"\\]+$/u, 'a name of letters, digits and the signs +=,.@_- is expected')
const plainNameText = z
  .string()
  .regex(plainName, 'a name of 1 to 128 letters, digits and the signs +=,.@_- is expected')
const refText = z
  .string()
  .refine(
    (text) => plainName.test(presetOf(text) ?? text),
    'the name of a policy, or preset: and that of a preset, is expected',
  )

const tags = z
  .array(z.strictObject({ key: z.string().min(1), value: z.string() }))
  .superRefine(distinct(({ key }) => key, 'the tag'))
  .default([])
const refs = z
  .array(refText)
  .superRefine(distinct((ref) => (presetOf(ref) === undefined ? nameKey(ref) : ref), 'the policy'))
  .default([])
const textOf = z.string().default('')
const off = z.boolean().default(false)

/** Each once; the second of two is at fault. */
function distinct<T>(keyOf: (one: T) => string, what: string) {
  return (list: readonly T[], context: z.RefinementCtx): void => {
    const seen = new Set<string>()
    for (const [index, one] of list.entries()) {
      const key = keyOf(one)
      if (seen.has(key)) {
        context.addIssue({ code: 'custom', path: [index], message: `${what} ${JSON.stringify(key)} is there already` })
      }
      seen.add(key)
    }
  }
}

const user = z.strictObject({
  name: nameText,
  remark: textOf,
  consoleLogin: off,
  phone: textOf,
  countryCode: z.string().min(1).default('86'),
  email: textOf,
  boundary: refText.optional(),
  policies: refs,
  tags,
})

const group = z.strictObject({
  name: nameText,
  remark: textOf,
  members: z.array(nameText).superRefine(distinct(nameKey, 'the member')).default([]),
  policies: refs,
})

const roleMembers = {
  description: textOf,
  consoleLogin: off,
  sessionDuration: z.int().min(0).default(0),
  boundary: refText.optional(),
  policies: refs,
  tags,
}

const policyMembers = { name: plainNameText, description: textOf, tags }

const saml = z.strictObject({ name: plainNameText, description: textOf, metadata: z.string() })
const oidc = z.strictObject({
  name: plainNameText,
  description: textOf,
  issuer: z.string(),
  clientIds: z.array(z.string()).min(1),
  keys: z.string(),
  autoRotateKeys: off,
})

const password = z.strictObject({
  minimumLength: z.int().optional(),
  mustContain: z.string().optional(),
  forceChangeDays: z.int().optional(),
  reuseLimit: z.int().optional(),
  retryLimit: z.int().optional(),
  afterExpiry: z.enum(['administrator', 'user']).optional(),
})

const loginPlaces = z.strictObject({
  kind: z.enum(['addresses', 'unusual']),
  enabled: z.boolean().default(true),
  addresses: z.array(z.strictObject({ ip: z.string(), effect: z.enum(['Allow', 'Deny']) })).default([]),
  approverType: textOf,
  approvers: z.array(nameText).superRefine(distinct(nameKey, 'the approver')).default([]),
})

const signIn = z.discriminatedUnion('protocol', [
  z.strictObject({ protocol: z.literal('saml'), metadata: z.string(), auxiliaryDomain: textOf }),
  z.strictObject({
    protocol: z.literal('oidc'),
    description: textOf,
    issuer: z.string(),
    clientId: z.string(),
    authorizationEndpoint: z.string(),
    responseMode: z.enum(['form_post', 'fragment']),
    mappingField: z.string(),
    scopes: z.array(z.string()).default(['openid']),
    keys: z.string(),
    autoRotateKeys: off,
  }),
])

const settings = z
  .strictObject({
    password: password.default({}),
    loginPlaces: z
      .array(loginPlaces)
      .superRefine(distinct(({ kind }) => kind, 'the rule for'))
      .default([]),
    signIn: signIn.optional(),
  })
  .transform(({ signIn: way, ...others }): Settings => ({ ...others, signIn: way }))
  .default({ password: {}, loginPlaces: [], signIn: undefined })

const accountMembers = {
  format: z.literal(1, 'this version reads format 1'),
  account: z
    .string()
    .regex(/^\d{1,16}$/, 'the number of a root account, in quotes, is expected')
    .optional(),
  incomplete: z.array(z.strictObject({ what: z.string().min(1), why: z.string() })).default([]),
  settings,
}

const named = <T extends { readonly name: string }>(what: string) => distinct<T>(({ name }) => nameKey(name), what)
const users = z.array(user).superRefine(named('the user')).default([])
const groups = z.array(group).superRefine(named('the group')).default([])
const providers = z
  .strictObject({
    saml: z.array(saml).superRefine(named('the provider')).default([]),
    oidc: z.array(oidc).superRefine(named('the provider')).default([]),
  })
  .default({ saml: [], oidc: [] })

/** Shapes of files, by what they hold. */
export const accountFile = z.strictObject(accountMembers)
export const usersFile = users
export const groupsFile = groups
export const policiesFile = z.array(z.strictObject(policyMembers)).superRefine(named('the policy')).default([])
export const roleFile = z.strictObject(roleMembers).prefault({})
export const providersFile = providers

/** The whole account as one document. */
export const wholeFile = z.strictObject({
  ...accountMembers,
  users,
  groups,
  roles: z
    .array(z.strictObject({ name: plainNameText, ...roleMembers, trust: z.string() }))
    .superRefine(named('the role'))
    .default([]),
  policies: z
    .array(z.strictObject({ ...policyMembers, document: z.string() }))
    .superRefine(named('the policy'))
    .default([]),
  providers,
})
