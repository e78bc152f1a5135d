// A day of calls in minutes: what ended is refused, what is kept for a while does not grow, memory is flat, and what the
// store holds at the end is what was acknowledged.
import { chanceOf, weighted } from '../chance.ts'
import { type Account, type Day, expectCall, keysGiven, settle } from './account.ts'
import { type DayPlace, sessionHours, startDayServer } from './process.ts'
import { bindToken } from './seats.ts'
import { works } from './work.ts'

/** Tables of what lasts for seconds to a day. They are as full in the evening as in the morning. */
const fleeting = [
  'sessions',
  'console_sessions',
  'signin_tries',
  'signin_challenges',
  'replays',
  'call_uses',
  'mfa_tokens',
  'access_requests',
  'rate_counts',
] as const
/** Kept for a week and for thirty days: they fill in a day, and are empty a month later. */
const kept = ['refusals', 'deletion_tasks'] as const

export interface DayOptions extends DayPlace {
  readonly hours: number
  readonly seed: number
  /** Between two pieces of work. */
  readonly everySeconds: number
  say(line: string): void
}

export interface Hour {
  readonly heapMb: number
  readonly residentMb: number
  readonly counts: ReadonlyMap<string, number>
  /** Given out so far. */
  readonly keys: number
}

export interface DayReport {
  readonly calls: ReadonlyMap<string, number>
  readonly hours: readonly Hour[]
  /** After a month without a call. */
  readonly left: ReadonlyMap<string, number>
  readonly wrong: readonly string[]
}

const hourMs = 3_600_000
/** How often old things are dropped before what is left counts as kept for good. */
const monthRounds = 36
const megabyte = 1024 * 1024

export async function runDay({ hours: length, seed, everySeconds, say, ...place }: DayOptions): Promise<DayReport> {
  const server = await startDayServer(place)
  try {
    const account = await settle(server, (number, name) => bindToken(server, number, name))
    const day: Day = { server, account, chance: chanceOf(seed), wrong: [], tally: new Map() }
    const hours: Hour[] = []
    for (let hour = 0; hour < length && day.wrong.length < 20; hour += 1) {
      await liveOneHour(day, everySeconds * 1000)
      hours.push(await look(day))
      say(hourLine(hour + 1, day, hours.at(-1) as Hour))
    }
    await compare(day)
    const left = await month(day)
    day.wrong.push(
      ...grown(hours),
      ...[...left].filter(([, rows]) => rows > 0).map(([name, rows]) => `${name} keeps ${rows} rows for good`),
    )
    return { calls: day.tally, hours, left, wrong: day.wrong }
  } finally {
    await server.stop()
  }
}

async function liveOneHour(day: Day, everyMs: number): Promise<void> {
  for (let passed = 0; passed < hourMs; passed += everyMs) {
    await day.server.advance(everyMs)
    await weighted(works, day.chance).run(day)
  }
}

async function look({ server, tally }: Day): Promise<Hour> {
  const { heapBytes, residentBytes } = await server.measure()
  const [heapMb, residentMb] = [heapBytes / megabyte, residentBytes / megabyte]
  return { heapMb, residentMb, counts: await server.counts(), keys: tally.get(keysGiven) ?? 0 }
}

const rowsOf = ({ counts }: Pick<Hour, 'counts'>, name: string): number => counts.get(name) ?? 0

function hourLine(hour: number, { tally, wrong }: Day, now: Hour): string {
  const names = [...fleeting, ...kept, 'audit_log'].filter((name) => rowsOf(now, name) > 0)
  const rows = names.map((name) => `${name} ${rowsOf(now, name)}`)
  const calls = [...tally.values()].reduce((sum, some) => sum + some, 0)
  const memory = `heap ${now.heapMb.toFixed(1)} MB, resident ${now.residentMb.toFixed(0)} MB`
  return `hour ${String(hour).padStart(2)}: ${calls} outcomes, ${wrong.length} wrong; ${memory}; ${rows.join(', ')}`
}

/** Hours at either end that are compared; the first ones fill what is kept for some hours. */
const edge = 4
const warmUp = sessionHours
/** What the server remembers of a key: its secret, what was derived of it, who called with it. */
const bytesOfKey = 2048

