// Which policy, version, user or group a call means, and what is answered where there is none. One rule for all calls:
//   PolicyIdError     the number can be no policy's id (the parameter's own limit), or the call lists no other code
//   PolicyIdNotExist  the id is a preset's where only a custom policy fits; where a preset fits too, an id that this
//                     account never had (other accounts' ids included: nothing tells them from unused ones)
//   PolicyIdNotFound  the custom policy was deleted; where a preset does not fit, any id without a policy
// A call that lists only one of the two answers that one (`refuse.ts`).
import type { Preset, PresetTable } from '../../catalog/presets.ts'
import type { GroupRow, PolicyReads, PolicyRow, Reads, UserRow, VersionRow } from '../../store/store.ts'
import { type Listed, refuse } from './refuse.ts'

export type AnyPolicy =
  | { readonly kind: 'custom'; readonly policyId: number; readonly custom: PolicyRow }
  | { readonly kind: 'preset'; readonly policyId: number; readonly preset: Preset }

/** Where to look: the account's own policies and everybody's presets. */
export interface Place {
  readonly account: number
  readonly policies: PolicyReads
  readonly presets: PresetTable
  readonly listed: Listed
}

/** A policy of either kind; otherwise the call ends. */
export async function anyPolicy(place: Place, policyId: number): Promise<AnyPolicy> {
  const preset = place.presets.byId(policyId)
  if (preset !== undefined) return { kind: 'preset', policyId, preset }
  const custom = await place.policies.byId(place.account, policyId)
  if (custom !== undefined) return { kind: 'custom', policyId, custom }
  const deleted = await place.policies.wasDeleted(place.account, policyId)
  return absent(place, policyId, deleted ? 'ResourceNotFound.PolicyIdNotFound' : 'InvalidParameter.PolicyIdNotExist')
}

/** A custom policy; otherwise the call ends. */
export async function customPolicy(place: Place, policyId: number): Promise<PolicyRow> {
  if (place.presets.byId(policyId) !== undefined) return presetRefused(place, policyId)
  const custom = await place.policies.byId(place.account, policyId)
  return custom ?? absent(place, policyId, 'ResourceNotFound.PolicyIdNotFound')
}

/** Ends a call that would change a preset policy. */
export function presetRefused({ listed }: Place, policyId: number): never {
  const problem = `\`${policyId}\` is a preset policy`
  return refuse(listed, 'InvalidParameter.PolicyIdNotExist', { policy: String(policyId), problem })
}

type Absence = 'ResourceNotFound.PolicyIdNotFound' | 'InvalidParameter.PolicyIdNotExist'

function absent({ listed }: Place, policyId: number, code: Absence): never {
  const problem = `there is no policy \`${policyId}\``
  return refuse(listed, code, { policy: String(policyId), problem })
}

/** By name: custom ones without regard to case, presets by their exact name; otherwise ResourceNotFound.NotFound. */
export async function policyNamed(place: Place, name: string): Promise<AnyPolicy> {
  const custom = await place.policies.byName(place.account, name)
  if (custom !== undefined) return { kind: 'custom', policyId: custom.policyId, custom }
  const preset = place.presets.byName(name)
  if (preset !== undefined) return { kind: 'preset', policyId: preset.policyId, preset }
  return refuse(place.listed, 'ResourceNotFound.NotFound', {
    resource: name,
    problem: `there is no policy \`${name}\``,
  })
}

/** Whether a custom policy would bear a preset's name, in whatever case: then listings would show two alike. */
export function isPresetName(presets: PresetTable, name: string): boolean {
  const wanted = name.toLowerCase()
  return presets.all.some((preset) => preset.name.toLowerCase() === wanted)
}

/** A version of a custom policy; otherwise InvalidParameter.PolicyVersionNotExists. */
export async function versionOf(place: Place, policyId: number, versionId: number): Promise<VersionRow> {
  const version = await place.policies.version(place.account, policyId, versionId)
  const problem = `there is no version \`${versionId}\``
  return (
    version ?? refuse(place.listed, 'InvalidParameter.PolicyVersionNotExists', { version: String(versionId), problem })
  )
}

/**
 * A user that a policy can be attached to. ResourceNotFound.UserNotExist: the account has no such user;
 * InvalidParameter.UserNotExist: it is the root account itself or a message recipient.
 */
export async function holder(store: Reads, listed: Listed, account: number, uin: number): Promise<UserRow> {
  const user = uin === account ? undefined : await store.users.byUin(account, uin)
  if (user !== undefined && user.type !== 5) return user
  const unfit = uin === account || user !== undefined
  const problem = unfit ? `\`${uin}\` cannot have policies` : `there is no user \`${uin}\``
  const code = unfit ? 'InvalidParameter.UserNotExist' : 'ResourceNotFound.UserNotExist'
  return refuse(listed, code, { user: String(uin), problem })
}

/** A user group; otherwise ResourceNotFound.GroupNotExist. */
export async function holderGroup(store: Reads, listed: Listed, account: number, groupId: number): Promise<GroupRow> {
  const group = await store.groups.byId(account, groupId)
  const problem = `there is no user group \`${groupId}\``
  return group ?? refuse(listed, 'ResourceNotFound.GroupNotExist', { group: String(groupId), problem })
}
