// Whether a role's trust policy lets somebody in, and what the call must say for it. Conditions are searched by proof and whatever
// is found is asked of the trust policy itself before it is believed.
import { anyActionMatches, readRequestAction } from '../../policy/action.ts'
import { type CompiledTrust, type ContextValue, canAllow, decideTrust, type TrustAsker } from '../../policy/index.ts'
import { FALSE, TRUE } from '../../policy/operators/family.ts'
import { filledIn } from '../../policy/partial/resources-for.ts'
import { statementText } from '../residual.ts'

type Keys = ReadonlyMap<string, ContextValue>

export interface TrustedBy {
  readonly statement: number
  /** What the call must say; empty where it may say anything. */
  readonly keys: Keys
  /** What it says about the asker, as a policy; where it has no conditions there is none. */
  readonly document?: string
}

/** `undefined`: it does not. `unknown`: that could not be found out. `carries`: keys that such calls can have at all. */
export function trustedBy(
  compiled: CompiledTrust,
  asker: TrustAsker,
  action: string,
  known: Keys,
  carries: (key: string) => boolean,
): TrustedBy | 'unknown' | undefined {
  const verdict = (keys: Keys) => decideTrust(compiled, asker, action, new Map([...known, ...keys]))
  const plain = unconditional(compiled, asker, action)
  if (plain === undefined) return undefined
  if (!plain.conditions) {
    const { effect, statement } = verdict(new Map())
    return effect === 'allow' && statement !== undefined ? { statement, keys: new Map() } : undefined
  }
  const options = {
    subject: { uin: plain.uin, account: plain.account, appId: 1 },
    granularities: ['resource'] as const,
  }
  const found = canAllow(plain.document, { action, resource: '*', context: known }, options)
  if (found.answer !== 'yes') return found.answer === 'no' ? undefined : 'unknown'
  const said = [...found.example.context].filter(([key]) => !known.has(key) && carries(key))
  // Any one of several values does.
  const keys = new Map(said.map(([key, value]) => [key, Array.isArray(value) ? (value[0] ?? '') : value]))
  const { effect, statement } = verdict(keys)
  return effect === 'allow' && statement !== undefined ? { statement, keys, document: plain.document } : 'unknown'
}

/** The statements that speak about the asker, as a policy with their conditions; `undefined`: none allows. */
function unconditional({ statements, problems, owner }: CompiledTrust, asker: TrustAsker, action: string) {
  const asked = readRequestAction(action)
  if (asked === undefined || problems.length > 0) return undefined
  const uin = asker.kind === 'account' ? asker.uin : undefined
  const account = asker.kind === 'account' || asker.kind === 'role' ? asker.account : owner
  const variables = {
    uin: uin === undefined ? undefined : String(uin),
    owner_uin: asker.kind === 'account' || asker.kind === 'role' ? String(asker.account) : undefined,
    app_id: undefined,
  }
  const texts: string[] = []
  let [allows, conditions] = [false, false]
  for (const { effect, actions, principals, conditions: bound } of statements) {
    const covered = principals.some((principal) => {
      const truth = principal.matches(asker)
      return truth === TRUE || (truth !== FALSE && effect === 'deny')
    })
    if (!covered || !anyActionMatches(actions, asked, 'resource')) continue
    const left = bound.map((bind) => {
      const { operator, key, wanted } = bind(variables)
      return { operator, key, wanted: wanted.map((text) => filledIn(text, variables)) }
    })
    if (effect === 'deny' && left.length === 0) return undefined
    allows ||= effect === 'allow'
    conditions ||= left.length > 0
    texts.push(statementText(effect, { patterns: ['*'], conditions: left }, false, () => true))
  }
  if (!allows) return undefined
  return { uin, account, conditions, document: `{"version":"2.0","statement":[${texts.join(',')}]}` }
}
