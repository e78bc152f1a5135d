// What the callers of the day do. Each kind knows from what was acknowledged before how its calls must end.
import { fromBase32, totpCode, totpStep } from '../../../src/actions/mfa/totp.ts'
import { readAnswer } from '../../../src/client/call.ts'
import { root, type Signer } from '../../cluster/nodes.ts'
import { count, type Day, expectCall, judge, keyOf, type Person, roleName, sessionOf } from './account.ts'
import { seatWork } from './seats.ts'

export interface Work {
  readonly name: string
  readonly weight: number
  run(day: Day): Promise<void>
}

const groupsMax = 30
const peopleMax = 12
const unknownKey = 'AuthFailure.SecretIdNotFound'
const tokenEnded = 'AuthFailure.TokenFailure'
const wrongSignature = 'AuthFailure.SignatureFailure'
const forbidden = 'AuthFailure.UnauthorizedOperation'
const tooOld = 'AuthFailure.SignatureExpire'

const newName = ({ account }: Day, kind: string): string => `${kind}-${++account.made}`

async function groups(day: Day): Promise<void> {
  const { groups: there } = day.account
  if (there.size > 0 && day.chance.next() < there.size / groupsMax) {
    const [name, id] = day.chance.of([...there]) ?? ['', 0]
    await expectCall(day, undefined, 'DeleteGroup', { GroupId: id })
    there.delete(name)
    return
  }
  const name = newName(day, 'group')
  const answer = await expectCall(day, undefined, 'CreateGroup', { GroupName: name })
  there.set(name, Number(answer['GroupId']))
}

async function people(day: Day): Promise<void> {
  const { people: there, dead } = day.account
  if (there.size > 2 && day.chance.next() < there.size / peopleMax) {
    const gone = day.chance.of([...there.values()])
    if (gone === undefined) return
    await expectCall(day, undefined, 'DeleteUser', { Name: gone.name, Force: 1 })
    there.delete(gone.name)
    dead.push(gone.key)
    return
  }
  const name = newName(day, 'user')
  const answer = await expectCall(day, undefined, 'AddUser', { Name: name, UseApi: 1 })
  there.set(name, { name, uin: Number(answer['Uin']), key: keyOf(answer), allowed: false })
}

const somebody = ({ account, chance }: Day): Person | undefined => chance.of([...account.people.values()])

async function rights(day: Day): Promise<void> {
  const person = somebody(day)
  if (person === undefined) return
  const { uin, allowed } = person
  const PolicyId = day.account.listing
  if (allowed) await expectCall(day, undefined, 'DetachUserPolicy', { PolicyId, DetachUin: uin })
  else await expectCall(day, undefined, 'AttachUserPolicy', { PolicyId, AttachUin: uin })
  person.allowed = !allowed
}

/** A decision: what somebody may read, and a write that nobody of them may make. */
async function decisions(day: Day): Promise<void> {
  const person = somebody(day)
  if (person === undefined) return
  const { key: by, allowed } = person
  const told = await expectCall(day, allowed ? undefined : forbidden, 'ListGroups', {}, { by })
  if (told.Error === undefined && told['TotalNum'] !== day.account.groups.size)
    day.wrong.push(`${told['TotalNum']} groups are told, not ${day.account.groups.size}`)
  const name = newName(day, 'never')
  day.account.refused.add(name)
  await expectCall(day, forbidden, 'CreateGroup', { GroupName: name }, { by })
}

/** A key takes another one's place. */
async function rotation(day: Day): Promise<void> {
  const person = somebody(day)
  if (person === undefined) return
  const { uin: TargetUin, key: old } = person
  const made = (await expectCall(day, undefined, 'CreateAccessKey', { TargetUin }))['AccessKey']
  const { AccessKeyId, SecretAccessKey } = made as Record<'AccessKeyId' | 'SecretAccessKey', string>
  const target = { TargetUin, AccessKeyId: old.secretId }
  await expectCall(day, undefined, 'UpdateAccessKey', { ...target, Status: 'Inactive' })
  await expectCall(day, unknownKey, 'GetUserAppId', {}, { by: old })
  await expectCall(day, undefined, 'DeleteAccessKey', target)
  day.account.dead.push(old)
  person.key = { secretId: AccessKeyId, secretKey: SecretAccessKey }
  await expectCall(day, person.allowed ? undefined : forbidden, 'ListGroups', {}, { by: person.key })
}

