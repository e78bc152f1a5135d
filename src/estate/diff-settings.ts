// Identity providers and settings: what calls change whole.
import { type Change, numbered, type Parameters } from './change.ts'
import { differences, type Pair, pairs } from './compare.ts'
import {
  type Estate,
  type LoginPlaces,
  nameKey,
  type OidcProvider,
  type PasswordRules,
  ruleNames,
  type SamlProvider,
  type Settings,
  type SignIn,
} from './model.ts'
import { stages } from './stages.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

export function providerChanges(before: Estate, after: Estate): readonly Change[] {
  return [
    ...pairs(before.saml, after.saml).flatMap(samlChanges),
    ...pairs(before.oidc, after.oidc).flatMap(oidcChanges),
  ]
}

const providerBase = (kind: 'SAML' | 'OIDC', name: string) =>
  ({
    id: `provider/${nameKey(name)}`,
    object: `${kind} provider ${name}`,
    product: 'cam',
    stage: stages.providers,
    // One of the other kind may have the name until it is deleted.
    needs: [`provider/${nameKey(name)} gone`],
  }) as const

const gone = (kind: 'SAML' | 'OIDC', name: string, action: string): Change => ({
  ...providerBase(kind, name),
  id: `provider/${nameKey(name)} gone`,
  verb: 'delete',
  text: 'delete',
  action,
  parameters: { Name: name },
  stage: stages.deleteProviders,
})

function samlChanges({ old, one }: Pair<SamlProvider>): readonly Change[] {
  if (one === undefined) return old === undefined ? [] : [gone('SAML', old.name, 'DeleteSAMLProvider')]
  const base = providerBase('SAML', one.name)
  const described = { Description: one.description }
  const metadata = { SAMLMetadataDocument: base64(one.metadata) }
  if (old === undefined) {
    const parameters = { Name: one.name, ...described, ...metadata }
    return [{ ...base, verb: 'create', text: 'create', action: 'CreateSAMLProvider', parameters }]
  }
  const parameters = {
    ...(old.description !== one.description && described),
    ...(old.metadata !== one.metadata && metadata),
  }
  if (Object.keys(parameters).length === 0) return []
  const text = [
    differences(old, one, ['description']),
    old.metadata === one.metadata ? '' : 'another metadata document',
  ]
  return [
    {
      ...base,
      verb: 'update',
      text: text.filter((part) => part !== '').join(', '),
      action: 'UpdateSAMLProvider',
      parameters: { Name: one.name, ...parameters },
    },
  ]
}

function oidcChanges({ old, one }: Pair<OidcProvider>): readonly Change[] {
  if (one === undefined) return old === undefined ? [] : [gone('OIDC', old.name, 'DeleteOIDCConfig')]
  const base = providerBase('OIDC', one.name)
  const parameters: Parameters = {
    Name: one.name,
    Description: one.description,
    IdentityUrl: one.issuer,
    IdentityKey: base64(one.keys),
    ClientId: one.clientIds,
    ...((one.autoRotateKeys || old !== undefined) && { AutoRotateKey: one.autoRotateKeys ? 1 : 0 }),
  }
  if (old === undefined) return [{ ...base, verb: 'create', text: 'create', action: 'CreateOIDCConfig', parameters }]
  const text = differences(old, one, ['description', 'issuer', 'clientIds', 'autoRotateKeys'])
  const keys = old.keys === one.keys ? '' : 'other keys'
  const said = [text, keys].filter((part) => part !== '').join(', ')
  return said === '' ? [] : [{ ...base, verb: 'update', text: said, action: 'UpdateOIDCConfig', parameters }]
}

// ——— settings ———

export function settingChanges(before: Settings, after: Settings): readonly Change[] {
  return [
    ...passwordChanges(before.password, after.password),
    ...after.loginPlaces.flatMap((one) =>
      placeChanges(
        before.loginPlaces.find(({ kind }) => kind === one.kind),
        one,
      ),
    ),
    ...signInChanges(before.signIn, after.signIn),
  ]
}

