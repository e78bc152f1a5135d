// Many questions to the engine in one call, about one state of the account: what changes meanwhile changes none of the
// answers or all of them. Otherwise each is what CheckAccess answers.
import { decide, type Program } from '../../policy/index.ts'
import type { AccessRequest } from '../../policy/types.ts'
import { int, list, sometimes, struct } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import {
  decisionFields,
  decisionView,
  Explain,
  questionFields,
  requestOf,
  TargetUin,
  userOf,
} from '../policy/access.ts'
import type { Principal, World } from '../world.ts'
import { AccessFinding, findingsOf } from './findings.ts'

const AccessQuestion = struct('AccessQuestion', { ...questionFields, TargetUin }, { about: 'A question.' })

const AccessDecision = struct(
  'AccessDecision',
  { ...decisionFields, Findings: sometimes(list(AccessFinding, { about: 'What each layer says, where asked for.' })) },
  { about: 'The answer to a question.' },
)

export const CheckAccessBatch = action({
  name: 'CheckAccessBatch',
  product: 'cam',
  group: 'Decision',
  summary: 'Tells of many requests whether they would be allowed, and why.',
  newer: true,
  access: 'read',
  perSecond: 50,
  params: {
    Questions: list(AccessQuestion, { about: 'What is asked.', min: 1, max: 100 }),
    Explain,
  },
  returns: {
    Revision: int({ about: 'State of the account that all answers are about.' }),
    Decisions: list(AccessDecision, { about: 'Answers in the order of the questions.' }),
  },
  errors: ['FailedOperation', 'InvalidParameter.ParamError', 'ResourceNotFound.UserNotExist'],
  resource: {
    level: 'operation',
    fine: ({ params, caller }) => [
      ...new Set(params.Questions.map((question) => `uin/${question.TargetUin ?? caller.uin}`)),
    ],
  },
  async handle({ params, caller, store, world, fail }) {
    const uins = new Set(params.Questions.flatMap(({ TargetUin: uin }) => uin ?? []))
    uins.delete(caller.account)
    const there = uins.size === 0 ? [] : await store.users.byUins(caller.account, [...uins])
    const missing = [...uins].find((uin) => there.every((user) => user.uin !== uin))
    if (missing !== undefined) return fail('ResourceNotFound.UserNotExist', { user: String(missing) })
    const asked = params.Questions.map((question): Asked => {
      const request = requestOf(question)
      if (typeof request === 'string') return fail('InvalidParameter.ParamError', { problem: request })
      return { who: question.TargetUin === undefined ? caller : userOf(caller, question.TargetUin), request }
    })
    const state = await oneState(world, asked)
    if (state === undefined) return fail('FailedOperation', { problem: 'the account changes too fast to be asked.' })
    const Decisions = asked.map(({ request }, index) => {
      const program = programAt(state.programs, index)
      const Findings = params.Explain ? findingsOf(program, request) : undefined
      return { ...decisionView(decide(program, request)), Findings }
    })
    return { Revision: state.revision, Decisions }
  },
})

interface Asked {
  readonly who: Principal
  readonly request: AccessRequest
}
interface State {
  readonly revision: number
  /** Of each question's principal. */
  readonly programs: readonly Program[]
}

/** Times that programs are gathered anew because the account moved on meanwhile. */
const triesMax = 5

/** Everybody's program as of one revision: it was the same before and after they were gathered. */
async function oneState({ store, decider }: World, asked: readonly Asked[]): Promise<State | undefined> {
  const account = asked[0]?.who.account ?? 0
  for (let tries = 0; tries < triesMax; tries += 1) {
    const revision = await store.revision(account)
    if (revision === undefined) return undefined
    const programs = []
    for (const { who } of asked) programs.push(await decider.programOf({ ...who, revision }))
    if ((await store.revision(account)) === revision) return { revision, programs }
  }
  return undefined
}

function programAt(programs: readonly Program[], index: number): Program {
  const program = programs[index]
  if (program === undefined) throw new Error('a question has no program')
  return program
}
