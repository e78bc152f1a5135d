// What does not fit the format of policy tests, in words and with its place.
import type { z } from 'zod'
import { nearest } from '../../policy/lint/near.ts'
import { quote } from '../../policy/problem.ts'
import { memberNames, type SuiteData, suiteShape } from './shape.ts'
import type { Fault, Path, Source } from './source.ts'

type Issue = z.core.$ZodIssue

/** The suite that a text describes, or everything that keeps it from being one. */
export function readShape(source: Source): { readonly suite: SuiteData } | { readonly faults: readonly Fault[] } {
  const result = suiteShape.safeParse(source.value)
  if (result.success) return { suite: result.data }
  return { faults: result.error.issues.flatMap((issue) => faultsOf(issue, [], source)) }
}

function faultsOf(issue: Issue, around: Path, source: Source): readonly Fault[] {
  const path = [...around, ...issue.path]
  if (issue.code === 'invalid_union') {
    const nearestBranch = branchOf(issue.errors)
    if (nearestBranch !== undefined) return nearestBranch.flatMap((one) => faultsOf(one, path, source))
    return [{ ...source.place(path), message: `${nameOf(path)} must be ${kinds(issue.errors)}` }]
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearest(key, memberNames)
      const meant = near === undefined || near === key ? '' : `; is ${quote(near)} meant?`
      return { ...source.placeOfName([...path, key]), message: `there is no member ${quote(key)} here${meant}` }
    })
  }
  return [{ ...source.place(path), message: `${nameOf(path)} ${wordsOf(issue, valueAt(source.value, path))}` }]
}

/** The branch that was probably meant: one whose value is of the right kind, with the fewest faults. */
function branchOf(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter(
    ([first]) =>
      first !== undefined && (first.path.length > 0 || !['invalid_type', 'invalid_value'].includes(first.code)),
  )
  return fitting.toSorted((a, b) => a.length - b.length)[0]
}

const kindNames: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
])

function kinds(branches: readonly (readonly Issue[])[]): string {
  const named = branches.flatMap((issues) => issues.flatMap((issue) => kindsOf(issue)))
  return [...new Set(named)].join(' or ')
}

function kindsOf(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [kindNames.get(issue.expected) ?? issue.expected]
  if (issue.code === 'invalid_value') return issue.values.map((value) => quote(String(value)))
  return issue.code === 'invalid_union' ? issue.errors.flatMap((issues) => issues.flatMap(kindsOf)) : []
}

function wordsOf(issue: Issue, value: unknown): string {
  if (value === undefined) return 'is missing'
  const given = typeof value === 'string' ? quote(value) : value === null ? 'nothing' : undefined
  const not = given === undefined ? '' : `, not ${given}`
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return `must be ${kindsOf(issue).join(' or ')}${not}`
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    default:
      return `does not fit: ${issue.message}`
  }
}

/** `cases[0].action` */
export function nameOf(path: Path): string {
  const name = path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text === '' ? '' : '.'}${String(step)}`),
    '',
  )
  return name === '' ? 'the file' : name
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Readonly<Record<PropertyKey, unknown>>)[step]
  }
  return at
}
