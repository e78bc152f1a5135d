// Answers questions by the very programs that authorise calls. The account is read once for all questions of a request,
// each subject once, and nothing of an answer is kept.
import type { Principal, World } from '../../actions/world.ts'
import { type Decision, decide, type Program } from '../../policy/index.ts'
import type { Asker, Moment } from '../asker.ts'
import { accessOf } from './access.ts'
import { contextOf } from './context.ts'
import type { Question, Questions, Semantic, Unclear } from './model.ts'
import { principalOf, subjectTypes } from './subject.ts'

/** As the specification spells it. */
export interface Answer {
  readonly decision: boolean
  readonly context?: object
}

/** Questions by one asker at one moment, about an account that is read once. */
export interface Asking {
  readonly world: World
  readonly asker: Asker
  readonly moment: Moment
  readonly explain: boolean
  /** At once where it was found before. */
  asked(subject: Question['subject']): Asked | undefined | Promise<Asked | undefined>
}

/** A subject, and what its policies were compiled to: looked for once in a request. */
export interface Asked {
  readonly who: Principal
  readonly program: Program
}

/** One answer for each question up to the one that settles it, in their order. */
export async function answersTo(
  world: World,
  asker: Asker,
  moment: Moment,
  { all, semantic, explain }: Questions,
): Promise<readonly (Answer | Unclear)[]> {
  const asking = await askingOf(world, asker, moment, explain)
  const answers: (Answer | Unclear)[] = []
  for (const question of all) {
    const found = 'problem' in question ? undefined : asking.asked(question.subject)
    const asked = found instanceof Promise ? await found : found
    const answer = 'problem' in question ? question : judged(asking, question, asked)
    answers.push(answer)
    if (settles(semantic, 'problem' in answer ? false : answer.decision)) break
  }
  return answers
}

export async function askingOf(world: World, asker: Asker, moment: Moment, explain: boolean): Promise<Asking> {
  return { world, asker, moment, explain, asked: await subjects(world, asker) }
}

function settles(semantic: Semantic, decision: boolean): boolean {
  return semantic === 'deny_on_first_deny' ? !decision : semantic === 'permit_on_first_permit' && decision
}

async function subjects(world: World, { account }: Asker): Promise<Asking['asked']> {
  const { read } = world.store
  const owner = await read.accounts.get(account)
  const known = new Map<string, Asked | undefined>()
  const find = async (key: string, subject: Question['subject']): Promise<Asked | undefined> => {
    const who = owner && (await principalOf(read, owner, subject))
    const asked = who && { who, program: await world.decider.programOf(who) }
    known.set(key, asked)
    return asked
  }
  return (subject) => {
    const key = `${subject.type} ${subject.id}`
    return known.has(key) ? known.get(key) : find(key, subject)
  }
}

/** The answer to one question. */
export async function answerTo(asking: Asking, question: Question): Promise<Answer | Unclear> {
  return judged(asking, question, await asking.asked(question.subject))
}

/** Waits for nothing, so that many questions cost little more than their verdicts. */
function judged(asking: Asking, question: Question, asked: Asked | undefined): Answer | Unclear {
  const { world, asker, moment } = asking
  const access = accessOf(question, asker, world.vocabulary)
  if ('problem' in access) return access
  const known = { nowMs: moment.nowMs, account: asker.account, uin: asked?.who.uin ?? 0 }
  const context = contextOf(question, access.product, known)
  if ('problem' in context) return context
  if (asked === undefined) return denied(404, unknownSubject(question))
  const { action, resources, granularity } = access
  const decision = decide(asked.program, { action, resources, granularity, context })
  const allowed = decision.effect === 'allow'
  return asking.explain ? { decision: allowed, context: explanation(action, decision) } : { decision: allowed }
}

export function unknownSubject({ subject: { type } }: Pick<Question, 'subject'>): string {
  return subjectTypes.includes(type) ? 'there is no such subject' : `there is no subject of this type; ${typeList}`
}

const typeList = `known are ${subjectTypes.join(', ')}`

/** A question that was understood and cannot be allowed for a reason that lies outside of policies. */
export const denied = (status: number, message: string): Answer => ({
  decision: false,
  context: { error: { status, message } },
})

function explanation(action: string, { layer, cause, resource, by }: Decision): object {
  const statement = by && {
    policy_id: by.policyId,
    policy_name: by.policyName,
    version_id: by.versionId,
    index: by.statement,
  }
  return { action, resource, layer, cause, ...(statement && { statement }) }
}
