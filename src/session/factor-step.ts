// Showing a second factor: on the way in, and by somebody who is in already, before sensitive operations. The two differ in
// what comes of it, not in how it is asked.
import type { Reply } from '../protocol/door.ts'
import { advance, bindingTraces, refresh } from './admission.ts'
import type { Live } from './browser.ts'
import { type Asking, type FactorKind, holderOf, isFactorKind, ownKinds, switchedOn } from './factors/factor.ts'
import { factorOf, readyOf } from './factors/index.ts'
import { bindingImage, bindOffered, offerBinding } from './factors/soft-token.ts'
import { safeNext } from './next.ts'
import { type FactorPage, factorPage } from './pages/factor.ts'
import { messagePage } from './pages/layout.ts'
import { goPage } from './pages/sso.ts'
import { fileReply, jsonReply, pageReply, type ReplyOptions } from './reply.ts'
import type { Place } from './route.ts'
import type { Word } from './text.ts'
import type { Visit } from './visit.ts'

type Handler = (place: Place, visit: Visit, live: Live) => Promise<Reply>

/** One way of asking: which factors may be shown, where, and what happens then. */
interface Step {
  readonly path: string
  kinds(place: Place, live: Live): Promise<readonly FactorKind[]>
  passed(place: Place, visit: Visit, live: Live): Promise<Reply>
}

const onTheWay: Step = {
  path: '/signin/factor',
  kinds: async (_, { row }) => row.factors.filter(isFactorKind),
  passed: (place, visit, live) => advance(place, visit, live, { verifiedMs: visit.nowMs }),
}

const inside: Step = {
  path: '/session/verify',
  kinds: shownInside,
  passed: (place, visit, live) =>
    refresh(place, visit, live, { verifiedMs: visit.nowMs }, safeNext(visit.form.get('next'))),
}

/** Those switched on for sensitive operations, else any that there is. */
async function shownInside(place: Place, { who }: Live): Promise<readonly FactorKind[]> {
  const holder = holderOf(who)
  if (holder === undefined) return []
  const flags = await place.world.store.read.users.mfaFlags(holder.account, holder.uin)
  const on = await readyOf(place, holder, switchedOn(flags?.action))
  return on.length > 0 ? on : readyOf(place, holder, ownKinds)
}

export const factorHandlers = handlersOf(onTheWay)
export const verifyHandlers = handlersOf(inside)

function handlersOf(step: Step): Readonly<Record<'show' | 'check' | 'send' | 'options' | 'image', Handler>> {
  return {
    show: (place, visit, live) => show(step, place, visit, live),
    check: (place, visit, live) => check(step, place, visit, live),
    send: (place, visit, live) => send(step, place, visit, live),
    options: (place, visit, live) => options(step, place, visit, live),
    async image(place, visit, live) {
      const asking = askingOf(place, visit, live)
      const image = asking && (await bindingImage(asking))
      return image === undefined
        ? pageReply(messagePage(visit, 'notFound'), { status: 404 })
        : fileReply('image/svg+xml', image)
    },
  }
}

export function askingOf(place: Place, visit: Visit, { row, who }: Live): Asking | undefined {
  const holder = holderOf(who)
  return holder && { place, visit, holder, session: row.key }
}

interface Said {
  readonly problem?: Word
  readonly note?: Word
}

async function show(step: Step, place: Place, visit: Visit, live: Live, said: Said = {}): Promise<Reply> {
  const kinds = await step.kinds(place, live)
  const asking = askingOf(place, visit, live)
  if (asking === undefined || kinds.length === 0) {
    return pageReply(messagePage(visit, 'factorImpossible', '/console/'), { status: 403 })
  }
  const { text } = visit
  const binding = (await isBinding(step, asking, kinds)) ? await offerBinding(asking) : undefined
  const next = step === inside ? safeNext(visit.form.get('next') ?? visit.query.get('next')) : undefined
  const given: FactorPage = {
    token: live.token,
    path: step.path,
    kinds,
    binding,
    problem: said.problem && text(said.problem),
    note: said.note && text(said.note),
    next,
  }
  return pageReply(factorPage(visit, given), status(said))
}

const status = ({ problem }: Said): ReplyOptions => (problem === undefined ? {} : { status: 401 })

/** A software token that is wanted and not there yet is bound on the way in. */
async function isBinding(step: Step, { place, holder }: Asking, kinds: readonly FactorKind[]): Promise<boolean> {
  return step === onTheWay && kinds.includes('Stoken') && !(await factorOf('Stoken').ready(place, holder))
}

/** The factor that the visit names, where it may be shown. */
async function chosen(step: Step, place: Place, visit: Visit, live: Live) {
  const kind = visit.form.get('kind')
  const asking = askingOf(place, visit, live)
  if (asking === undefined || !isFactorKind(kind)) return undefined
  return (await step.kinds(place, live)).includes(kind) ? { asking, kind } : undefined
}

async function check(step: Step, place: Place, visit: Visit, live: Live): Promise<Reply> {
  const choice = await chosen(step, place, visit, live)
  if (choice === undefined) return show(step, place, visit, live)
  const { asking, kind } = choice
  if (await isBinding(step, asking, [kind])) {
    const traces = bindingTraces(place, visit, live.who, 'BindSoftToken')
    const bound = await bindOffered(asking, visit.form.get('code') ?? '', traces)
    return bound ? step.passed(place, visit, live) : show(step, place, visit, live, { problem: 'factorWrong' })
  }
  switch (await factorOf(kind).check(asking, visit.form)) {
    case 'right':
      return step.passed(place, visit, live)
    case 'wrong':
      return show(step, place, visit, live, { problem: 'factorWrong' })
    case 'locked':
      return show(step, place, visit, live, { problem: 'factorLocked' })
  }
}

async function send(step: Step, place: Place, visit: Visit, live: Live): Promise<Reply> {
  const choice = await chosen(step, place, visit, live)
  const begun = choice && (await factorOf(choice.kind).begin?.(choice.asking))
  switch (begun?.kind) {
    case 'sent':
      return show(step, place, visit, live, { note: 'factorSent' })
    case 'go':
      // By a page of ours: browsers would hold redirects of the account's own page to what our forms may lead to.
      return pageReply(goPage(visit, begun.location, 'factorCustom', 'factorCustomGo'))
    default:
      return show(step, place, visit, live, { problem: 'factorNotSent' })
  }
}

async function options(step: Step, place: Place, visit: Visit, live: Live): Promise<Reply> {
  const choice = await chosen(step, place, visit, live)
  const begun = choice && (await factorOf(choice.kind).begin?.(choice.asking))
  if (begun?.kind !== 'options') return jsonReply({ error: 'not-here' }, { status: 409 })
  return jsonReply(begun.options)
}
