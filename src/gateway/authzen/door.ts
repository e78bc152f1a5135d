// The doors of the AuthZEN Authorization API 1.0: one question, several, and what this server offers. Searches are not
// offered. A deny is an answer like another (200); other statuses say that a request could not be worked on at all.
import type { World } from '../../actions/world.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { RawObject } from '../../protocol/call.ts'
import type { Door, Reply } from '../../protocol/door.ts'
import { errorText } from '../../protocol/errors.ts'
import { readJson } from '../../protocol/json-body.ts'
import type { HttpRequest } from '../../protocol/request.ts'
import { utf8Text } from '../../protocol/utf8.ts'
import { askerOf } from '../asker.ts'
import { type Answer, answersTo, denied } from './evaluate.ts'
import { isObject, type Questions, readSeveral, readSingle, type Unclear } from './model.ts'

export const evaluationPath = '/access/v1/evaluation'
export const evaluationsPath = '/access/v1/evaluations'
export const configurationPath = '/.well-known/authzen-configuration'

const bodyBytesMax = 1_048_576

export interface AuthzenOptions {
  readonly world: World
  /** Origin that clients reach this server at; `undefined`: the one that they asked at. */
  readonly publicUrl: string | undefined
}

export function authzenDoors({ world, publicUrl }: AuthzenOptions): readonly Door[] {
  return [
    { path: evaluationPath, bodyBytesMax, respond: (request) => answer(world, request, readSingle) },
    { path: evaluationsPath, bodyBytesMax, respond: (request) => answer(world, request, readSeveral) },
    { path: configurationPath, bodyBytesMax: 0, respond: async (request) => configuration(request, publicUrl) },
  ]
}

type Read = (body: RawObject) => Questions | Unclear

async function answer(world: World, request: HttpRequest, read: Read): Promise<Reply> {
  // The asker's own id comes back as it was sent; without one there is ours.
  const requestId = request.header('x-request-id') ?? world.random.uuid()
  if (request.method !== 'POST') return { ...text(405, 'only POST', requestId, ['Allow', 'POST']) }
  const moment = { requestId, nowMs: world.clock() }
  const asker = await askerOf(world, request, moment)
  if (asker.kind === 'unheard') {
    const challenge = asker.status === 401 ? ['WWW-Authenticate', 'Bearer realm="opencam"'] : []
    return text(asker.status, asker.problem, requestId, challenge)
  }
  const body = bodyOf(request)
  const questions = 'problem' in body ? body : read(body.object)
  if ('problem' in questions) return text(400, questions.problem, requestId)
  const answers = await answersTo(world, asker, moment, questions)
  if (questions.several) return json(200, { evaluations: answers.map(shown) }, requestId)
  const [only = { problem: 'there is no question' }] = answers
  return 'problem' in only ? text(400, only.problem, requestId) : json(200, only, requestId)
}

/** Among several, a question that cannot be answered is denied, and says why. */
const shown = (answer: Answer | Unclear): Answer => ('problem' in answer ? denied(400, answer.problem) : answer)

function bodyOf(request: HttpRequest): { readonly object: RawObject } | Unclear {
  const type = request.header('content-type') ?? ''
  if (!/^application\/json *(?:; *charset="?utf-8"? *)?$/i.test(type)) {
    return { problem: 'Content-Type must be application/json' }
  }
  try {
    const value = readJson(utf8Text(request.body, 'body'))
    return isObject(value) ? { object: value } : { problem: 'the body must be a JSON object' }
  } catch (error) {
    if (error instanceof ApiError) return { problem: errorText(error.code, error.detail, 'en-US') }
    throw error
  }
}

const hostPattern = /^[A-Za-z0-9._-]{1,253}(?::\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?$/

function configuration(request: HttpRequest, publicUrl: string | undefined): Reply {
  const requestId = request.header('x-request-id')
  if (request.method !== 'GET') return text(405, 'only GET', requestId, ['Allow', 'GET'])
  const host = request.header('host') ?? ''
  if (publicUrl === undefined && !hostPattern.test(host)) return text(400, 'Host is missing or malformed', requestId)
  const base = publicUrl ?? `${request.from.tls ? 'https' : 'http'}://${host}`
  const endpoints = {
    policy_decision_point: base,
    access_evaluation_endpoint: `${base}${evaluationPath}`,
    access_evaluations_endpoint: `${base}${evaluationsPath}`,
  }
  return json(200, endpoints, requestId)
}

function json(status: number, value: object, requestId: string | undefined): Reply {
  return reply(status, 'application/json', JSON.stringify(value), requestId, [])
}

function text(status: number, problem: string, requestId: string | undefined, more: readonly string[] = []): Reply {
  return reply(status, 'text/plain; charset=utf-8', `${problem}\n`, requestId, more)
}

function reply(
  status: number,
  type: string,
  body: string,
  requestId: string | undefined,
  more: readonly string[],
): Reply {
  const length = String(Buffer.byteLength(body))
  const id = requestId === undefined ? [] : ['X-Request-ID', requestId]
  return {
    status,
    headers: ['Content-Type', type, 'Content-Length', length, 'Cache-Control', 'no-store', ...id, ...more],
    body,
  }
}
