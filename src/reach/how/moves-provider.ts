// Steps by which somebody owns what vouches for people: the identity providers that roles trust.
import type { Role, Who } from '../population.ts'
import { letsIn } from './moves-identity.ts'
import { type Place, speaks } from './place.ts'
import { heldKey, type Move, own } from './terms.ts'

/** By the actions that they make. */
export const providerMoves = [[/^cam:.*(?:SAMLProvider|OIDCConfig)$/, providers]] as const

const calls = { saml: 'sts:AssumeRoleWithSAML', oidc: 'sts:AssumeRoleWithWebIdentity' } as const

const PROVIDER_CALLS = ['Create', 'Update'].flatMap((verb) => [`cam:${verb}SAMLProvider`, `cam:${verb}OIDCConfig`])

/** A provider whose certificates one owns vouches for whatever one likes. */
function* providers(place: Place, who: Who): Generator<Move> {
  const { judge, state, rules } = place
  const program = judge.programOf(who)
  const { account, roles, providers: there } = state.population
  if (!PROVIDER_CALLS.some((name) => speaks(program, name))) return
  for (const role of roles.values()) {
    if (role.quarantined) continue
    for (const { protocol, name } of trustedProviders(place, role)) {
      const known = there.find((one) => one.name.toLowerCase() === name.toLowerCase())
      const kind = protocol === 'saml' ? 'SAMLProvider' : 'OIDCConfig'
      const action = `cam:${known === undefined ? 'Create' : 'Update'}${kind}`
      const gives: Who = { kind: 'role', roleId: role.roleId }
      if (state.held.has(heldKey(gives)) || !speaks(program, action)) continue
      if (known !== undefined && known.protocol !== protocol) continue
      if (known === undefined && there.length >= rules.limits['identity-providers']) continue
      const arn = `qcs::cam::uin/${account}:${protocol}-provider/${name}`
      const trust = letsIn(place, role, { kind: 'federated', arn }, calls[protocol], undefined)
      if (trust === undefined) continue
      const change = `provider ${protocol} ${name}`
      yield {
        as: who,
        action,
        parameters: { Name: name },
        check: own(`${protocol}-provider/${name}`),
        says: `put a certificate of one's own into provider ${name} and use role ${role.name} with what it signs (${calls[protocol]})`,
        grows: true,
        gives,
        change,
        with: trust.keys,
        trust: { role: role.name, statement: trust.statement, document: trust.document },
        apply: (now) => (known === undefined ? { ...now, providers: [...now.providers, { protocol, name }] } : now),
      }
    }
  }
}

function trustedProviders({ trustOf, state }: Place, { trust }: Role) {
  const { account } = state.population
  return trustOf(trust).statements.flatMap(({ effect, principals }) =>
    principals.flatMap(({ principal }) =>
      effect === 'allow' && principal.kind === 'provider' && principal.account === account ? [principal] : [],
    ),
  )
}
