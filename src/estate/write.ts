// An account as files: what has its default is left out, so that a folder shows what somebody decided.
import { stringify } from 'yaml'
import { type Estate, type Gap, ordered, type Policy, type Role, type Settings, type User } from './model.ts'

type Members = Readonly<Record<string, unknown>>

/** Members that say more than their defaults do. */
function said(members: Members, defaults: Members = {}): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([name, value]) => {
      if (value === undefined || value === '' || value === false) return false
      if (Array.isArray(value) && value.length === 0) return false
      return value !== defaults[name]
    }),
  )
}

const isSaid = (members: Members): boolean => Object.keys(members).length > 0
/** Lines as long as they are; nothing stands for something else, which readers refuse. */
export const yamlForm = { lineWidth: 0, aliasDuplicateObjects: false } as const
const yamlText = (value: unknown): string => stringify(value, yamlForm)

/** Paths in the folder, with `/` between segments, and texts. */
export function writeFolder(given: Estate): ReadonlyMap<string, string> {
  const estate = ordered(given)
  const files = new Map([['account.yaml', yamlText(accountPart(estate))]])
  const list = (name: string, entries: readonly Members[]) => {
    if (entries.length > 0) files.set(`${name}.yaml`, yamlText(entries))
  }
  list('users', estate.users.map(userPart))
  list(
    'groups',
    estate.groups.map((group) => said({ ...group })),
  )
  const described = estate.policies.map(policyPart).filter((part) => Object.keys(part).length > 1)
  list('policies', described)
  for (const { name, document } of estate.policies) files.set(`policies/${name}.json`, document)
  for (const role of estate.roles) {
    const part = rolePart(role)
    files.set(`roles/${role.name}.yaml`, isSaid(part) ? yamlText(part) : '')
    files.set(`trust/${role.name}.json`, role.trust)
  }
  const providers = providersPart(estate)
  if (isSaid(providers)) files.set('providers.yaml', yamlText(providers))
  return files
}

/** The same as one value, for one document. */
export function wholeOf(given: Estate): Members {
  const estate = ordered(given)
  return {
    ...accountPart(estate),
    ...said({
      users: estate.users.map(userPart),
      groups: estate.groups.map((group) => said({ ...group })),
      roles: estate.roles.map((role) => ({ name: role.name, ...rolePart(role), trust: role.trust })),
      policies: estate.policies.map((policy) => ({ ...policyPart(policy), document: policy.document })),
      providers: isSaid(providersPart(estate)) ? providersPart(estate) : undefined,
    }),
  }
}

function accountPart({ account, incomplete, settings }: Estate): Members {
  const part = settingsPart(settings)
  return {
    format: 1,
    ...said({ account, incomplete: incomplete.map(({ what, why }: Gap) => ({ what, why })) }),
    ...(isSaid(part) ? { settings: part } : {}),
  }
}

function settingsPart({ password, loginPlaces, signIn }: Settings): Members {
  return said({
    password: isSaid({ ...password }) ? password : undefined,
    loginPlaces: loginPlaces.map(({ enabled, ...place }) => ({ ...said(place), enabled })),
    signIn: signIn === undefined ? undefined : signInPart(signIn),
  })
}

function signInPart(signIn: NonNullable<Settings['signIn']>): Members {
  if (signIn.protocol === 'saml') return { ...said({ ...signIn }), metadata: signIn.metadata }
  return { ...said({ ...signIn }), scopes: signIn.scopes, keys: signIn.keys }
}

const userPart = (user: User): Members => said({ ...user }, { countryCode: '86' })

function rolePart({ name: _, trust: __, ...role }: Role): Members {
  return said(role, { sessionDuration: 0 })
}

const policyPart = ({ name, description, tags }: Policy): Members => said({ name, description, tags })

function providersPart({ saml, oidc }: Estate): Members {
  return said({
    saml: saml.map((one) => ({ ...said({ ...one }), metadata: one.metadata })),
    oidc: oidc.map((one) => ({ ...said({ ...one }), keys: one.keys })),
  })
}
