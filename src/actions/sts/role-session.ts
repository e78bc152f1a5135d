// What all calls that make a session of a role have in common: the role, the name of the session, and how long it may last.
import type { ErrorCode } from '../../protocol/errors.ts'
import { int, optional, text } from '../../protocol/shape.ts'
import type { RoleRow } from '../../store/store.ts'
import { sessionSecondsMax } from '../role/types.ts'
import { roleArnPattern } from './role-arn.ts'

const newer = true

/** `fault`: the code that the call's table has for a text that is the name of no role. */
export const roleArn = (fault: ErrorCode) =>
  text({ about: 'Six-segment name of the role.', newer, max: 512, pattern: roleArnPattern, fault })

export const RoleSessionName = text({
  about: 'Name of the session, for audit and conditions.',
  newer,
  min: 2,
  max: 128,
  pattern: /^[\w+=,.@-]*$/,
})

export const DurationSeconds = optional(
  int({ about: 'Length in seconds; 7200, or what the role allows at most where that is less.', newer, min: 1 }),
)

const durationSecondsDefault = 7200

/** Longest session of the role. */
export function roleSecondsMax({ sessionDuration }: RoleRow): number {
  return sessionDuration === 0 ? sessionSecondsMax : sessionDuration
}

/** How long the session lasts; `undefined` where more was asked for than the limit. */
export function durationWithin(asked: number | undefined, limit: number): number | undefined {
  if (asked === undefined) return Math.min(durationSecondsDefault, limit)
  return asked > limit ? undefined : asked
}

/** One text for a role that is not there and one that does not let the caller in. */
export const distrust = (arn: string): string =>
  `the role \`${arn}\` is not there, or its trust policy does not let you use it`
