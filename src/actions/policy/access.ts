// A question to the policy engine and its answer as calls carry them: the shapes, and both directions. Nothing is decided
// here; what a question leaves out is filled the same way for every call.
import type { AccessRequest, ContextValue, Decision, ListedRequest } from '../../policy/types.ts'
import { bool, int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import type { Principal } from '../world.ts'

export const ContextKey = struct(
  'ContextKey',
  {
    Key: text({ about: 'Condition key, such as qcs:ip.', min: 1, max: 256 }),
    Values: list(text({ about: 'Value of the key.' }), { about: 'Values; several where the key has several.' }),
  },
  { about: 'A condition key of the request.' },
)

const levels = ['service', 'operation', 'resource'] as const

/** What every question says. */
export const questionFields = {
  ActionName: text({ about: 'What is asked for, as product:Action.', min: 3, max: 256, pattern: /^[^:]+:[^:]+$/ }),
  Resource: list(text({ about: 'Six-segment description, or *.', min: 1, max: 2048 }), {
    about: 'Resources; the answer is allow only when it is so for each.',
    min: 1,
    max: 100,
  }),
  Granularity: optional(
    text({ about: 'Level at which the API is checked; by default resource, or operation for *.', oneOf: levels }),
  ),
  Context: optional(list(ContextKey, { about: 'Condition keys of the request.', max: 100 }), []),
}

export const TargetUin = optional(int({ about: 'Who would ask; by default the caller, within its session.', min: 1 }))

export interface AskedFor {
  readonly ActionName: string
  readonly Resource: readonly string[]
  readonly Granularity: string | undefined
  /** Left out inside a list of questions: a default is only filled at the top. */
  readonly Context: readonly { readonly Key: string; readonly Values: readonly string[] }[] | undefined
}

const DecidingStatement = struct(
  'DecidingStatement',
  {
    PolicyId: int({ about: 'Number of the policy.' }),
    PolicyName: text({ about: 'Name of the policy.' }),
    VersionId: int({ about: 'Number of the version.' }),
    Index: int({ about: 'Place of the statement in the document, from 0.' }),
  },
  { about: 'The statement that decided.' },
)

/** What every answer says. */
export const decisionFields = {
  Effect: text({ about: 'allow or deny.', oneOf: ['allow', 'deny'] }),
  Layer: text({ about: 'Where it was settled: general, root, identity, boundary, session or cross-account.' }),
  Cause: text({ about: 'Why: explicit-deny, no-allow, allow, root or foreign-resource.' }),
  Resource: text({ about: 'The resource that settled it.' }),
  Statement: nullable(DecidingStatement),
}

export const Explain = optional(bool({ about: 'Whether answers say what each layer lacked.' }), false)

/** Somebody of the caller's account by its number, with all its rights. */
export function userOf({ account, appId, revision }: Principal, uin: number): Principal {
  return { kind: uin === account ? 'root' : 'user', account, appId, uin, revision }
}

/** A question for the engine; a text where it cannot be one. */
export function requestOf({ ActionName, Resource, Granularity, Context = [] }: AskedFor): ListedRequest | string {
  const context = new Map(Context.map(({ Key, Values }) => [Key, contextValue(Values)]))
  if (context.size < Context.length) return 'a key occurs twice in `Context`'
  return { action: ActionName, resources: Resource, granularity: levelOf(Granularity, Resource), context }
}

export function levelOf(asked: string | undefined, resources: readonly string[]): AccessRequest['granularity'] {
  return levels.find((level) => level === asked) ?? (resources.every((text) => text === '*') ? 'operation' : 'resource')
}

/** A single value is no list: the quantifiers of conditions tell the two apart. */
function contextValue(values: readonly string[]): ContextValue {
  const [only] = values
  return only !== undefined && values.length === 1 ? only : values
}

export function decisionView({ effect, layer, cause, resource, by }: Decision) {
  const statement = by && {
    PolicyId: by.policyId,
    PolicyName: by.policyName,
    VersionId: by.versionId,
    Index: by.statement,
  }
  return { Effect: effect, Layer: layer, Cause: cause, Resource: resource, Statement: statement ?? null }
}
