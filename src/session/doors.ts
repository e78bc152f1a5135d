// Signing in at the console, as doors of the server. Every request goes through one guard, which gives a handler nothing
// that its row in the table does not ask for.
import type { World } from '../actions/world.ts'
import type { DoorCalls } from '../dispatch/door-calls.ts'
import type { Door, Reply } from '../protocol/door.ts'
import type { HttpRequest } from '../protocol/request.ts'
import { findLive, isPageToken, type Live } from './browser.ts'
import { isId, readSessionCookie } from './cookies.ts'
import { messagePage } from './pages/layout.ts'
import { goTo, jsonReply, pageReply } from './reply.ts'
import type { Place, Route } from './route.ts'
import { routes } from './routes.ts'
import type { SignInSettings } from './settings.ts'
import { readVisit, type Visit } from './visit.ts'

const bodyBytesMax = 262_144
const paths = ['/signin', '/signin/', '/session', '/session/', '/console', '/console/']

/** The doors of signing in. `settings.origins` is asked for each request: the port is known only after listening. */
export function createSignIn(world: World, perform: DoorCalls['perform'], settings: SignInSettings): readonly Door[] {
  const place: Place = { world, perform, settings }
  const respond = (request: HttpRequest): Promise<Reply> => answer(place, request)
  return paths.map((path) => ({ path, bodyBytesMax, respond }))
}

async function answer(place: Place, request: HttpRequest): Promise<Reply> {
  const { world, settings } = place
  const read = readVisit(request, settings, world.rules.language, world.clock())
  const there = routes.flatMap((route) => {
    const params = paramsOf(route.path, read.path)
    return params === undefined ? [] : [{ route, params }]
  })
  const { route, params = noParams } = there.find((one) => one.route.method === read.method) ?? {}
  const visit: Visit = { ...read, params }
  if (route === undefined) {
    if (there.length > 0) return pageReply(messagePage(visit, 'notFound'), { status: 405 })
    if (visit.path === '/signin' || visit.path === '/console') return goTo(`${visit.path}/`)
    return pageReply(messagePage(visit, 'notFound'), { status: 404 })
  }
  const live = await findLive(world, settings, visit)
  if (route.guard === 'page-token' && !fromOurPage(world, visit, route, live)) return strayed(visit, route, live)
  if (route.stage === undefined) return route.handle(place, visit)
  if (live === undefined || live.row.stage !== route.stage) return elsewhere(visit, route, live)
  return route.handle(place, visit, live)
}

const noParams: ReadonlyMap<string, string> = new Map()
const segments: ReadonlyMap<string, RegExp> = new Map([
  [':account', /^[1-9]\d{0,14}$/],
  [':name', /^[\w+=,.@-]{1,128}$/],
])

/** What stands in a path where its row has a colon; `undefined`: it is another path. A row with a star has all below. */
function paramsOf(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  if (pattern.endsWith('/*')) return path.startsWith(pattern.slice(0, -1)) ? noParams : undefined
  if (!pattern.includes(':')) return pattern === path ? noParams : undefined
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  const fits = ([index, part]: [number, string]): boolean =>
    segments.get(part)?.test(given[index] ?? '') ?? part === given[index]
  if (wanted.length !== given.length || ![...wanted.entries()].every(fits)) return undefined
  return new Map(wanted.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), given[index] ?? '']] : [])))
}

/** Posted from a page that this server gave to this very browser. */
function fromOurPage(world: World, visit: Visit, route: Route, live: Live | undefined): boolean {
  if (visit.origin === undefined) return false
  const given = route.answers === 'json' ? visit.tokenHeader : visit.form.get('token')
  if (given === undefined) return false
  if (route.stage !== undefined) {
    const session = readSessionCookie(visit.cookies.get(visit.names.session))
    return live !== undefined && session !== undefined && isPageToken(world, session.id, given)
  }
  const id = visit.cookies.get(visit.names.visit)
  return isId(id) && isPageToken(world, id, given)
}

/** A page that was left open too long is the usual reason; any other is an attack, and hears the same. */
function strayed(visit: Visit, route: Route, live: Live | undefined): Reply {
  if (route.answers === 'json') {
    if (route.stage !== undefined && live === undefined) return jsonReply({ error: 'signed-out' }, { status: 401 })
    return jsonReply({ error: 'not-from-our-page' }, { status: 403 })
  }
  return pageReply(messagePage(visit, visit.origin === undefined ? 'forbidden' : 'tooLate'), { status: 403 })
}

/** Each stage has a page of its own; whoever has none begins at the sign-in. */
function elsewhere(visit: Visit, route: Route, live: Live | undefined): Reply {
  if (route.answers === 'json')
    return jsonReply({ error: live === undefined ? 'signed-out' : 'unfinished' }, { status: 401 })
  switch (live?.row.stage) {
    case 'factor':
      return goTo('/signin/factor')
    case 'password':
      return goTo('/signin/new-password')
    case 'open':
      return goTo('/console/')
    case undefined:
      return goTo(`/signin/?next=${encodeURIComponent(visit.path)}`)
  }
}
