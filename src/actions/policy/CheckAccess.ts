// Asks the engine: would this be allowed? The answer comes from the very programs that authorise calls, and names the
// statement that decided. Nothing is done, and only users of the caller's own account can be asked about.
import type { AccessRequest, ContextValue, Decision } from '../../policy/types.ts'
import { int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import type { Principal } from '../world.ts'

const ContextKey = struct(
  'ContextKey',
  {
    Key: text({ about: 'Condition key, such as qcs:ip.', min: 1, max: 256 }),
    Values: list(text({ about: 'Value of the key.' }), { about: 'Values; several where the key has several.' }),
  },
  { about: 'A condition key of the request.' },
)

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

const levels = ['service', 'operation', 'resource'] as const

export const CheckAccess = action({
  name: 'CheckAccess',
  product: 'cam',
  group: 'Policy',
  summary: 'Tells whether a request would be allowed, and which statement decides.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: {
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
    TargetUin: optional(int({ about: 'Who would ask; by default the caller, within its session.', min: 1 })),
  },
  returns: {
    Effect: text({ about: 'allow or deny.', oneOf: ['allow', 'deny'] }),
    Layer: text({ about: 'Where it was settled: general, root, identity, boundary, session or cross-account.' }),
    Cause: text({ about: 'Why: explicit-deny, no-allow, allow, root or foreign-resource.' }),
    Resource: text({ about: 'The resource that settled it.' }),
    Statement: nullable(DecidingStatement),
  },
  errors: ['InvalidParameter.ParamError', 'ResourceNotFound.UserNotExist'],
  resource: { level: 'operation', fine: ({ params, caller }) => [`uin/${params.TargetUin ?? caller.uin}`] },
  async handle({ params, caller, store, world, fail }) {
    const who = params.TargetUin === undefined ? caller : userOf(caller, params.TargetUin)
    if (who.kind === 'user' && (await store.users.byUin(who.account, who.uin)) === undefined) {
      fail('ResourceNotFound.UserNotExist', { user: String(who.uin) })
    }
    const context = new Map(params.Context.map(({ Key, Values }) => [Key, contextValue(Values)]))
    if (context.size < params.Context.length) {
      fail('InvalidParameter.ParamError', { problem: 'a key occurs twice in `Context`' })
    }
    const request: AccessRequest = {
      action: params.ActionName,
      resources: params.Resource,
      granularity: levelOf(params.Granularity, params.Resource),
      context,
    }
    return answer(await world.decider.decide(who, request))
  },
})

/** Somebody of the caller's account by its number, with all its rights. */
function userOf({ account, appId, revision }: Principal, uin: number): Principal {
  return { kind: uin === account ? 'root' : 'user', account, appId, uin, revision }
}

function levelOf(asked: string | undefined, resources: readonly string[]): AccessRequest['granularity'] {
  return levels.find((level) => level === asked) ?? (resources.every((text) => text === '*') ? 'operation' : 'resource')
}

/** A single value is no list: the quantifiers of conditions tell the two apart. */
function contextValue(values: readonly string[]): ContextValue {
  const [only] = values
  return only !== undefined && values.length === 1 ? only : values
}

function answer({ effect, layer, cause, resource, by }: Decision) {
  const statement = by && {
    PolicyId: by.policyId,
    PolicyName: by.policyName,
    VersionId: by.versionId,
    Index: by.statement,
  }
  return { Effect: effect, Layer: layer, Cause: cause, Resource: resource, Statement: statement ?? null }
}
