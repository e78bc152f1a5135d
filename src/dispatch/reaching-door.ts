// Doors under the header by which a request asks for a revision, and where the database cannot be reached: what every door
// answers then, before and instead of its own.
import { ApiError, apiError } from '../protocol/api-error.ts'
import type { Door, Reply } from '../protocol/door.ts'
import { errorText } from '../protocol/errors.ts'
import { StoreUnreachable } from '../store/unreachable.ts'
import type { Revisions } from './revisions.ts'

/** The same door, for requests that may name a revision: 400 for one that is none, 503 for one that has not come. */
export function reachingDoor(door: Door, revisions: Revisions): Door {
  return {
    ...door,
    async respond(request) {
      try {
        await revisions.reach(request)
        return await door.respond(request)
      } catch (error) {
        if (error instanceof StoreUnreachable) return refusal(lost())
        if (error instanceof ApiError) return refusal(error)
        throw error
      }
    },
  }
}

/** What a call hears while the database cannot be reached. */
export const lost = (): ApiError => apiError('ServiceUnavailable', { problem: 'the database cannot be reached' })

function refusal({ code, detail }: ApiError): Reply {
  const body = `${JSON.stringify({ code, message: errorText(code, detail, 'en-US') })}\n`
  const length = String(Buffer.byteLength(body))
  return {
    status: code === 'ServiceUnavailable' ? 503 : 400,
    headers: ['Content-Type', 'application/json', 'Cache-Control', 'no-store', 'Content-Length', length],
    body,
  }
}