/** What is fuller, or larger, at the end of a long enough day than at its beginning. */
function grown(hours: readonly Hour[]): readonly string[] {
  if (hours.length < warmUp + 2 * edge) return []
  const [first, last] = [hours.slice(warmUp, warmUp + edge), hours.slice(-edge)]
  const most = (some: readonly Hour[], of: (hour: Hour) => number): number => Math.max(...some.map(of))
  const tables = fleeting.flatMap((name) => {
    const [before, after] = [first, last].map((some) => most(some, (hour) => rowsOf(hour, name))) as [number, number]
    return after > before * 1.5 + 20 ? [`${name} grew from ${before} to ${after} rows`] : []
  })
  const [before, after, keysBefore, keysAfter] = [
    most(first, ({ heapMb }) => heapMb),
    most(last, ({ heapMb }) => heapMb),
    most(first, ({ keys }) => keys),
    most(last, ({ keys }) => keys),
  ]
  // Keys that have called are remembered, twenty thousand at most: more than a day of this has.
  const allowed = before * 1.1 + ((keysAfter - keysBefore) * bytesOfKey) / megabyte
  const heap = after > allowed ? [`the heap grew from ${before.toFixed(1)} to ${after.toFixed(1)} MB`] : []
  return [...tables, ...heap]
}

/** Nobody calls for a month: what may be forgotten is. */
async function month({ server }: Day): Promise<ReadonlyMap<string, number>> {
  await server.jump(31 * 24 * hourMs)
  // What is dropped takes a moment of real time, and a slow database more of it.
  for (let round = 1; ; round += 1) {
    await server.advance(600_000)
    const counts = await server.counts()
    const left = new Map([...fleeting, ...kept].map((name) => [name, counts.get(name) ?? 0]))
    if (round === monthRounds || [...left.values()].every((rows) => rows === 0)) return left
  }
}

/** Names and rights as the store tells them, against what was acknowledged. */
async function compare(day: Day): Promise<void> {
  const { account, server, wrong } = day
  // No action was called so often lately.
  await server.advance(5_000)
  const listed = await expectCall(day, undefined, 'ListGroups', { Page: 1, Rp: 200 })
  const groups = (listed['GroupInfo'] as readonly { GroupName: string }[]).map(({ GroupName }) => GroupName)
  wrong.push(...differences('group', groups, [...account.groups.keys()]))
  wrong.push(...groups.filter((name) => account.refused.has(name)).map((name) => `${name} was refused and is there`))
  const users = (await expectCall(day, undefined, 'ListUsers'))['Data'] as readonly { Name: string }[]
  wrong.push(
    ...differences(
      'user',
      users.map(({ Name }) => Name),
      [...account.people.keys(), 'clerk', 'holder'],
    ),
  )
  for (const person of account.people.values()) await comparePerson(day, person)
  wrong.push(...(await sessionsTried(day, account)))
}

async function comparePerson(
  day: Day,
  { uin, key, name, allowed }: Day['account']['people'] extends Map<string, infer P> ? P : never,
): Promise<void> {
  await day.server.advance(1_000)
  const keys = (await expectCall(day, undefined, 'ListAccessKeys', { TargetUin: uin }))['AccessKeys']
  const ids = (keys as readonly { AccessKeyId: string }[]).map(({ AccessKeyId }) => AccessKeyId)
  day.wrong.push(...differences(`key of ${name}`, ids, [key.secretId]))
  const told = await expectCall(day, undefined, 'ListAttachedUserPolicies', { TargetUin: uin })
  if (told['TotalNum'] !== Number(allowed)) day.wrong.push(`${name} has ${told['TotalNum']} policies`)
}

function differences(kind: string, there: readonly string[], wanted: readonly string[]): readonly string[] {
  const [one, two] = [new Set(there), new Set(wanted)]
  return [
    ...wanted.filter((name) => !one.has(name)).map((name) => `${kind} ${name} was acknowledged and is gone`),
    ...there.filter((name) => !two.has(name)).map((name) => `${kind} ${name} is there though it should not be`),
  ]
}

/** Every session that anybody still has: once as it is, and once all of them have ended. */
async function sessionsTried(day: Day, { sessions }: Account): Promise<readonly string[]> {
  const before = day.wrong.length
  const tryAll = async (): Promise<void> => {
    for (const { by, ended, endMs } of sessions) {
      await day.server.advance(500)
      const lives = !ended && day.server.nowMs() < endMs
      await expectCall(day, lives ? undefined : 'AuthFailure.TokenFailure', 'ListGroups', {}, { by })
    }
  }
  await tryAll()
  await day.server.advance(2 * hourMs)
  await tryAll()
  return day.wrong.splice(before)
}
