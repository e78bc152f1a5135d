// The one error that reaches a client. Its code comes from the table in errors.ts; `detail` fills the holes of its text.
import type { ErrorCode, ErrorDetail } from './errors.ts'

export class ApiError extends Error {
  readonly code: ErrorCode
  readonly detail: Readonly<Record<string, string>>
  constructor(code: ErrorCode, detail: Readonly<Record<string, string>> = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.code = code
    this.detail = detail
  }
}

/** Arguments behind a code: nothing where its text has no holes, otherwise an object with a text for each (of a wording). */
export type DetailArguments<C extends ErrorCode> = [Record<never, never>] extends [ErrorDetail<C>]
  ? []
  : [detail: ErrorDetail<C>]

/** An error of the table with the details that its text needs. */
export function apiError<C extends ErrorCode>(code: C, ...detail: DetailArguments<C>): ApiError {
  return new ApiError(code, detail[0] ?? {})
}
