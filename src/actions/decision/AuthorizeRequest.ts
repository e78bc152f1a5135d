// Verifies the signature of a request that a service has received, and decides what its sender may do: all that a service
// which enforces itself needs, without a secret leaving the server. The body is not sent, only its hash.
import { decide } from '../../policy/index.ts'
import type { AccessRequest, ListedRequest, RequestContext } from '../../policy/types.ts'
import { ApiError, apiError } from '../../protocol/api-error.ts'
import { readAuthorization } from '../../protocol/authorization.ts'
import { errorText } from '../../protocol/errors.ts'
import {
  bool,
  type Infer,
  type InferFields,
  int,
  list,
  nullable,
  optional,
  struct,
  text,
} from '../../protocol/shape.ts'
import { type ActionInput, action } from '../define.ts'
import { decisionFields, decisionView, questionFields, requestOf } from '../policy/access.ts'
import type { Caller, SignedRequest } from '../world.ts'
import { beyondGuard, callerView, GuardCaller, GuardService, guardSegment, overlaid } from './guard.ts'

const Header = struct(
  'RequestHeader',
  {
    Name: text({ about: 'Name, in small letters.', min: 1, max: 100, pattern: /^[a-z0-9!#$%&'*+.^_`|~-]*$/ }),
    Value: text({ about: 'Value as received.', max: 8192 }),
  },
  { about: 'A header that the signature covers.' },
)

const GuardQuestion = struct('GuardQuestion', questionFields, { about: 'What the sender would do.' })

const Refusal = struct(
  'SignatureRefusal',
  {
    Code: text({ about: 'The code that this server answers such a signature with.' }),
    Message: text({ about: 'Its text.' }),
  },
  { about: 'Why a signature is not accepted.' },
)

const params = {
  Service: GuardService,
  Method: text({ about: 'Method of the request.', oneOf: ['GET', 'POST'] }),
  Host: text({ about: 'Host header as received.', max: 255 }),
  Path: text({ about: 'Path as received.', min: 1, max: 8192 }),
  Query: optional(text({ about: 'Query as received, without the question mark.', max: 32_768 }), ''),
  Headers: list(Header, { about: 'Headers that the signature names, but for Host; X-TC-Content-SHA256 too.', max: 64 }),
  PayloadHash: text({ about: 'SHA-256 of the body, 64 hex digits.', max: 64, pattern: /^[0-9a-f]*$/ }),
  Authorization: text({ about: 'Authorization header as received.', min: 1, max: 4096, secret: true }),
  SignedAt: int({ about: 'X-TC-Timestamp of the request.', min: 0, max: 99_999_999_999 }),
  SessionToken: optional(text({ about: 'X-TC-Token of the request.', max: 4096, secret: true })),
  SourceIp: optional(text({ about: 'Address that the request came from.', max: 64 })),
  Encrypted: optional(bool({ about: 'Whether it came over TLS.' }), false),
  Questions: optional(list(GuardQuestion, { about: 'What the sender would do; all about one state.', max: 100 }), []),
} as const

export const AuthorizeRequest = action({
  name: 'AuthorizeRequest',
  product: 'cam',
  group: 'Decision',
  summary: 'Verifies the signature of a request to another service, and tells what its sender may do there.',
  newer: true,
  access: 'read',
  perSecond: 1000,
  params,
  returns: {
    Refusal: nullable(Refusal),
    Caller: nullable(GuardCaller),
    Decisions: list(struct('GuardDecision', decisionFields, { about: 'The answer to a question.' }), {
      about: 'Answers in the order of the questions; none for a signature that is not accepted.',
    }),
  },
  errors: ['InvalidParameter.ParamError'],
  resource: { level: 'resource', of: guardSegment },
  async handle(input) {
    const { params, caller, world } = input
    const questions = params.Questions.map((question) => {
      const beyond = beyondGuard(params.Service, question.ActionName)
      const request = beyond ?? requestOf(question)
      return typeof request === 'string' ? input.fail('InvalidParameter.ParamError', { problem: request }) : request
    })
    const signer = await signerOf(input)
    if ('Code' in signer) return { Refusal: signer, Caller: null, Decisions: [] }
    // Somebody of another account is nobody here: what its key may do is not this account's to learn.
    if (signer.account !== caller.account) {
      return { Refusal: refusalOf(apiError('AuthFailure.SecretIdNotFound')), Caller: null, Decisions: [] }
    }
    const program = await world.decider.programOf(signer)
    const from = { address: params.SourceIp ?? '', tls: params.Encrypted }
    const known = world.contextOf({ from, receivedMs: input.nowMs }, signer)
    const Decisions = questions.map((request) => decisionView(decide(program, within(input, request, known))))
    return { Refusal: null, Caller: callerView(signer), Decisions }
  },
})

type Input = ActionInput<InferFields<typeof params>, 'InvalidParameter.ParamError'>

/** The question in the context of the request: what the guard says of it, under what is known of its sender. */
function within({ params, fail }: Input, request: ListedRequest, known: RequestContext): AccessRequest {
  // An address that the guard does not tell is no address.
  const bare = {
    get: (key: string) => (key === 'qcs:ip' && params.SourceIp === undefined ? undefined : known.get(key)),
  }
  const context = overlaid(bare, request.context)
  return typeof context === 'string'
    ? fail('InvalidParameter.ParamError', { problem: context })
    : { ...request, context }
}

async function signerOf({ params, requestId, nowMs, world }: Input): Promise<Caller | Infer<typeof Refusal>> {
  const headers = new Map(params.Headers.map(({ Name, Value }) => [Name, Value]))
  try {
    const authorization = readAuthorization(params.Authorization)
    const request: SignedRequest = {
      requestId,
      claim: { kind: 'tc3', ...authorization, timestamp: params.SignedAt, token: params.SessionToken },
      signed: {
        method: params.Method === 'GET' ? 'GET' : 'POST',
        path: params.Path,
        query: params.Query,
        host: params.Host,
        header: (name) => headers.get(name),
        body: { sha256: params.PayloadHash },
        form: undefined,
      },
      from: { address: params.SourceIp ?? '', tls: params.Encrypted },
      receivedMs: nowMs,
    }
    return await world.identify(request, params.Service)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return refusalOf(error)
  }
}

const refusalOf = ({ code, detail }: ApiError) => ({ Code: code, Message: errorText(code, detail, 'en-US') })
