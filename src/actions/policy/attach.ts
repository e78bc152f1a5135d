// Attaching a policy to users, groups and roles, within the limits of the account.

import type { EntityKind, Reads, Writes } from '../../store/store.ts'
import { type Caller, operatorOf } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'
import { type Listed, refuse } from './refuse.ts'

/** Somebody who can have policies: the id of a role is text. */
export interface Holder {
  readonly kind: EntityKind
  readonly id: number | string
}

export interface AttachPlace {
  readonly listed: Listed
  readonly world: World
  readonly caller: Caller
}

/**
 * Those of the entities that do not have the policy yet and have room for it; InvalidParameter.AttachmentFull ends the
 * call for one without room. `policyId` is undefined for a policy that is only about to be made.
 */
export async function withRoom<T extends Holder>(
  { listed, world, caller }: AttachPlace,
  store: Reads,
  policyId: number | undefined,
  entities: readonly T[],
): Promise<readonly T[]> {
  if (entities.length === 0) return []
  const limit = await quotaOf(world.quotas, store.accounts, caller.account, 'attachments')
  const without: T[] = []
  for (const entity of entities) {
    const attached = await store.policies.attachedTo(caller.account, entity.kind, String(entity.id))
    if (attached.some((row) => row.policyId === policyId)) continue
    if (attached.length >= limit) refuse(listed, 'InvalidParameter.AttachmentFull', { limit: String(limit) })
    without.push(entity)
  }
  return without
}

/** Attaches the policy to each entity; one that has it already keeps its attachment as it was. */
export async function attachTo(
  { caller }: Pick<AttachPlace, 'caller'>,
  store: Pick<Writes, 'policies'>,
  policyId: number,
  entities: readonly Holder[],
  nowMs: number,
): Promise<void> {
  for (const { kind, id } of entities) {
    await store.policies.attach(caller.account, {
      policyId,
      kind,
      entityId: String(id),
      attachedMs: nowMs,
      ...operatorOf(caller),
    })
  }
}

/**
 * FailedOperation.PolicyFull for an account with more custom policies than its limit, which happens only after the limit
 * was lowered: nothing of it may grow until policies are deleted.
 */
export async function notOverfull({ listed, world, caller }: AttachPlace, store: Reads): Promise<void> {
  const limit = await quotaOf(world.quotas, store.accounts, caller.account, 'policies')
  const count = (): Promise<number> => store.policies.count(caller.account)
  if (!(await world.room.isFull(caller, 'policies', limit + 1, count))) return
  refuse(listed, 'FailedOperation.PolicyFull', { limit: String(limit) })
}
