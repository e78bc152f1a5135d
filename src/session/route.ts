// The table of ways in: each row says what a request must have before its handler sees it, and the guard in doors.ts asks
// for it. A handler for signed-in visitors cannot be reached, nor written, without a session.

import type { World } from '../actions/world.ts'
import type { DoorCalls } from '../dispatch/door-calls.ts'
import type { Reply } from '../protocol/door.ts'
import type { ConsoleStage } from '../store/store.ts'
import type { Live } from './browser.ts'
import type { SignInSettings } from './settings.ts'
import type { Visit } from './visit.ts'

export interface Place {
  readonly world: World
  readonly perform: DoorCalls['perform']
  readonly settings: SignInSettings
}

interface Common {
  /** `:account` and `:name` stand for a number and a name, `*` at the end for anything. */
  readonly path: string
  /** Pages lead visitors without a session to the sign-in page; scripts are told with 401. */
  readonly answers: 'page' | 'json'
}
/**
 * `page-token`: posted from a page of ours (its origin and its token). `none`: reading, or posted from elsewhere by design.
 */
interface Open extends Common {
  readonly method: 'GET' | 'POST'
  readonly guard: 'page-token' | 'none'
  readonly stage?: undefined
  handle(place: Place, visit: Visit): Promise<Reply>
}
interface Staged extends Common {
  readonly method: 'GET' | 'POST'
  readonly guard: 'page-token' | 'none'
  readonly stage: ConsoleStage
  handle(place: Place, visit: Visit, live: Live): Promise<Reply>
}
export type Route = Open | Staged

/** Reading, for anybody. */
export function openPage(path: string, handle: Open['handle']): Route {
  return { path, method: 'GET', guard: 'none', answers: 'page', handle }
}
/** Posted from a page of ours, by anybody. */
export function openForm(path: string, handle: Open['handle']): Route {
  return { path, method: 'POST', guard: 'page-token', answers: 'page', handle }
}
/** Posted from elsewhere by design: nothing but what is in it may be believed. */
export function foreignForm(path: string, handle: Open['handle']): Route {
  return { path, method: 'POST', guard: 'none', answers: 'page', handle }
}
export function stagedPage(path: string, stage: ConsoleStage, handle: Staged['handle']): Route {
  return { path, method: 'GET', guard: 'none', answers: 'page', stage, handle }
}
export function stagedForm(path: string, stage: ConsoleStage, handle: Staged['handle']): Route {
  return { path, method: 'POST', guard: 'page-token', answers: 'page', stage, handle }
}
/** For scripts of our pages. */
export function stagedJson(method: 'GET' | 'POST', path: string, stage: ConsoleStage, handle: Staged['handle']): Route {
  return { path, method, guard: method === 'POST' ? 'page-token' : 'none', answers: 'json', stage, handle }
}
