// The outcome of a call to the bytes of an answer: the only place that knows the envelope. Status is always 200, the type exactly
// `application/json`: clients take every other for a failure of the transport, or an error for a success.
import { ApiError } from './api-error.ts'
import type { Language } from './call.ts'
import { type ErrorCode, errorText } from './errors.ts'
import { type Warning, warningsHeader, warningsText } from './warnings.ts'

/** A larger answer is refused. */
export const responseBytesMax = 10_485_760

/** How a client is answered. A Call fits. */
export interface Manner {
  readonly requestId: string
  readonly language: Language
  readonly traceId: string | undefined
}

/** An answer before it goes to the socket. */
export interface HttpResponse {
  readonly status: 200
  /** Names and values in turn, as `ServerResponse.writeHead` takes them. */
  readonly headers: readonly string[]
  /** UTF-8 once written; its length stands in `Content-Length`. */
  readonly body: string
  /** Code of the error answered. */
  readonly code: ErrorCode | undefined
}

/** The answer with a result, a plain object without RequestId; ResponseSizeLimitExceeded if it is too large. */
export function respond(result: object, manner: Manner, warnings: readonly Warning[] = []): HttpResponse {
  const text = JSON.stringify(result)
  const members = text === '{}' ? '' : `${text.slice(1, -1)},`
  const body = `{"Response":{${members}"RequestId":${JSON.stringify(manner.requestId)}}}`
  const bytes = Buffer.byteLength(body)
  if (bytes > responseBytesMax) {
    return refuse(new ApiError('ResponseSizeLimitExceeded', { limit: String(responseBytesMax) }), manner)
  }
  const headers = headersFor(bytes, manner)
  if (warnings.length > 0) headers.push(warningsHeader, warningsText(warnings))
  return { status: 200, headers, body, code: undefined }
}

/** The answer with an error. What is no ApiError is a fault of the server, of which a client learns nothing more. */
export function refuse(error: unknown, manner: Manner): HttpResponse {
  const code = error instanceof ApiError ? error.code : 'InternalError'
  const detail = error instanceof ApiError ? error.detail : {}
  const message = errorText(code, detail, manner.language)
  const body = JSON.stringify({
    Response: { Error: { Code: code, Message: message }, RequestId: manner.requestId },
  })
  return { status: 200, headers: headersFor(Buffer.byteLength(body), manner), body, code }
}

function headersFor(bytes: number, manner: Manner): string[] {
  const headers = ['Content-Type', 'application/json', 'Content-Length', String(bytes)]
  if (manner.traceId !== undefined) headers.push('X-TC-TraceId', manner.traceId)
  return headers
}