async function deadKeys(day: Day): Promise<void> {
  const by = day.account.dead.shift()
  if (by !== undefined) await expectCall(day, unknownKey, 'GetUserAppId', {}, { by })
}

async function assume(day: Day): Promise<void> {
  const { account, chance } = day
  const given = { RoleArn: `qcs::cam::uin/${account.number}:roleName/${roleName}`, RoleSessionName: 'day' }
  const DurationSeconds = 60 + chance.below(7_000)
  const answer = await expectCall(day, undefined, 'AssumeRole', { ...given, DurationSeconds })
  account.sessions.push(sessionOf(answer, true))
}

/** A session that may have ended; one that is known to have is tried now and then, and forgotten. */
async function useSession(day: Day): Promise<void> {
  const { sessions } = day.account
  const at = day.chance.below(sessions.length)
  const session = sessions[at]
  if (session === undefined) return
  const lives = !session.ended && day.server.nowMs() < session.endMs
  await expectCall(day, lives ? undefined : tokenEnded, 'ListGroups', {}, { by: session.by })
  if (lives) return
  count(day, 'ended sessions tried')
  if (day.chance.next() < 0.7) sessions.splice(at, 1)
}

/** All sessions of the role at once. */
async function endSessions(day: Day): Promise<void> {
  await expectCall(day, undefined, 'LogoutRoleSessions', { RoleName: roleName })
  for (const session of day.account.sessions) if (session.ofRole) session.ended = true
}

/** A call of the old method: good once, and too old when it comes back later. */
async function once(day: Day): Promise<void> {
  const { server, account } = day
  const request = server.build('GetUserAppId', {}, { form: 'v1-form' })
  const again = () => server.send(request)
  judge(day, 'the first of a call', undefined, await again())
  judge(day, 'the second of a call', wrongSignature, await again())
  account.used.push({ madeMs: server.nowMs(), again })
  const oldest = account.used[0]
  if (oldest === undefined || server.nowMs() - oldest.madeMs < 20 * 60_000) return
  account.used.shift()
  judge(day, 'a call of twenty minutes ago', tooOld, await oldest.again())
}

/** A code counts once, also when it is shown in the thirty seconds after it. */
async function steps(day: Day): Promise<void> {
  const { account, server } = day
  const { uin: _, secret, ...by } = account.holder
  const step = totpStep(server.nowMs())
  const TokenCode = totpCode(fromBase32(secret), step)
  const SerialNumber = `qcs::cam:uin/${account.number}::mfa/softToken`
  const show = (wanted: string | undefined) =>
    expectCall(day, wanted, 'GetSessionToken', { SerialNumber, TokenCode, DurationSeconds: 900 }, { by })
  if (step <= account.lastStep) return
  account.sessions.push(sessionOf(await show(undefined)))
  account.lastStep = step
  await show('FailedOperation.CheckMFAError')
  count(day, 'codes shown twice')
}

/** A token of a service that asks for decisions: another one takes its place, and the old one is worth nothing. */
async function bearers(day: Day): Promise<void> {
  const { account, server } = day
  const old = account.bearer
  const made = await expectCall(day, undefined, 'CreateDecisionToken', { Service: 'todo', Days: 1 })
  const { TokenId } = made['Detail'] as { TokenId: string }
  account.bearer = { token: String(made['Token']), id: TokenId, untilMs: server.nowMs() + 86_400_000 }
  if (old !== undefined) {
    const gone = server.nowMs() >= old.untilMs
    if (!gone) await question(day, old.token, 200)
    await expectCall(day, undefined, 'DeleteDecisionToken', { TokenId: old.id })
    await question(day, old.token, 401)
  }
  await question(day, account.bearer.token, 200)
}

