// Explanations of decisions as calls answer them: layer by layer what matched, or what came nearest and what it lacked.
// Data for programs; nothing here is decided anew.
import { explain, type Program } from '../../policy/index.ts'
import type { AccessRequest, ContextScalar, DecidedBy } from '../../policy/types.ts'
import { bool, type Infer, int, list, sometimes, struct, text } from '../../protocol/shape.ts'

const AccessObstacle = struct(
  'AccessObstacle',
  {
    Element: text({ about: 'What does not fit: action, resource or condition.' }),
    Segment: sometimes(text({ about: 'Of a resource: how far the best of those wanted came.' })),
    Operator: sometimes(text({ about: 'Of a condition: its operator.' })),
    Key: sometimes(text({ about: 'Of a condition: its key.' })),
    Wanted: list(text({ about: 'A value of the statement.' }), { about: 'What the statement wants.' }),
    Seen: sometimes(
      list(text({ about: 'A value of the request.' }), {
        about: 'Of a condition: what the request has; left out where the key is missing.',
      }),
    ),
  },
  { about: 'What kept a statement from matching.' },
)

const AccessStatement = struct(
  'AccessStatement',
  {
    PolicyId: int({ about: 'Number of the policy.' }),
    PolicyName: text({ about: 'Name of the policy.' }),
    VersionId: int({ about: 'Number of the version.' }),
    Index: int({ about: 'Place of the statement in the document, from 0.' }),
    Effect: text({ about: 'allow or deny.' }),
    Matched: bool({ about: 'Whether it fits the request.' }),
    Obstacles: list(AccessObstacle, { about: 'What kept it from matching.' }),
  },
  { about: 'A statement that settled a layer, or came nearest to it.' },
)

export const AccessFinding = struct(
  'AccessFinding',
  {
    Resource: text({ about: 'The resource.' }),
    Malformed: bool({ about: 'Whether the resource is neither * nor six segments.' }),
    Foreign: bool({ about: 'Whether another account owns it.' }),
    Layer: sometimes(text({ about: 'general, identity, boundary or session; left out where none has a say.' })),
    Outcome: sometimes(text({ about: 'What the layer says by itself: explicit-deny, allow, no-allow or silent.' })),
    Statements: list(AccessStatement, { about: 'Those that settled it, or the one that came nearest.' }),
  },
  { about: 'What one layer says about one resource.' },
)

type Finding = Infer<typeof AccessFinding>

// What is shown of an explanation; explanations that were kept as text are read back to no more than this.

interface ShownObstacle {
  readonly element: string
  readonly wanted: readonly string[]
  readonly segment?: string | undefined
  readonly operator?: string | undefined
  readonly key?: string | undefined
  readonly seen?: readonly ContextScalar[] | undefined
}

interface ShownStatement {
  readonly by: Pick<DecidedBy, 'policyId' | 'policyName' | 'versionId' | 'statement'>
  readonly effect: string
  readonly matched: boolean
  readonly obstacles: readonly ShownObstacle[]
}

interface ShownLayer {
  readonly layer: string
  readonly outcome: string
  readonly statements: readonly ShownStatement[]
  readonly nearest?: ShownStatement | undefined
}

export interface ShownFinding {
  readonly resource: string
  readonly malformed: boolean
  readonly foreign: boolean
  readonly layers: readonly ShownLayer[]
}

/** Statements shown per layer; of those of one effect any one settles it. */
const statementsMax = 20

/** What led to the decision on a request. */
export function findingsOf(program: Program, request: AccessRequest): readonly Finding[] {
  return findingViews(explain(program, request).resources)
}

export function findingViews(resources: readonly ShownFinding[]): readonly Finding[] {
  return resources.flatMap((finding) =>
    finding.layers.length === 0 ? [faceOf(finding)] : finding.layers.map((layer) => layerView(finding, layer)),
  )
}

const faceOf = ({ resource, malformed, foreign }: ShownFinding): Finding => ({
  Resource: resource,
  Malformed: malformed,
  Foreign: foreign,
  Layer: undefined,
  Outcome: undefined,
  Statements: [],
})

function layerView(finding: ShownFinding, { layer, outcome, statements, nearest }: ShownLayer): Finding {
  const settling = statements
    .filter((one) => one.matched && (one.effect === 'deny') === (outcome === 'explicit-deny'))
    .slice(0, statementsMax)
  const shown = settling.length > 0 || nearest === undefined ? settling : [nearest]
  return { ...faceOf(finding), Layer: layer, Outcome: outcome, Statements: shown.map(statementView) }
}

function statementView({ by, effect, matched, obstacles }: ShownStatement): Infer<typeof AccessStatement> {
  return {
    PolicyId: by.policyId,
    PolicyName: by.policyName,
    VersionId: by.versionId,
    Index: by.statement,
    Effect: effect,
    Matched: matched,
    Obstacles: obstacles.map(obstacleView),
  }
}

const obstacleView = ({ element, wanted, segment, operator, key, seen }: ShownObstacle) => ({
  Element: element,
  Wanted: wanted,
  Segment: segment,
  Operator: operator,
  Key: key,
  Seen: seen?.map(String),
})
