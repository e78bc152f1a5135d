// Deletes custom policies, all of those named or none. Attachments go with them; a policy that is a permissions boundary
// stays, because without it the users that it bounds would be allowed more.
import { apiError } from '../../protocol/api-error.ts'
import { list } from '../../protocol/shape.ts'
import type { PolicyRow, Writes } from '../../store/store.ts'
import { action } from '../define.ts'
import { customPolicy, type Place, presetRefused } from './find.ts'
import { policyId } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'ResourceNotFound.NotFound',
  'ResourceNotFound.PolicyIdNotFound',
] as const

export const DeletePolicy = action({
  name: 'DeletePolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Deletes custom policies.',
  access: 'write',
  perSecond: 10,
  params: { PolicyId: list(policyId, { about: 'Numbers of the policies.', min: 1 }) },
  returns: {},
  errors,
  resource: { level: 'operation', fine: ({ params }) => params.PolicyId.map((id) => `policyid/${id}`) },
  async handle({ params, caller, store, world, fail }) {
    const ids = [...new Set(params.PolicyId)]
    const { account } = caller
    const place = { listed: errors, account, policies: store.policies, presets: world.presets }
    const rows = await allOf(place, ids)
    if (rows === undefined) {
      return fail('ResourceNotFound.NotFound', { resource: await missing(place, ids) })
    }
    await notBoundaries(store, account, ids)
    for (const { policyId } of rows) await store.policies.delete(account, policyId)
    return {}
  },
})

/** All of the policies; `undefined` when several were named and one of them is missing. */
async function allOf(place: Place, ids: readonly number[]): Promise<readonly PolicyRow[] | undefined> {
  const [only] = ids
  if (only !== undefined && ids.length === 1) return [await customPolicy(place, only)]
  for (const id of ids) if (place.presets.byId(id) !== undefined) presetRefused(place, id)
  const rows = await place.policies.byIds(place.account, ids)
  return rows.length === ids.length ? rows : undefined
}

async function missing(place: Place, ids: readonly number[]): Promise<string> {
  const found = new Set((await place.policies.byIds(place.account, ids)).map((row) => row.policyId))
  return ids.filter((id) => !found.has(id)).join(', ')
}

/** The call's table has no code for this; the common one says that the call was sound and yet cannot be carried out. */
async function notBoundaries(store: Writes, account: number, ids: readonly number[]): Promise<void> {
  const counts = await store.policies.counts(account, ids)
  for (const id of ids) {
    const boundaries = counts.get(id)?.boundaries ?? 0
    if (boundaries === 0) continue
    const problem = `the policy \`${id}\` is the permissions boundary of ${boundaries} user(s) or role(s)`
    throw apiError('FailedOperation', { problem })
  }
}
