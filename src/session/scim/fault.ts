// What a SCIM client did wrong, as the one error that passes through the stages. The kind is SCIM's own word (RFC 7644,
// 3.12) and travels beside the text; the code is the API's, so that refusals look alike wherever they are kept.
import { ApiError } from '../../protocol/api-error.ts'

export type FaultKind = 'invalidFilter' | 'invalidSyntax' | 'invalidPath' | 'invalidValue' | 'mutability' | 'noTarget'

/** A fault that is answered with status 400 and the kind. */
export function fault(kind: FaultKind, problem: string): ApiError {
  return new ApiError('InvalidParameter.ParamError', { problem, scimType: kind })
}

/** Something that is understood and not done for anybody: status 403. */
export function forbidden(problem: string): ApiError {
  return new ApiError('InvalidParameter.ParamError', { problem, status: '403' })
}

/** Text from outside for a message. */
export const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
