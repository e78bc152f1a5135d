// The policy and the role of the calls that attach and detach, each by id or by name.
import type { Reads, RoleRow } from '../../store/store.ts'
import type { ResourceInput } from '../define.ts'
import { type AnyPolicy, anyPolicy } from '../policy/find.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import type { World } from '../world.ts'
import { notLinked, type RoleChoice, roleOf, roleSegment } from './find.ts'

export interface PairPlace {
  readonly listed: Listed
  readonly world: World
  readonly store: Pick<Reads, 'roles' | 'policies'>
  readonly account: number
}
export interface PolicyChoice {
  readonly PolicyId: number | undefined
  readonly PolicyName: string | undefined
}

/** Both; otherwise the call ends with PolicyIdNotExist, RoleNotExist or, where nothing or two things are named, ParamError. */
export async function pairOf(
  place: PairPlace,
  choice: PolicyChoice,
  role: RoleChoice,
): Promise<{ readonly policy: AnyPolicy; readonly role: RoleRow }> {
  const policy = await policyOf(place, choice)
  const found = await roleOf(place.store, place.listed, place.account, role)
  notLinked(place.listed, found, 'its policies belong to its products')
  return { policy, role: found }
}

async function policyOf(place: PairPlace, { PolicyId, PolicyName = '' }: PolicyChoice): Promise<AnyPolicy> {
  const { listed, world, store, account } = place
  const shelf = { listed, account, policies: store.policies, presets: world.presets }
  const byId = PolicyId === undefined ? undefined : await anyPolicy(shelf, PolicyId)
  const byName = PolicyName === '' ? undefined : await policyByName(place, PolicyName)
  if (byId !== undefined && byName !== undefined && byId.policyId !== byName.policyId) {
    const problem = `PolicyId \`${PolicyId}\` and PolicyName \`${PolicyName}\` are two policies`
    refuse(listed, 'InvalidParameter.ParamError', { problem })
  }
  return byId ?? byName ?? refuse(listed, 'InvalidParameter.ParamError', { problem: 'give PolicyId or PolicyName' })
}

/** Custom ones without regard to case, presets by their exact name. */
async function policyByName({ listed, world, store, account }: PairPlace, name: string): Promise<AnyPolicy> {
  const custom = await store.policies.byName(account, name)
  if (custom !== undefined) return { kind: 'custom', policyId: custom.policyId, custom }
  const preset = world.presets.byName(name)
  if (preset !== undefined) return { kind: 'preset', policyId: preset.policyId, preset }
  const problem = `there is no policy \`${name}\``
  return refuse(listed, 'InvalidParameter.PolicyIdNotExist', { policy: name, problem })
}

/** Last segments of both. A name counts as the policy that it names: a rule about its number must not be got round by it. */
export async function pairSegments(
  { params, caller, read, presets }: ResourceInput<PolicyChoice>,
  role: RoleChoice,
): Promise<readonly string[]> {
  const { PolicyId, PolicyName = '' } = params
  const custom = PolicyName === '' ? undefined : await read.policies.byName(caller.account, PolicyName)
  const named = custom ?? presets.byName(PolicyName)
  const ids = [PolicyId, named?.policyId].flatMap((id) => (id === undefined ? [] : [`policyid/${id}`]))
  const policies = ids.length === 0 ? ['policyid/*'] : [...new Set(ids)]
  return [...policies, ...(await roleSegment({ params: role, caller, read }))]
}