const ruleWire = {
  minimumLength: 'MinimumLength',
  mustContain: 'MustContain',
  forceChangeDays: 'ForcePasswordChange',
  reuseLimit: 'ReusePasswordLimit',
  retryLimit: 'RetryPasswordLimit',
  afterExpiry: 'PasswordExpirationInvalidation',
} as const

const setting = (what: string) =>
  ({ id: `settings ${what}`, object: `settings: ${what}`, verb: 'update', product: 'cam', needs: [] }) as const

function passwordChanges(before: PasswordRules, after: PasswordRules): readonly Change[] {
  const rules: Record<string, string | number> = {}
  for (const name of ruleNames) {
    const value = after[name]
    if (value === undefined || value === before[name]) continue
    rules[ruleWire[name]] = name === 'afterExpiry' ? (value === 'administrator' ? 1 : 2) : value
  }
  if (Object.keys(rules).length === 0) return []
  const text = differences(before, after, ruleNames)
  const made = { action: 'UpdatePasswordRules', parameters: { Rules: rules }, stage: stages.settings }
  return [{ ...setting('password'), text, ...made }]
}

function placeChanges(old: LoginPlaces | undefined, one: LoginPlaces): readonly Change[] {
  if (old !== undefined && JSON.stringify(comparable(old)) === JSON.stringify(comparable(one))) return []
  const what = one.kind === 'addresses' ? 'sign-in by address' : 'sign-in from unusual places'
  const states = [...one.addresses.map(({ ip, effect }) => `${effect} ${ip}`), one.enabled ? 'on' : 'off']
  return [
    {
      ...setting(what),
      text: states.join(', '),
      action: 'CreateSubAccountLoginIpPolicy',
      parameters: {
        PolicyType: one.kind === 'addresses' ? 1 : 2,
        DisablePolicy: one.enabled ? 0 : 1,
        IpPolicies: one.addresses.map(({ ip, effect }) => ({ IP: ip, Effect: effect })),
        ApproverType: one.approverType,
        ApproverUin: one.approvers.map((name) => numbered('user', name)),
      },
      needs: one.approvers.map((name) => `user/${nameKey(name)}`),
      stage: stages.signIn,
    },
  ]
}

const comparable = ({ enabled, addresses, approverType, approvers }: LoginPlaces): unknown => [
  enabled,
  addresses.map(({ ip, effect }) => [ip, effect]),
  approverType,
  approvers.map(nameKey),
]

function signInChanges(before: SignIn | undefined, after: SignIn | undefined): readonly Change[] {
  const base = { ...setting('sign-in by identity provider'), stage: stages.signIn }
  if (after === undefined) {
    if (before === undefined) return []
    return [{ ...base, text: 'switch it off', action: 'DisableUserSSO', parameters: {} }]
  }
  const inPlace = before?.protocol === after.protocol
  const verb = inPlace ? 'update' : 'create'
  if (after.protocol === 'saml') {
    if (before?.protocol === 'saml' && same(before, after)) return []
    const parameters = { SAMLMetadataDocument: base64(after.metadata), AuxiliaryDomain: after.auxiliaryDomain }
    const action = inPlace ? 'UpdateUserSAMLConfig' : 'CreateUserSAMLConfig'
    const operate = inPlace ? { Operate: 'updateSAML' } : {}
    return [{ ...base, verb, text: 'users sign in by SAML', action, parameters: { ...operate, ...parameters } }]
  }
  if (before?.protocol === 'oidc' && same(before, after)) return []
  const parameters: Parameters = {
    Description: after.description,
    IdentityUrl: after.issuer,
    IdentityKey: base64(after.keys),
    ClientId: after.clientId,
    AuthorizationEndpoint: after.authorizationEndpoint,
    ResponseType: 'id_token',
    ResponseMode: after.responseMode,
    MappingFiled: after.mappingField,
    Scope: after.scopes,
    ...((after.autoRotateKeys || inPlace) && { AutoRotateKey: after.autoRotateKeys ? 1 : 0 }),
  }
  const action = inPlace ? 'UpdateUserOIDCConfig' : 'CreateUserOIDCConfig'
  return [{ ...base, verb, text: 'users sign in by OIDC', action, parameters }]
}

function same<T extends object>(one: T, other: T): boolean {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof T & string)[]
  return differences(one, other, names) === ''
}
