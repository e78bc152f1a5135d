// Answers searches: candidates one after the other, each asked as a question of its own, so that what is found is what an
// evaluation allows. Work per request is bounded; a page says where the next one goes on.
import { createHash } from 'node:crypto'
import { filterText, type ResourceFilter, resourcesFor } from '../../policy/index.ts'
import { accessOf } from './access.ts'
import { candidates, type Found } from './candidates.ts'
import { contextOf } from './context.ts'
import { type Asked, type Asking, answerTo, unknownSubject } from './evaluate.ts'
import type { Question, Searched, SearchPage, SearchQuestion, Unclear } from './model.ts'
import type { rememberedNames } from './named.ts'
import { subjectTypes } from './subject.ts'

const resultsUsual = 100
const resultsMax = 1000
/** Candidates asked about in one request. */
const askedMax = 1000
const readAtOnce = 200

/** As the specification spells it. */
export interface SearchAnswer {
  readonly page?: { readonly next_token: string; readonly count: number }
  readonly context?: object
  readonly results: readonly object[]
}

export async function searchAnswer(
  asking: Asking,
  searched: Searched,
  { question, page, explain }: SearchQuestion,
  namesOf: ReturnType<typeof rememberedNames>,
): Promise<SearchAnswer | Unclear> {
  const { world, asker } = asking
  const seal = sealOf(asking, searched, question)
  const start = startOf(page, seal)
  if ('problem' in start) return start
  const revision = (await world.store.read.accounts.get(asker.account))?.revision ?? 0
  const found = candidates[searched](asking, question, await namesOf(world, asker.account, revision))
  if ('problem' in found) return found
  const faulty = faultOf(asking, searched, question)
  if (faulty !== undefined) return faulty
  const asked = searched === 'subject' ? undefined : await asking.asked(question.subject)
  const known = searched === 'subject' || asked !== undefined
  const filter = searched === 'resource' && asked !== undefined ? filterFor(asking, question, asked) : undefined
  const nothing = !known || filter?.kind === 'none'
  const { results, next } = nothing ? { results: [], next: undefined } : await take(asking, found.list, start)
  const nextToken = next === undefined ? '' : tokenOf(next, start.limit, seal)
  const complete = found.complete || nothing || (filter !== undefined && found.names(filter))
  const context = {
    ...noteOf(searched, question, known),
    ...(!complete && { complete: false }),
    ...(explain && filter !== undefined && { filter, filter_text: filterText(filter) }),
  }
  return {
    ...((page.asked || next !== undefined) && { page: { next_token: nextToken, count: results.length } }),
    ...(Object.keys(context).length > 0 && { context }),
    results,
  }
}

interface Start {
  readonly offset: number
  readonly limit: number
}

interface Taken {
  readonly results: readonly object[]
  /** Offset of the next candidate; `undefined`: there is none. */
  readonly next: number | undefined
}

async function take(
  asking: Asking,
  list: (page: Start) => Promise<readonly Found[]>,
  { offset, limit }: Start,
): Promise<Taken> {
  const results: object[] = []
  let at = offset
  while (results.length < limit && at - offset < askedMax) {
    const some = await list({ offset: at, limit: readAtOnce })
    for (const { result, question } of some) {
      if (results.length === limit) return { results, next: at }
      const answer = await answerTo(asking, question)
      // What is wrong with one candidate, such as an action that no question can name, is no fault of the search.
      if (!('problem' in answer) && answer.decision) results.push(result)
      at += 1
    }
    if (some.length < readAtOnce) return { results, next: undefined }
  }
  return { results, next: at }
}

/** What is wrong with everything that would be asked; `undefined`: nothing. */
function faultOf({ asker, world, moment }: Asking, searched: Searched, question: Question): Unclear | undefined {
  if (searched === 'action') return undefined
  // Of a type that nothing has, nothing is found: that is no fault.
  const asked = searched === 'resource' ? { ...question, resource: whole } : question
  const access = accessOf(asked, asker, world.vocabulary)
  if ('problem' in access) return access
  const context = contextOf(question, access.product, { nowMs: moment.nowMs, account: asker.account, uin: 0 })
  return 'problem' in context ? context : undefined
}

const whole = { type: '*', id: '*', properties: {} }

/** What else there is to say: that nobody of this kind is known or listed. */
function noteOf(searched: Searched, question: Question, known: boolean): object {
  if (!known) return { error: { status: 404, message: unknownSubject(question) } }
  if (searched !== 'subject') return {}
  const { type } = question.subject
  if (!subjectTypes.includes(type)) return { error: { status: 404, message: unknownSubject(question) } }
  return type === 'access_key' ? { error: { status: 501, message: 'keys are not listed' } } : {}
}

/** Which resources the policies speak of, named or not; `undefined` where no resource can be of the type. */
function filterFor(
  { world, asker, moment }: Asking,
  question: Question,
  { who, program }: Asked,
): ResourceFilter | undefined {
  const access = accessOf({ ...question, resource: { ...question.resource, id: 'qcs:' } }, asker, world.vocabulary)
  if ('problem' in access) return undefined
  const { action, granularity, product } = access
  const context = contextOf(question, product, { nowMs: moment.nowMs, account: asker.account, uin: who.uin })
  if ('problem' in context) return undefined
  return resourcesFor(program, { action, granularity, context, open: 'rest' })
}

// ——— pages ———

/** Everything but the page: a token is good for the very same search. */
function sealOf({ asker: { account, service } }: Asking, searched: Searched, question: Question): string {
  const text = JSON.stringify([account, service, searched, question])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

function tokenOf(offset: number, limit: number, seal: string): string {
  return Buffer.from(`${offset}.${limit}.${seal}`).toString('base64url')
}

/** The limit may be left out with a token, but not be another one. */
function startOf({ token, limit }: SearchPage, seal: string): Start | Unclear {
  if (token === undefined || token === '') return { offset: 0, limit: Math.min(limit ?? resultsUsual, resultsMax) }
  const [offset = '', kept = '', sealed] = Buffer.from(token, 'base64url').toString().split('.')
  if (sealed !== seal || !/^\d{1,9}$/.test(offset) || !/^\d{1,4}$/.test(kept)) {
    return { problem: '`page.token` is none of this search' }
  }
  if (limit !== undefined && Math.min(limit, resultsMax) !== Number(kept)) {
    return { problem: '`page.limit` must stay what it was' }
  }
  return { offset: Number(offset), limit: Number(kept) }
}
