// The faults that a policy document can have, in the order in which they are answered. The order of the table is the
// order of the checks: the first problem of a report is the one that goes on the wire.

import { type Position, positions } from './position.ts'

/** Codes in the order of the checks (document, then statement by statement). */
export const PROBLEM_CODES = [
  'InvalidParameter.PolicyDocumentError',
  'InvalidParameter.PolicyDocumentLengthOverLimit',
  'InvalidParameter.VersionError',
  'InvalidParameter.StatementError',
  'InvalidParameter.EffectError',
  'InvalidParameter.ActionMiss',
  'InvalidParameter.ActionError',
  'InvalidParameter.ActionServiceNotExist',
  'InvalidParameter.ActionNotExist',
  'InvalidParameter.ResourceError',
  'InvalidParameter.ResourceQcsError',
  'InvalidParameter.ResourceProjectError',
  'InvalidParameter.ResourceServiceNotExist',
  'InvalidParameter.NotSupportProduct',
  'InvalidParameter.ResourceRegionError',
  'InvalidParameter.ResourceUinError',
  'InvalidParameter.ResourceContentError',
  'InvalidParameter.ConditionError',
  'InvalidParameter.ConditionTypeError',
  'InvalidParameter.ConditionContentError',
  'InvalidParameter.PrincipalError',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.PrincipalServiceNotExist',
] as const

/** Doubts that do not keep a document from being accepted. */
export const WARNING_CODES = [
  'warning.unknown-action',
  'warning.operation-level-resource',
  'warning.ip-not-passed',
  'warning.tag-not-passed',
] as const

export type ProblemCode = (typeof PROBLEM_CODES)[number]
export type WarningCode = (typeof WARNING_CODES)[number]

export interface Problem extends Position {
  readonly severity: 'error' | 'warning'
  readonly code: ProblemCode | WarningCode
  /** English sentence that names the statement and the offending text. */
  readonly message: string
  /** JSON path of the node, such as `$.statement[0].action[1]`. */
  readonly path: string
  /** Index of the statement; `undefined` for faults of the document. */
  readonly statement: number | undefined
}

/** Where a problem stands. */
export interface Spot {
  readonly at: number
  readonly path: string
  readonly statement: number | undefined
}

/** Collects problems in any order; `sorted` gives them in the order of the checks, warnings last. */
export interface Report {
  add(code: ProblemCode | WarningCode, spot: Spot, message: string): void
  /** Whether a statement has an error so far; `undefined` asks for the document around the statements. */
  isFaulty(statement: number | undefined): boolean
  sorted(): readonly Problem[]
}

// A stand-in index that sorts faults of an outer principal behind those of every statement.
const AFTER_STATEMENTS = Number.MAX_SAFE_INTEGER
const FIRST_STATEMENT_RANK = PROBLEM_CODES.indexOf('InvalidParameter.EffectError')

export function report(text: string): Report {
  const found: { readonly code: ProblemCode | WarningCode; readonly spot: Spot; readonly message: string }[] = []
  const faulty = new Set<number | undefined>()
  return {
    add: (code, spot, message) => {
      found.push({ code, spot, message })
      if (!isWarning(code)) faulty.add(spot.statement)
    },
    isFaulty: (statement) => faulty.has(statement),
    sorted: () => {
      const locate = positions(text)
      return found
        .map(({ code, spot, message }) => ({
          order: orderOf(code, spot),
          problem: problem(code, spot, message, locate),
        }))
        .sort((a, b) => compareOrder(a.order, b.order))
        .map(({ problem }) => problem)
    },
  }
}

function problem(
  code: ProblemCode | WarningCode,
  spot: Spot,
  message: string,
  locate: (offset: number) => Position,
): Problem {
  const severity = isWarning(code) ? 'warning' : 'error'
  const subject = spot.statement === undefined ? '' : `statement ${spot.statement}: `
  return { severity, code, message: subject + message, path: spot.path, statement: spot.statement, ...locate(spot.at) }
}

export function isWarning(code: ProblemCode | WarningCode): code is WarningCode {
  return code.startsWith('warning.')
}

type Order = readonly [phase: number, statement: number, rank: number]

function orderOf(code: ProblemCode | WarningCode, spot: Spot): Order {
  if (isWarning(code)) return [2, spot.statement ?? AFTER_STATEMENTS, WARNING_CODES.indexOf(code)]
  const rank = PROBLEM_CODES.indexOf(code)
  return rank < FIRST_STATEMENT_RANK ? [0, rank, 0] : [1, spot.statement ?? AFTER_STATEMENTS, rank]
}

function compareOrder(a: Order, b: Order): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

/** Offending text for a message: quoted, so that control characters show, and cut to a readable length. */
export function quote(text: string): string {
  const charactersMax = 100
  return JSON.stringify(text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text)
}
