// Every way in of signing in and of the browser's session, one row each.

import { recordConsole } from '../audit/console.ts'
import type { Language } from '../protocol/call.ts'
import type { Reply } from '../protocol/door.ts'
import { approve, askForAccess, showApprovals } from './access.ts'
import type { Live } from './browser.ts'
import { pageToken } from './browser.ts'
import { dropCookie, isId, newId, setCookie } from './cookies.ts'
import { factorHandlers, verifyHandlers } from './factor-step.ts'
import { html, type Part } from './html.ts'
import { giveKeys, showSession } from './keys.ts'
import { changeOnTheWay, showNewPassword } from './new-password.ts'
import { safeNext } from './next.ts'
import { consolePage } from './pages/console.ts'
import { form, messagePage } from './pages/layout.ts'
import { signInPage } from './pages/sign-in.ts'
import { style } from './pages/style.ts'
import { webauthnScript } from './pages/webauthn.ts'
import { signInByPassword } from './password-step.ts'
import { documentReply, fileReply, goTo, pageReply } from './reply.ts'
import { leaveRole, showRoleChoice, takeRole } from './roles.ts'
import { openForm, openPage, type Place, type Route, stagedForm, stagedJson, stagedPage } from './route.ts'
import { securityRoutes } from './security-routes.ts'
import { ssoRoutes } from './sso/routes.ts'
import type { Visit } from './visit.ts'

export const routes: readonly Route[] = [
  openPage('/signin/', showSignIn),
  openForm('/signin/password', signInByPassword),
  openPage('/signin/language', chooseLanguage),
  openPage('/signin/style.css', async () => fileReply('text/css; charset=utf-8', style)),
  stagedPage('/signin/new-password', 'password', showNewPassword),
  stagedForm('/signin/new-password', 'password', changeOnTheWay),
  stagedPage('/signin/factor', 'factor', factorHandlers.show),
  stagedForm('/signin/factor', 'factor', factorHandlers.check),
  stagedForm('/signin/factor/send', 'factor', factorHandlers.send),
  stagedJson('POST', '/signin/factor/passkey', 'factor', factorHandlers.options),
  stagedPage('/signin/factor/qr.svg', 'factor', factorHandlers.image),
  openPage('/signin/webauthn.js', async () => fileReply('text/javascript; charset=utf-8', webauthnScript)),
  stagedPage('/session/verify', 'open', verifyHandlers.show),
  stagedForm('/session/verify', 'open', verifyHandlers.check),
  stagedForm('/session/verify/send', 'open', verifyHandlers.send),
  stagedJson('POST', '/session/verify/passkey', 'open', verifyHandlers.options),
  openForm('/signin/access-request', askForAccess),
  stagedPage('/session/approvals', 'open', showApprovals),
  stagedForm('/session/approvals', 'open', approve),
  ...securityRoutes,
  ...ssoRoutes,
  stagedPage('/console/*', 'open', showConsole),
  stagedJson('GET', '/session/', 'open', showSession),
  stagedJson('POST', '/session/keys', 'open', giveKeys),
  stagedPage('/session/role', 'open', showRoleChoice),
  stagedForm('/session/role', 'open', takeRole),
  stagedForm('/session/role/leave', 'open', leaveRole),
  stagedForm('/session/end', 'open', signOut),
]

/** Every path of the built console begins with the same page, which finds its way by itself. */
async function showConsole({ settings }: Place, visit: Visit, live: Live): Promise<Reply> {
  if (settings.consolePage !== undefined) return documentReply(inLanguage(settings.consolePage, visit.language))
  if (visit.path !== '/console/') return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 404 })
  return pageReply(consolePage(visit, live, linksOf(visit, live)))
}

const inLanguage = (page: string, language: Language): string => page.replace(/(?<=<html lang=")[^"]*/, language)

const linksOf = ({ text }: Visit, { who, row, token }: Live): Part => {
  if (who.kind === 'role') return undefined
  return [
    html`<p><a href="/session/security">${text('secTitle')}</a></p>`,
    html`<p><a href="/session/role">${text('roleTake')}</a></p>`,
    row.role !== undefined && form({ action: '/session/role/leave', token, button: text('roleLeave'), quiet: true }),
  ]
}

async function showSignIn({ world }: Place, visit: Visit): Promise<Reply> {
  const { query, cookies, names, secure, text } = visit
  const known = cookies.get(names.visit)
  const id = isId(known) ? known : newId(world.random)
  const page = signInPage(visit, {
    token: pageToken(world, id),
    as: query.get('as') === 'root' ? 'root' : 'user',
    next: safeNext(query.get('next')),
    account: /^\d{1,16}$/.exec(query.get('account') ?? '')?.[0],
    note: query.get('signed-out') === undefined ? undefined : text('signedOut'),
  })
  return pageReply(page, { cookies: [setCookie(names.visit, id, secure)] })
}

async function chooseLanguage(_: Place, { query, names, secure }: Visit): Promise<Reply> {
  const to = query.get('to') === 'zh-CN' ? 'zh-CN' : 'en-US'
  return goTo(safeNext(query.get('next')), { cookies: [setCookie(names.language, to, secure)] })
}

async function signOut({ world }: Place, { nowMs, address, names, secure }: Visit, { row }: Live): Promise<Reply> {
  const { account, uin, key } = row
  const requestId = world.random.uuid()
  await world.store.transaction(async (writes) => {
    const event = { requestId, timeMs: nowMs, uin, action: 'ConsoleLogout', sourceIp: address, parameters: {} }
    await recordConsole(writes, account, event)
    await writes.consoleSessions.end(account, key)
  })
  return goTo('/signin/?signed-out=1', { cookies: [dropCookie(names.session, secure)] })
}
