// The trust policy of a role on its way in: read with all its problems, then looked up who its principals are. A foreign
// account is only asked whether it is there and of the same site; what it has inside is never looked at.
import { isServicePrincipal } from '../../catalog/service-principals.ts'
import type { PolicyDocument, Principal } from '../../policy/document.ts'
import { readPolicy } from '../../policy/index.ts'
import type { Vocabulary } from '../../policy/types.ts'
import { isErrorCode } from '../../protocol/errors.ts'
import type { Reads } from '../../store/store.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'

export interface TrustPlace {
  readonly listed: Listed
  readonly world: World
  readonly store: Pick<Reads, 'accounts' | 'users' | 'roles' | 'identityProviders'>
  /** Account of the role. */
  readonly account: number
}

/**
 * The document, all of whose principals are there. Ends the call with the code of its first fault; PrincipalQcsNotExist
 * for an account, role or identity provider that is not there, PrincipalQcsCrossError for an account of another site, UserNotExist for a
 * sub-account that the role's own account does not have, AttachmentFull for more principals than attachments are allowed.
 */
export async function readTrust(place: TrustPlace, text: string): Promise<PolicyDocument> {
  const document = await readText(place, text)
  const principals = document.statements.flatMap((statement) => statement.principals)
  const distinct = new Map(principals.map((principal) => [JSON.stringify(principal), principal]))
  const { world, store, account } = place
  const limit = await quotaOf(world.quotas, store.accounts, account, 'attachments')
  if (distinct.size > limit) refuse(place.listed, 'InvalidParameter.AttachmentFull', { limit: String(limit) })
  for (const principal of distinct.values()) await mustExist(place, principal)
  return document
}

async function readText({ listed, world, store, account }: TrustPlace, text: string): Promise<PolicyDocument> {
  const lengthMax = await quotaOf(world.quotas, store.accounts, account, 'policy-length')
  const { document, problems } = readPolicy(text, {
    purpose: 'trust',
    vocabulary: trustVocabulary(world),
    lengthMax,
    strictActionServices: world.rules.strictServices,
  })
  if (document !== undefined) return document
  const first = problems[0]
  const code = first !== undefined && isErrorCode(first.code) ? first.code : 'InvalidParameter.PolicyDocumentError'
  const problem =
    first === undefined ? 'it cannot be read' : `${first.message} (line ${first.line}, column ${first.column})`
  return refuse(listed, code, { problem, limit: String(lengthMax) })
}

/** Any domain can be a product's; with strict services only those of the list. */
function trustVocabulary({ vocabulary, rules }: World): Vocabulary {
  if (!rules.strictServices) return vocabulary
  return {
    service: (product) => vocabulary.service(product),
    knows: (product) => vocabulary.knows?.(product) ?? true,
    hasServicePrincipal: isServicePrincipal,
  }
}

async function mustExist(place: TrustPlace, principal: Principal): Promise<void> {
  switch (principal.kind) {
    case 'root':
      return accountMustExist(place, principal.account)
    case 'user':
      await accountMustExist(place, principal.account)
      return userMustExist(place, principal)
    case 'role':
      await accountMustExist(place, principal.account)
      return roleMustExist(place, principal)
    case 'provider':
      return providerMustExist(place, principal)
    case 'service':
      return
    default:
      return refuse(place.listed, 'InvalidParameter.PrincipalError', {
        problem: `a role cannot be trusted to a principal of the kind \`${principal.kind}\``,
      })
  }
}

async function accountMustExist({ listed, store, account }: TrustPlace, named: number): Promise<void> {
  if (named === account) return
  const other = await store.accounts.get(named)
  if (other === undefined) {
    const problem = `there is no account \`${named}\``
    return refuse(listed, 'InvalidParameter.PrincipalQcsNotExist', { problem })
  }
  const own = await store.accounts.get(account)
  if (own?.site === other.site) return
  const problem = `the account \`${named}\` is one of another site`
  refuse(listed, 'InvalidParameter.PrincipalQcsCrossError', { problem })
}

async function userMustExist(
  { listed, store, account }: TrustPlace,
  named: Extract<Principal, { readonly kind: 'user' }>,
): Promise<void> {
  if (named.account !== account) return
  const user = await store.users.byUin(account, named.uin)
  if (user !== undefined && user.type !== 5) return
  const problem = `there is no sub-account \`${named.uin}\` that could use a role`
  refuse(listed, 'InvalidParameter.UserNotExist', { user: String(named.uin), problem })
}

async function roleMustExist(
  { listed, store, account }: TrustPlace,
  named: Extract<Principal, { readonly kind: 'role' }>,
): Promise<void> {
  if (named.account !== account || (await store.roles.byName(account, named.roleName)) !== undefined) return
  const problem = `there is no role \`${named.roleName}\``
  refuse(listed, 'InvalidParameter.PrincipalQcsNotExist', { problem })
}

/**
 * Otherwise whoever may make providers, but no trust policies, could have one of that name vouch for anybody. A provider
 * vouches for people only to roles of its own account.
 */
async function providerMustExist(
  { listed, store, account }: TrustPlace,
  named: Extract<Principal, { readonly kind: 'provider' }>,
): Promise<void> {
  if (named.account !== account) {
    const problem = `the identity provider \`${named.name}\` belongs to another account`
    return refuse(listed, 'InvalidParameter.PrincipalQcsError', { problem })
  }
  const provider = await store.identityProviders.byName(account, named.name)
  if (provider?.kind === named.protocol) return
  const problem = `there is no identity provider \`${named.protocol}-provider/${named.name}\``
  refuse(listed, 'InvalidParameter.PrincipalQcsNotExist', { problem })
}
