// The doors of the AuthZEN Authorization API 1.0: one question, several, searches, and what this server offers. A deny is
// an answer like another (200); other statuses say that a request could not be worked on at all.
import type { World } from '../../actions/world.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { RawObject } from '../../protocol/call.ts'
import type { Door, Reply } from '../../protocol/door.ts'
import { errorText } from '../../protocol/errors.ts'
import { readJson } from '../../protocol/json-body.ts'
import type { HttpRequest } from '../../protocol/request.ts'
import { utf8Text } from '../../protocol/utf8.ts'
import { type Asker, askerOf, type Moment } from '../asker.ts'
import { type Answer, answersTo, askingOf, denied } from './evaluate.ts'
import { isObject, type Questions, readSearch, readSeveral, readSingle, type Searched, type Unclear } from './model.ts'
import { rememberedNames } from './named.ts'
import { searchAnswer } from './search.ts'

export const evaluationPath = '/access/v1/evaluation'
export const evaluationsPath = '/access/v1/evaluations'
export const searchPaths: Readonly<Record<Searched, string>> = {
  subject: '/access/v1/search/subject',
  resource: '/access/v1/search/resource',
  action: '/access/v1/search/action',
}
export const configurationPath = '/.well-known/authzen-configuration'

const bodyBytesMax = 1_048_576

export interface AuthzenOptions {
  readonly world: World
  /** Origin that clients reach this server at; `undefined`: the one that they asked at. */
  readonly publicUrl: string | undefined
}

export function authzenDoors({ world, publicUrl }: AuthzenOptions): readonly Door[] {
  const namesOf = rememberedNames()
  const search = (searched: Searched): Door => ({
    path: searchPaths[searched],
    bodyBytesMax,
    respond: (request) =>
      heard(world, request, async (body, asker, moment) => {
        const read = readSearch(body, searched)
        return 'problem' in read
          ? read
          : searchAnswer(await askingOf(world, asker, moment, false), searched, read, namesOf)
      }),
  })
  const evaluation = (path: string, read: Read): Door => ({
    path,
    bodyBytesMax,
    respond: (request) => heard(world, request, (body, asker, moment) => evaluated(world, asker, moment, read(body))),
  })
  return [
    evaluation(evaluationPath, readSingle),
    evaluation(evaluationsPath, readSeveral),
    ...(['subject', 'resource', 'action'] as const).map(search),
    { path: configurationPath, bodyBytesMax: 0, respond: async (request) => configuration(request, publicUrl) },
  ]
}

type Read = (body: RawObject) => Questions | Unclear

/** Answers somebody who may ask; what cannot be worked on is status 400 with a text. */
async function heard(
  world: World,
  request: HttpRequest,
  answer: (body: RawObject, asker: Asker, moment: Moment) => Promise<object | Unclear>,
): Promise<Reply> {
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
  const answered = 'problem' in body ? body : await answer(body.object, asker, moment)
  return isUnclear(answered) ? text(400, answered.problem, requestId) : json(200, answered, requestId)
}

const isUnclear = (answer: object): answer is Unclear => 'problem' in answer

async function evaluated(
  world: World,
  asker: Asker,
  moment: Moment,
  questions: Questions | Unclear,
): Promise<object | Unclear> {
  if ('problem' in questions) return questions
  const answers = await answersTo(world, asker, moment, questions)
  if (questions.several) return { evaluations: answers.map(shown) }
  const [only = { problem: 'there is no question' }] = answers
  return only
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
    search_subject_endpoint: `${base}${searchPaths.subject}`,
    search_resource_endpoint: `${base}${searchPaths.resource}`,
    search_action_endpoint: `${base}${searchPaths.action}`,
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
