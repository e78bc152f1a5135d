// The answer of DescribeRefusal as text for people. It came over the wire: what is not as expected is left out.
import { facts, harmless } from '../io.ts'

type Members = Readonly<Record<string, unknown>>

const membersOf = (value: unknown): Members => (typeof value === 'object' && value !== null ? { ...value } : {})
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const named = (value: unknown, after: (text: string) => string): string =>
  textOf(value) === '' ? '' : after(textOf(value))

export function refusalLines(answer: Members): readonly string[] {
  const { Time, CallerKind, Uin, UserName, RoleName, SessionName, SourceIp, ActionName, Resource, Parameters, Code } =
    answer
  const who = [
    `${textOf(CallerKind)} ${textOf(Uin)}`,
    named(UserName, (name) => `(${name})`),
    named(RoleName, (name) => `as role ${name}`),
    named(SessionName, (name) => `in session ${name}`),
    named(SourceIp, (ip) => `from ${ip}`),
  ]
  const head = facts([
    ['Time', textOf(Time)],
    ['Caller', who.filter((part) => part !== '').join(' ')],
    ['Action', textOf(ActionName)],
    ['Resource', listOf(Resource).map(textOf).join(', ')],
    ['Parameters', textOf(Parameters)],
    [answer['LetThrough'] === true ? 'Let through, instead of' : 'Answered', textOf(Code)],
  ])
  const changes = listOf(answer['Changes']).map((change) => `  ${harmless(textOf(change))}`)
  return [
    head,
    '',
    ...listOf(answer['Findings']).flatMap((finding) => findingLines(membersOf(finding))),
    ...(changes.length === 0 ? [] : ['', 'The smallest change that would allow it:', ...changes]),
  ]
}

const outcomes: ReadonlyMap<string, string> = new Map([
  ['explicit-deny', 'denied by'],
  ['allow', 'allowed by'],
  ['no-allow', 'no statement allows it'],
  ['silent', 'nothing to say'],
])

function findingLines({ Resource, Malformed, Foreign, Layer, Outcome, Statements }: Members): readonly string[] {
  const place = harmless(textOf(Resource))
  if (Malformed === true) return [`${place}: it is no six-segment resource, so nothing can match it`]
  if (Foreign === true) return [`${place}: it belongs to another account`]
  const statements = listOf(Statements).map(membersOf)
  const outcome = outcomes.get(textOf(Outcome)) ?? harmless(textOf(Outcome))
  const nearest = Outcome === 'no-allow' && statements.length > 0 ? '; nearest' : ''
  return [`${harmless(textOf(Layer))} on ${place}: ${outcome}${nearest}`, ...statements.flatMap(statementLines)]
}

function statementLines({ PolicyId, PolicyName, VersionId, Index, Effect, Obstacles }: Members): readonly string[] {
  const policy = `policy ${textOf(PolicyName)} (${textOf(PolicyId)}, version ${textOf(VersionId)})`
  return [
    harmless(`  ${textOf(Effect)} in statement[${textOf(Index)}] of ${policy}`),
    ...listOf(Obstacles).map((one) => harmless(`    ${obstacleLine(membersOf(one))}`)),
  ]
}

function obstacleLine({ Element, Segment, Operator, Key, Wanted, Seen }: Members): string {
  const wanted = listOf(Wanted).slice(0, 10).map(textOf).join(', ')
  if (Element === 'action') return `it covers other actions: ${wanted}`
  if (Element === 'condition') {
    const seen =
      Seen === undefined || Seen === null
        ? 'the request has no such key'
        : `seen ${listOf(Seen).map(textOf).join(', ')}`
    return `condition does not hold: ${textOf(Operator)} ${textOf(Key)}, wanted ${wanted}, ${seen}`
  }
  return `it covers other resources${named(Segment, (segment) => `, which differ in the ${segment}`)}: ${wanted}`
}
