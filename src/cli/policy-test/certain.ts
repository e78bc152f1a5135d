// Whether a verdict stands on its own, or rests on something that every request has and the test did not say. An address that is
// not said is a missing key to the engine; a real request has one, and the verdict could be the other.
import type { ConditionFinding, Explanation, LayerFinding, StatementFinding } from '../../policy/index.ts'

/** Keys that every request has, and of which only the test can say what they are, with the member that says it. */
const alwaysSaid: ReadonlyMap<string, string> = new Map([
  ['qcs:ip', 'ip'],
  ['qcs:current_time', 'time'],
])

/** What the test has to say, in a sentence; `undefined` where the verdict does not depend on it. */
export function unsaidIn({ decision, resources }: Explanation): string | undefined {
  const layers = resources.flatMap((finding) => finding.layers)
  const [key] =
    decision.effect === 'allow'
      ? layers.flatMap(openInAllowed)
      : layers.some(refusesSurely)
        ? []
        : openInRefused(layers)
  if (key === undefined) return undefined
  return `A policy asks for ${key}, which every request has; say it in the context as \`${alwaysSaid.get(key)}\`.`
}

/** A deny that would match for another value, or allows that match only because there is none. */
function openInAllowed({ outcome, statements }: LayerFinding): readonly string[] {
  const denies = statements.filter(({ effect }) => effect === 'deny').flatMap(keptBack)
  return [...denies, ...(outcome === 'allow' ? restingOn(statements, 'allow') : [])]
}

/** One layer that refuses is enough: by a deny that rests on nothing, or because no allow can match. */
function refusesSurely({ layer, outcome, statements }: LayerFinding): boolean {
  if (outcome === 'explicit-deny' && restingOn(statements, 'deny').length === 0) return true
  const allows = statements.filter(({ effect }) => effect === 'allow')
  return layer !== 'general' && !allows.some((one) => one.matched || keptBack(one).length > 0)
}

const openInRefused = (layers: readonly LayerFinding[]): readonly string[] =>
  layers.flatMap(({ outcome, statements }) => {
    if (outcome === 'explicit-deny') return restingOn(statements, 'deny')
    return outcome === 'no-allow' ? statements.filter(({ effect }) => effect === 'allow').flatMap(keptBack) : []
  })

/** Keys that alone keep a statement from matching. */
function keptBack({ matched, obstacles }: StatementFinding): readonly string[] {
  if (matched) return []
  const unsaid = obstacles.filter((one) => one.element === 'condition' && isUnsaid(one))
  return unsaid.length < obstacles.length ? [] : keysOf(unsaid.filter((one) => one.element === 'condition'))
}

/** Keys without which every statement of an effect matches; none where one matches whatever they are. */
function restingOn(statements: readonly StatementFinding[], effect: 'allow' | 'deny'): readonly string[] {
  const found = statements
    .filter((one) => one.matched && one.effect === effect)
    .map(({ conditions }) => keysOf(conditions.filter(isUnsaid)))
  return found.some((keys) => keys.length === 0) ? [] : found.flat()
}

const isUnsaid = ({ key, seen, withheld }: ConditionFinding): boolean =>
  seen === undefined && withheld === undefined && alwaysSaid.has(key)

const keysOf = (conditions: readonly ConditionFinding[]): readonly string[] => conditions.map(({ key }) => key)