async function question(day: Day, token: string, wanted: number): Promise<void> {
  const { account, server, wrong } = day
  const person = somebody(day)
  const subject = { type: 'user', id: person?.name ?? 'clerk' }
  const asked = { subject, action: { name: 'can_read' }, resource: { type: 'list', id: String(account.made) } }
  const reply = await fetch(`${server.url}/access/v1/evaluation`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  })
  const text = await reply.text()
  count(day, reply.status === 200 ? 'decided' : 'refused')
  // Nobody but the clerk has a right to lists.
  const right = text.includes(`"decision":${person === undefined}`)
  if (reply.status !== wanted || (wanted === 200 && !right))
    wrong.push(`a question was answered ${reply.status} ${text.slice(0, 200)}, not ${wanted}`)
}

/** Calls that nobody may make: a wrong secret, nobody's key. */
async function strangers(day: Day): Promise<void> {
  const name = newName(day, 'never')
  day.account.refused.add(name)
  const forged: Signer = { ...root, secretKey: 'x'.repeat(32) }
  await expectCall(day, wrongSignature, 'CreateGroup', { GroupName: name }, { by: forged })
  const nobody: Signer = { secretId: `AKID${'n'.repeat(32)}`, secretKey: 'x'.repeat(32) }
  await expectCall(day, unknownKey, 'CreateGroup', { GroupName: name }, { by: nobody })
}

/** More calls in a moment than the action allows in a second. */
async function burst(day: Day): Promise<void> {
  const { server } = day
  const allowed = 20
  const requests = Array.from({ length: allowed + 10 }, () => server.build('GetUserAppId'))
  const answers = await Promise.all(requests.map((request) => server.send(request)))
  const codes = answers.map(({ Error: error }) => error?.Code)
  const done = codes.filter((code) => code === undefined).length
  const limited = codes.filter((code) => code === 'RequestLimitExceeded').length
  count(day, 'bursts')
  if (done > allowed || done + limited !== codes.length || limited === 0)
    day.wrong.push(`of a burst ${done} were done and ${limited} held back, of ${codes.length}`)
}

const linkedService = 'command.tat.cloud.tencent.com'

/** A role of a product is made, and deleted by a task beside the calls. */
async function linked(day: Day): Promise<void> {
  const { account, server } = day
  const CustomSuffix = `-${++account.made}`
  const { RoleId } = await expectCall(day, undefined, 'CreateServiceLinkedRole', {
    QCSServiceName: [linkedService],
    CustomSuffix,
  })
  const role = (await expectCall(day, undefined, 'GetRole', { RoleId }))['RoleInfo'] as { RoleName: string }
  const { DeletionTaskId } = await expectCall(day, undefined, 'DeleteServiceLinkedRole', { RoleName: role.RoleName })
  account.linked.push({ task: String(DeletionTaskId), sinceMs: server.nowMs() })
  const oldest = account.linked[0]
  if (oldest === undefined || server.nowMs() - oldest.sinceMs < 10 * 60_000) return
  account.linked.shift()
  const told = await expectCall(day, undefined, 'GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: oldest.task })
  if (told['Status'] !== 'SUCCEEDED') day.wrong.push(`a deletion of ten minutes ago is ${told['Status']}`)
}

/** A request that is no call at all. */
async function noise(day: Day): Promise<void> {
  const reply = await fetch(`${day.server.url}/`, {
    method: 'POST',
    body: '{',
    headers: { 'x-tc-action': 'ListUsers' },
  })
  const answer = readAnswer(await reply.text())
  count(day, 'refused')
  if (answer.Error === undefined) day.wrong.push('a request without a signature was answered')
}

export const works: readonly Work[] = [
  { name: 'groups', weight: 16, run: groups },
  { name: 'users', weight: 6, run: people },
  { name: 'rights', weight: 6, run: rights },
  { name: 'decisions', weight: 14, run: decisions },
  { name: 'keys', weight: 4, run: rotation },
  { name: 'dead keys', weight: 8, run: deadKeys },
  { name: 'sessions', weight: 8, run: assume },
  { name: 'sessions used', weight: 18, run: useSession },
  { name: 'sessions ended', weight: 0.3, run: endSessions },
  { name: 'once', weight: 5, run: once },
  { name: 'codes', weight: 3, run: steps },
  { name: 'bearers', weight: 2, run: bearers },
  { name: 'strangers', weight: 4, run: strangers },
  { name: 'bursts', weight: 0.5, run: burst },
  { name: 'linked roles', weight: 1, run: linked },
  { name: 'noise', weight: 2, run: noise },
  ...seatWork,
]
