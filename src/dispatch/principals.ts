// Who a caller is to the policy engine: its policies compiled into one program. Programs are kept per principal and
// thrown away when the account's policies have moved on; no answer of the engine is ever kept.
import type { Decider, Principal } from '../actions/world.ts'
import type { PresetTable } from '../catalog/presets.ts'
import type { CallWatch } from '../kernel/watch.ts'
import {
  assemble,
  type CompiledTrust,
  compileCache,
  compileTrust,
  decide,
  type Program,
  programCache,
} from '../policy/index.ts'
import type { PolicySource, Subject, Via } from '../policy/types.ts'
import type { PrincipalPolicies, Store } from '../store/store.ts'

/** By role; of the very text that it was made of. */
interface KeptTrust {
  readonly account: number
  readonly trust: string
  readonly compiled: CompiledTrust
}

/** Compiled policies kept; a policy attached to many users is compiled once. */
const policiesMax = 5_000
/** Compiled trust policies kept. */
const trustsMax = 1_000

/** Programs kept, and statements in all of them: about a kilobyte each where much was asked. */
const programsMax = 10_000
const statementsMax = 250_000

export function createPrincipals(store: Store, presets: PresetTable, watch?: CallWatch): Decider {
  const kept = programCache(programsMax, statementsMax, watch?.programKept)
  const compiled = compileCache(policiesMax)
  const trusts = new Map<string, KeptTrust>()
  const decider: Decider = {
    trustOf({ account, roleId, trust }) {
      const known = trusts.get(roleId)
      if (known?.trust === trust && known.account === account) return known.compiled
      const compiled = compileTrust(trust, account)
      if (trusts.size >= trustsMax) trusts.delete(trusts.keys().next().value ?? '')
      trusts.set(roleId, { account, trust, compiled })
      return compiled
    },
    decide: async (who, request) => decide(await decider.programOf(who), request),
    subjectOf: (who) => subjectOf(store, presets, who),
    programOf(who) {
      const key = keyOf(store.following.epoch(), who)
      const known = kept.get(key, store.following.policiesAt(who.account, who.revision))
      watch?.programLooked(known !== undefined)
      return known ?? make(key, who)
    },
  }
  async function make(key: string, who: Principal): Promise<Program> {
    const { revision, subject } = await subjectOf(store, presets, who)
    const program = assemble(subject, compiled)
    kept.put(key, store.following.policiesAt(who.account, revision), program)
    return program
  }
  return decider
}

/**
 * Which program somebody has. Sessions without a policy of their own share that of their user, or of their role and the
 * number that `${uin}` stands for.
 */
function keyOf(epoch: number, { kind, account, uin, session }: Principal): string {
  const of = `${epoch} ${account}`
  const identity = kind === 'role' ? `${of} role/${session?.role?.roleId} ${uin}` : `${of} ${uin}`
  return session?.policy === undefined ? identity : `${identity} ${session.sessionId}`
}

async function subjectOf(
  store: Store,
  presets: PresetTable,
  caller: Principal,
): Promise<{ readonly revision: number; readonly subject: Subject }> {
  const { kind } = caller
  const base = {
    // Nothing is attached to a stranger, and what nobody allows is refused.
    kind: kind === 'stranger' ? ('user' as const) : kind,
    // A foreign caller's number would mean somebody else here, or nobody: the variable has no value then.
    uin: caller.uin === 0 ? undefined : caller.uin,
    account: caller.account,
    appId: caller.appId,
    session: sessionSource(caller),
  }
  const nothing = { revision: caller.revision, subject: { ...base, identity: [], boundary: undefined } }
  if (kind === 'root' || kind === 'stranger') return nothing
  const policies = await policiesOf(store, caller)
  // A user or role deleted between its key's read and now has no policies, and so no rights.
  if (policies === undefined) return nothing
  const source = sourcesOf(caller.account, policies, presets)
  const identity = [
    ...policies.direct.map((id) => source(id, { kind: 'direct' })),
    ...policies.groups.flatMap((group) =>
      group.policyIds.map((id) => source(id, { kind: 'group', groupId: group.groupId, groupName: group.name })),
    ),
  ]
  const boundary =
    policies.boundaryPolicyId === undefined ? undefined : source(policies.boundaryPolicyId, { kind: 'direct' })
  return { revision: policies.revision, subject: { ...base, identity, boundary } }
}

async function policiesOf(store: Store, { kind, account, uin, session }: Principal) {
  if (kind !== 'role') return store.read.policies.ofPrincipal(account, uin)
  return session?.role === undefined ? undefined : store.read.roles.policiesOf(account, session.role.roleId)
}

/** What a session was limited to when it was asked for; it belongs to the account that the session acts in. */
function sessionSource({ account, session }: Principal): PolicySource | undefined {
  if (session?.policy === undefined) return undefined
  return {
    policyId: 0,
    policyName: '(session policy)',
    versionId: 1,
    preset: false,
    creator: account,
    document: session.policy,
    via: { kind: 'direct' },
  }
}

/** Finds each policy's text among the presets or the account's own. */
function sourcesOf(
  account: number,
  policies: PrincipalPolicies,
  presets: PresetTable,
): (policyId: number, via: Via) => PolicySource {
  return (policyId, via) => {
    const preset = presets.byId(policyId)
    if (preset !== undefined) {
      const { name: policyName, document } = preset
      return { policyId, policyName, versionId: 1, preset: true, creator: account, document, via }
    }
    const own = policies.documents.get(policyId)
    // A reference to a policy that is gone must not widen anything: it denies everything it could have spoken about.
    if (own === undefined) {
      return {
        policyId,
        policyName: '(missing)',
        versionId: 0,
        preset: false,
        creator: account,
        document: denyAll,
        via,
      }
    }
    return {
      policyId,
      policyName: own.name,
      versionId: own.versionId,
      preset: false,
      creator: account,
      document: own.document,
      via,
    }
  }
}

const denyAll = '{"version":"2.0","statement":[{"effect":"deny","action":"*","resource":"*"}]}'
