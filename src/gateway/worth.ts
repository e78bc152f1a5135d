// Whether a large body is worth a file before it is all there: whether its head names a key that is active and a moment
// that is now. It proves nothing, but strangers cannot fill a disk by it.
import type { World } from '../actions/world.ts'
import { ApiError } from '../protocol/api-error.ts'
import { commonFromHeaders } from '../protocol/common-parameters.ts'
import type { HttpHead } from '../protocol/request.ts'
import { withinSkew } from '../signing/index.ts'

export async function worthKeeping(world: World, head: HttpHead): Promise<boolean> {
  try {
    const { claim } = commonFromHeaders((name) => head.header(name))
    if (claim.kind === 'skip' || !withinSkew(claim.timestamp, world.clock())) return false
    const { secretId, token } = claim
    if (world.tokens.secretOf(secretId) !== undefined) {
      return token !== undefined && world.tokens.open(secretId, token) !== undefined
    }
    return (await world.store.keyHolder(secretId))?.status === 'Active'
  } catch (error) {
    // The call itself will be told what is wrong with its head.
    if (error instanceof ApiError) return false
    throw error
  }
}
