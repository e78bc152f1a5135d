// Being let in from an address that the account does not allow (CreateSubAccountLoginIpPolicy with approvers): whoever knew the
// password may ask, for half an hour; an approver who is signed in may grant it, for two hours, never to themselves.
import { z } from 'zod'
import { recordConsole } from '../audit/console.ts'
import type { Reply } from '../protocol/door.ts'
import type { LoginIpPolicy, UserRow } from '../store/store.ts'
import { addressPolicy } from './address-rules.ts'
import { type Live, pageToken } from './browser.ts'
import { isId } from './cookies.ts'
import { accessPage, approvalsPage } from './pages/access.ts'
import { messagePage } from './pages/layout.ts'
import { goTo, pageReply } from './reply.ts'
import type { Place } from './route.ts'
import { beginTry } from './tries.ts'
import type { Visit } from './visit.ts'

const askedMs = 30 * 60_000
const grantedMs = 2 * 3_600_000
const hourMs = 3_600_000
const context = { account: 0, secretId: 'access request' }
const shape = z.object({ account: z.number(), uin: z.number(), address: z.string(), endsMs: z.number() })

/** Refused for the address; with a way to ask, where the account has somebody to ask. */
export function refusedFrom(
  place: Place,
  visit: Visit,
  rule: LoginIpPolicy | undefined,
  { account, uin }: UserRow,
): Reply {
  const id = visit.cookies.get(visit.names.visit)
  if (rule === undefined || rule.approverUins.length === 0 || !isId(id)) {
    return pageReply(messagePage(visit, 'placeRefused'), { status: 403 })
  }
  const { sealer } = place.world
  const wish = { account, uin, address: visit.address, endsMs: visit.nowMs + askedMs }
  const page = accessPage(visit, pageToken(place.world, id), sealer.seal(JSON.stringify(wish), context))
  return pageReply(page, { status: 403 })
}

/** Only with what `refusedFrom` gave to somebody who knew the password. */
export async function askForAccess(place: Place, visit: Visit): Promise<Reply> {
  const wish = readWish(place, visit)
  if (wish === undefined) return pageReply(messagePage(visit, 'tooLate'), { status: 403 })
  const { account, uin, address } = wish
  const { store } = place.world
  const user = await store.read.users.byUin(account, uin)
  const rule = addressPolicy(await store.read.settings.loginIpPolicies(account))
  const limit = { limit: 5, windowMs: hourMs, lockMs: hourMs }
  const free = await beginTry(store, { account, subject: `access/${uin}` }, limit, visit.nowMs)
  if (user === undefined || rule === undefined || !free)
    return pageReply(messagePage(visit, 'placeRefused'), { status: 403 })
  const { nowMs } = visit
  await store.transaction(({ accessRequests }) =>
    accessRequests.ask({ account, uin, address, createdMs: nowMs, expiresMs: nowMs + askedMs }),
  )
  await tellApprovers(place, visit, rule, user, address)
  return pageReply(messagePage(visit, 'accessAsked'))
}

function readWish({ world }: Place, { form, nowMs, address }: Visit) {
  try {
    const wish = shape.parse(JSON.parse(world.sealer.open(form.get('wish') ?? '', context)))
    return wish.endsMs > nowMs && wish.address === address ? wish : undefined
  } catch {
    return undefined
  }
}

/** By text message, as their numbers were asked for. Whoever is not reached finds the request on the page. */
async function tellApprovers(
  { world, settings }: Place,
  visit: Visit,
  { approverUins }: LoginIpPolicy,
  user: UserRow,
  address: string,
): Promise<void> {
  const { phone: sender } = settings
  if (sender === undefined) return
  const text = `${visit.text('accessText')} ${user.name}, ${address}`
  for (const { phone, countryCode, phoneVerified } of await world.store.read.users.byUins(user.account, approverUins)) {
    if (phone === '' || !phoneVerified) continue
    await sender.send({ countryCode, phone, text }).catch((error: unknown) => {
      world.log.error({ account: user.account, error }, 'an approver could not be told of a request')
    })
  }
}

/** Whether this one may approve requests of the account. */
async function isApprover({ world }: Place, { who }: Live): Promise<boolean> {
  if (who.kind !== 'user') return false
  const rule = addressPolicy(await world.store.read.settings.loginIpPolicies(who.user.account))
  return rule?.approverUins.includes(who.user.uin) === true
}

export async function showApprovals(place: Place, visit: Visit, live: Live): Promise<Reply> {
  if (!(await isApprover(place, live))) return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 404 })
  const { read } = place.world.store
  const { account, uin } = live.row
  const rows = (await read.accessRequests.waiting(account, visit.nowMs)).filter((row) => row.uin !== uin)
  const users = new Map(
    (
      await read.users.byUins(
        account,
        rows.map((row) => row.uin),
      )
    ).map((user) => [user.uin, user.name]),
  )
  const requests = rows.map((row) => ({ uin: row.uin, address: row.address, name: users.get(row.uin) ?? '' }))
  return pageReply(approvalsPage(visit, live.token, requests))
}

export async function approve(place: Place, visit: Visit, live: Live): Promise<Reply> {
  if (!(await isApprover(place, live))) return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 404 })
  const { account, uin: by } = live.row
  const uin = Number(/^[1-9]\d{0,14}$/.exec(visit.form.get('uin') ?? '')?.[0] ?? 0)
  const address = visit.form.get('address') ?? ''
  if (uin === by) return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 403 })
  const requestId = place.world.random.uuid()
  const { nowMs, address: sourceIp } = visit
  await place.world.store.transaction(async (writes) => {
    const approved = { uin: by, nowMs, untilMs: nowMs + grantedMs }
    const parameters = { uin, address }
    const event = { requestId, timeMs: nowMs, uin: by, action: 'ApproveAccess', sourceIp, parameters }
    if (await writes.accessRequests.approve(account, uin, address, approved))
      await recordConsole(writes, account, event)
  })
  return goTo('/session/approvals')
}
