// The element `principal`: accounts, users, groups and roles (`qcs`), products (`service`), identity providers
// (`federated`). Only the form is judged here; whether they exist is for whoever has a store.

import { readAccountNumber } from './account.ts'
import type { Principal } from './document.ts'
import { type Element, memberPath, readTexts, spotOf, type TextAt } from './element.ts'
import { quote, type Report } from './problem.ts'
import type { ReadOptions } from './read-options.ts'

export function readPrincipals(element: Element, options: ReadOptions, report: Report): readonly Principal[] {
  const code = 'InvalidParameter.PrincipalError'
  const { node, path, statement } = element
  if (options.purpose !== 'trust' && options.principalAllowed !== true) {
    report.add(code, spotOf(element), 'a principal is for trust policies only')
    return []
  }
  if (node.kind === 'string' && node.value === '*' && options.principalAllowed === true) return [{ kind: 'everyone' }]
  if (node.kind !== 'object' || node.members.length === 0) {
    report.add(code, spotOf(element), 'principal must be a JSON object with qcs, service or federated')
    return []
  }
  return node.members.flatMap((member) => {
    const kind = { node: member.value, path: memberPath(path, member.name), statement }
    const read = PRINCIPAL_KINDS.get(member.name)
    if (read === undefined) {
      report.add(code, { ...spotOf(kind), at: member.at }, `unknown kind of principal ${quote(member.name)}`)
      return []
    }
    const texts = readTexts(kind, (spot, message) => report.add(code, spot, message))
    return texts.flatMap((text) => read(text, options, report) ?? [])
  })
}

type ReadKind = (text: TextAt, options: ReadOptions, report: Report) => Principal | undefined

/** How principals of a kind are read. */
export const PRINCIPAL_KINDS: ReadonlyMap<string, ReadKind> = new Map<string, ReadKind>([
  ['qcs', readQcs],
  ['service', readService],
  ['federated', readFederated],
])

function readQcs({ value, spot }: TextAt, options: ReadOptions, report: Report): Principal | undefined {
  const principal = parseQcs(value)
  // A role is trusted to someone in particular: neither to the whole world nor to a group.
  const vague = principal !== undefined && ['everyone', 'anonymous', 'group'].includes(principal.kind)
  if (principal !== undefined && !(vague && options.principalAllowed !== true)) return principal
  report.add('InvalidParameter.PrincipalQcsError', spot, `${quote(value)} does not name a principal`)
  return undefined
}

function parseQcs(text: string): Principal | undefined {
  if (text === '*' || text === 'qcs::cam::anyone:anyone') return { kind: 'everyone' }
  if (text === 'qcs::cam::anonymous:anonymous') return { kind: 'anonymous' }
  const owned = parseOwned(text)
  if (owned === undefined) return undefined
  const { account, type, id } = owned
  if (type === 'root' && id === undefined) return { kind: 'root', account }
  if (type === 'roleName' && id !== undefined && isName(id)) return { kind: 'role', account, roleName: id }
  const number = id === undefined ? undefined : readAccountNumber(id)
  if (number === undefined) return undefined
  if (type === 'groupid') return { kind: 'group', account, groupId: number }
  if (type !== 'uin') return undefined
  return number === account ? { kind: 'root', account } : { kind: 'user', account, uin: number }
}

interface Owned {
  readonly account: number
  readonly type: string
  readonly id: string | undefined
}

/** `qcs::cam::uin/<owner>:<type>/<id>` or `…:<type>`. */
function parseOwned(text: string): Owned | undefined {
  const found = /^qcs::cam::uin\/(\d+):([A-Za-z-]+)(?:\/(.+))?$/.exec(text)
  const account = readAccountNumber(found?.[1] ?? '')
  return account === undefined ? undefined : { account, type: found?.[2] ?? '', id: found?.[3] }
}

/** Name of a role or of an identity provider. */
export const PRINCIPAL_NAME = /^[\w+=,.@-]{1,128}$/

function isName(text: string): boolean {
  return PRINCIPAL_NAME.test(text)
}

/** Domain by which a product is named. */
export const HOST =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)+$/

function readService({ value, spot }: TextAt, options: ReadOptions, report: Report): Principal | undefined {
  const { vocabulary } = options
  const exists = HOST.test(value) && (vocabulary.hasServicePrincipal?.(value) ?? true)
  if (exists) return { kind: 'service', name: value }
  report.add('InvalidParameter.PrincipalServiceNotExist', spot, `there is no service principal ${quote(value)}`)
  return undefined
}

function readFederated({ value, spot }: TextAt, _options: ReadOptions, report: Report): Principal | undefined {
  const owned = parseOwned(value)
  const protocol = owned?.type === 'saml-provider' ? 'saml' : owned?.type === 'oidc-provider' ? 'oidc' : undefined
  if (owned?.id !== undefined && protocol !== undefined && isName(owned.id)) {
    return { kind: 'provider', account: owned.account, protocol, name: owned.id }
  }
  report.add('InvalidParameter.PrincipalQcsError', spot, `${quote(value)} does not name an identity provider`)
  return undefined
}
