// Answers of SCIM: resources, and errors in its own envelope. What the API says by a code is said here by a status.
import type { ApiError } from '../../protocol/api-error.ts'
import type { Language } from '../../protocol/call.ts'
import type { Reply } from '../../protocol/door.ts'
import { errorText } from '../../protocol/errors.ts'

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** An answer with JSON text; without any where it is empty. */
export function reply(status: number, body: string, headers: readonly string[] = []): Reply {
  const length = ['Content-Length', String(Buffer.byteLength(body))]
  const type = body === '' ? [] : ['Content-Type', 'application/scim+json']
  return { status, headers: [...type, ...length, 'Cache-Control', 'no-store', ...headers], body }
}

export interface Failure {
  readonly status: number
  readonly detail: string
  readonly scimType?: string | undefined
  readonly headers?: readonly string[]
}

export function failure({ status, detail, scimType, headers }: Failure): Reply {
  const kind = scimType === undefined ? {} : { scimType }
  const body = { schemas: [errorSchema], status: String(status), ...kind, detail }
  return reply(status, JSON.stringify(body), headers)
}

interface Meaning {
  readonly status: number
  readonly scimType?: string
}

/** First by the code itself, then by its family; everything else is a value that cannot be. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['AuthFailure', { status: 401 }],
  ['AuthFailure.UnauthorizedOperation', { status: 403 }],
  ['FailedOperation', { status: 400, scimType: 'invalidValue' }],
  ['InternalError', { status: 500 }],
  ['InvalidParameter.GroupFull', { status: 403 }],
  ['InvalidParameter.GroupNameInUse', { status: 409, scimType: 'uniqueness' }],
  ['InvalidParameter.GroupUserFull', { status: 403 }],
  ['InvalidParameter.SubUserFull', { status: 403 }],
  ['InvalidParameter.SubUserNameInUse', { status: 409, scimType: 'uniqueness' }],
  ['InvalidParameter.UserGroupFull', { status: 403 }],
  ['OperationDenied', { status: 403 }],
  ['RequestLimitExceeded', { status: 429 }],
  ['ResourceNotFound', { status: 404 }],
  ['ServiceUnavailable', { status: 503 }],
  ['UnauthorizedOperation', { status: 403 }],
])
const invalid: Meaning = { status: 400, scimType: 'invalidValue' }
const retrySeconds = '1'

/** The answer for whatever ended a request that the stages have judged. */
export function failureOf(error: ApiError, requestId: string, language: Language): Reply {
  const { code, detail } = error
  const [family = code] = code.split('.')
  const meaning = meanings.get(code) ?? meanings.get(family) ?? invalid
  const own = detail['problem'] !== undefined && (detail['scimType'] !== undefined || detail['status'] !== undefined)
  const text = own ? (detail['problem'] ?? '') : errorText(code, detail, language)
  const status = detail['status'] === undefined ? meaning.status : Number(detail['status'])
  const scimType = detail['status'] === undefined ? (detail['scimType'] ?? meaning.scimType) : undefined
  const headers = status === 429 ? ['Retry-After', retrySeconds] : []
  return failure({ status, scimType, detail: `${text} (RequestId ${requestId})`, headers })
}
