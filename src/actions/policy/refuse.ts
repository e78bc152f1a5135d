// Ends a call with a code, or with the nearest one that the call's own table of codes lists: the tables of the policy
// calls differ in how finely they tell faults apart.
import { ApiError } from '../../protocol/api-error.ts'
import type { ErrorCode } from '../../protocol/errors.ts'

/** The codes of a row. */
export type Listed = readonly ErrorCode[]

// What to fall back on, best first, where a table lacks the code. The generic code of an element stands for its finer ones.
const coarser: ReadonlyMap<string, readonly ErrorCode[]> = new Map<ErrorCode, readonly ErrorCode[]>([
  ['InvalidParameter.PolicyIdNotExist', ['ResourceNotFound.PolicyIdNotFound', 'InvalidParameter.PolicyIdError']],
  ['ResourceNotFound.PolicyIdNotFound', ['InvalidParameter.PolicyIdNotExist', 'InvalidParameter.PolicyIdError']],
  ['InvalidParameter.ActionMiss', ['InvalidParameter.ActionError']],
  ['InvalidParameter.ActionServiceNotExist', ['InvalidParameter.ActionError']],
  ['InvalidParameter.ActionNotExist', ['InvalidParameter.ActionError']],
  ['InvalidParameter.ResourceQcsError', ['InvalidParameter.ResourceError']],
  ['InvalidParameter.ResourceProjectError', ['InvalidParameter.ResourceError']],
  ['InvalidParameter.ResourceServiceNotExist', ['InvalidParameter.ResourceError']],
  ['InvalidParameter.ResourceRegionError', ['InvalidParameter.ResourceError']],
  ['InvalidParameter.ResourceUinError', ['InvalidParameter.ResourceError']],
  ['InvalidParameter.ResourceContentError', ['InvalidParameter.ResourceError']],
  ['InvalidParameter.ConditionTypeError', ['InvalidParameter.ConditionError']],
  ['InvalidParameter.ConditionContentError', ['InvalidParameter.ConditionError']],
  ['InvalidParameter.PrincipalQcsError', ['InvalidParameter.PrincipalError']],
  ['InvalidParameter.PrincipalQcsNotExist', ['InvalidParameter.PrincipalQcsError', 'InvalidParameter.PrincipalError']],
  ['InvalidParameter.PrincipalServiceNotExist', ['InvalidParameter.PrincipalError']],
  ['InvalidParameter.UserNotExist', ['ResourceNotFound.UserNotExist']],
  ['ResourceNotFound.UserNotExist', ['InvalidParameter.UserNotExist']],
])

/** The code itself where it is listed, else the nearest listed one; InvalidParameter.ParamError, which all list, at last. */
export function nearest(code: ErrorCode, listed: Listed): ErrorCode {
  if (listed.includes(code)) return code
  return coarser.get(code)?.find((other) => listed.includes(other)) ?? 'InvalidParameter.ParamError'
}

/** Throws the nearest listed code. The detail must fill the holes of the code and of those that it falls back on. */
export function refuse(listed: Listed, code: ErrorCode, detail: Readonly<Record<string, string>>): never {
  throw new ApiError(nearest(code, listed), detail)
}
