// The remote engine: every request is verified and decided by the server. The guard has no secret of anybody, keeps
// nothing, and refuses everything while the server cannot be reached.
import { type Clock, systemClock } from '../kernel/clock.ts'
import { payloadHash } from '../signing/index.ts'
import { authorizedShape } from './answers.ts'
import { callsTo, type ServerOptions } from './server.ts'
import type { Engine, EngineAnswer, Incoming, Question } from './types.ts'

export interface RemoteOptions extends ServerOptions {
  /** Product that the service is in policies. Its key needs cam:AuthorizeRequest on `guard/<service>`. */
  readonly service: string
  readonly clock?: Clock
}

export function remoteEngine(options: RemoteOptions): Engine {
  const call = callsTo(options, options.clock ?? systemClock)
  return {
    async authorize(incoming, question) {
      const { atLeast } = incoming
      const outcome = await call('AuthorizeRequest', parametersOf(options.service, incoming, question), atLeast)
      if (outcome.kind === 'failed') return { kind: 'unavailable', problem: outcome.problem }
      if (outcome.kind === 'refused') return { kind: 'unavailable', problem: `${outcome.code}: ${outcome.message}` }
      return read(outcome.result)
    },
  }
}

function read(result: unknown): EngineAnswer {
  const answer = authorizedShape.safeParse(result)
  if (!answer.success) return { kind: 'unavailable', problem: 'AuthorizeRequest: an answer of another shape' }
  const { Refusal, Caller, Decisions } = answer.data
  if (Refusal !== null) return { kind: 'refused', code: Refusal.Code, message: Refusal.Message }
  const [decision] = Decisions
  if (Caller === null || decision === undefined) {
    return { kind: 'unavailable', problem: 'AuthorizeRequest: an answer without a decision' }
  }
  return { kind: 'verified', caller: Caller, decision: { effect: decision.Effect, resource: decision.Resource } }
}

function parametersOf(service: string, { claim, parts, address, tls }: Incoming, question: Question): object {
  const names = new Set([...claim.signedHeaders, 'x-tc-content-sha256'])
  names.delete('host')
  const Headers = [...names].flatMap((Name) => {
    const Value = parts.header(Name)
    return Value === undefined ? [] : [{ Name, Value }]
  })
  return {
    Service: service,
    Method: parts.method,
    Host: parts.host,
    Path: parts.path,
    Query: parts.query,
    Headers,
    PayloadHash: payloadHash(parts),
    Authorization: parts.header('authorization'),
    SignedAt: claim.timestamp,
    SessionToken: claim.token,
    SourceIp: address,
    Encrypted: tls,
    Questions: [questionOf(question)],
  }
}

function questionOf({ action, resources, granularity, context }: Question): object {
  const Context = [...context].map(([Key, value]) => ({
    Key,
    Values: (typeof value === 'object' ? value : [value]).map(String),
  }))
  return { ActionName: action, Resource: resources, Granularity: granularity, Context }
}
