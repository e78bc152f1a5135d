// A policy is judged whole (name, description, text, principal) whenever its text in force changes, also when the text
// was stored earlier: what was acceptable then may not be today.
import type { PolicyDocument } from '../../policy/document.ts'
import type { PolicyRow, Reads } from '../../store/store.ts'
import { type AttachPlace, withRoom } from './attach.ts'
import { type DocumentPlace, readStoredDocument } from './document.ts'
import { isPresetName } from './find.ts'
import { type Entity, entitiesNamed, type PrincipalPlace } from './principal.ts'
import { type Listed, refuse } from './refuse.ts'
import { descriptionBytesMax, policyNamePattern } from './types.ts'

export interface ForcePlace extends AttachPlace {
  readonly store: Reads
}

/** Name and description by today's rules. */
export function checkFace(listed: Listed, { name, description }: Pick<PolicyRow, 'name' | 'description'>): void {
  if (!policyNamePattern.test(name)) {
    refuse(listed, 'InvalidParameter.PolicyNameError', { problem: 'it breaks the rule for names of policies' })
  }
  if (Buffer.byteLength(description) > descriptionBytesMax) {
    const limit = String(descriptionBytesMax)
    refuse(listed, 'InvalidParameter.DescriptionLengthOverlimit', { limit })
  }
}

/** FailedOperation.PolicyNameInUse for a preset's name: one may have come with a catalog since the policy was made. */
export function checkPresetName({ listed, world }: ForcePlace, name: string): void {
  if (isPresetName(world.presets, name)) refuse(listed, 'FailedOperation.PolicyNameInUse', { name })
}

/**
 * Judges a policy with a text that was read already. Answers the users and groups that it is still to be attached to
 * because its principal names them; empty unless the operator chose that rule.
 */
export async function checkPolicy(
  place: ForcePlace,
  policy: Pick<PolicyRow, 'name' | 'description'> & { readonly policyId?: number },
  document: PolicyDocument | undefined,
): Promise<readonly Entity[]> {
  const { listed, store, world, caller } = place
  checkFace(listed, policy)
  const principalPlace: PrincipalPlace = { listed, store, account: caller.account, rule: world.rules.policyPrincipal }
  const named = document === undefined ? [] : await entitiesNamed(principalPlace, document)
  checkPresetName(place, policy.name)
  return withRoom(place, store, policy.policyId, named)
}

/** Judges a stored policy with one of its stored texts. */
export async function checkStored(place: ForcePlace, policy: PolicyRow, text: string): Promise<readonly Entity[]> {
  const { listed, store, world, caller } = place
  checkFace(listed, policy)
  const documentPlace: DocumentPlace = { listed, world, store, account: caller.account }
  return checkPolicy(place, policy, await readStoredDocument(documentPlace, text))
}
