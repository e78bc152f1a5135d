// What the callers of the day know: everything that was acknowledged to them, and until when what they were given lasts.
import type { Answer } from '../../../src/client/call.ts'
import { allowAll, type Signer } from '../../cluster/nodes.ts'
import type { Browser } from '../../session/browser.ts'
import type { Chance } from '../chance.ts'
import type { CallGiven, DayServer } from './process.ts'

export interface Person {
  readonly name: string
  readonly uin: number
  key: Signer
  /** Whether a policy lets them list groups. */
  allowed: boolean
}

export interface Session {
  readonly by: Signer
  readonly endMs: number
  /** Made by taking the role: it ends with the role's sessions. */
  readonly ofRole: boolean
  ended: boolean
}

export interface Seat {
  readonly browser: Browser
  readonly sinceMs: number
  seenMs: number
  /** Keys that its pages were given last. */
  keys?: Session
}

export interface Account {
  readonly number: number
  readonly groups: Map<string, number>
  readonly people: Map<string, Person>
  /** Names of what was refused, which must not be there. */
  readonly refused: Set<string>
  readonly sessions: Session[]
  readonly seats: Seat[]
  /** Keys that were deleted. */
  readonly dead: Signer[]
  /** Requests that were used, and how old they are. */
  readonly used: { readonly madeMs: number; readonly again: () => Promise<Answer> }[]
  readonly linked: { readonly task: string; readonly sinceMs: number }[]
  bearer: { readonly token: string; readonly id: string; readonly untilMs: number } | undefined
  readonly holder: Signer & { readonly uin: number; readonly secret: string }
  lastStep: number
  readonly listing: number
  made: number
}

export interface Day {
  readonly server: DayServer
  readonly account: Account
  readonly chance: Chance
  readonly wrong: string[]
  /** Calls by what became of them. */
  readonly tally: Map<string, number>
}

export const password = 'Right-horse-9'
/** Somebody at the console: their session ends after an hour without use. */
export const clerk = 'clerk'
export const roleName = 'visitor'

/** Permanent and temporary keys, each of which the server may remember when it has called. */
export const keysGiven = 'keys given'

export const count = ({ tally }: Pick<Day, 'tally'>, what: string): void =>
  void tally.set(what, (tally.get(what) ?? 0) + 1)

/** A call whose end is known beforehand: the code, or `undefined` where it must succeed. */
export async function expectCall(
  day: Day,
  wanted: string | undefined,
  action: string,
  parameters: object = {},
  given: CallGiven = {},
): Promise<Answer> {
  const answer = await day.server.send(day.server.build(action, parameters, given))
  judge(day, action, wanted, answer)
  if (['SecretKey', 'AccessKey', 'Credentials'].some((name) => Object.hasOwn(answer, name))) count(day, keysGiven)
  return answer
}

export function judge(day: Day, what: string, wanted: string | undefined, answer: Answer): void {
  const code = answer.Error?.Code
  count(day, code === undefined ? 'acknowledged' : 'refused')
  if (code === wanted) return
  const time = new Date(day.server.nowMs()).toISOString()
  day.wrong.push(
    `${time} ${what}: ${code ?? 'done'}, not ${wanted ?? 'done'} ${answer.Error?.Message.split('\n')[0] ?? ''}`,
  )
}

export const keyOf = (answer: Answer): Signer => {
  const { SecretId, SecretKey } = answer as unknown as { SecretId: string; SecretKey: string }
  return { secretId: SecretId, secretKey: SecretKey }
}

export function sessionOf(answer: Answer, ofRole = false): Session {
  const { Credentials, ExpiredTime } = answer as unknown as {
    Credentials?: Record<'TmpSecretId' | 'TmpSecretKey' | 'Token', string>
    ExpiredTime: number
  }
  const { TmpSecretId: secretId = '', TmpSecretKey: secretKey = '', Token: token = '' } = Credentials ?? {}
  return { by: { secretId, secretKey, token }, endMs: ExpiredTime * 1000, ofRole, ended: false }
}

const made = async (server: DayServer, action: string, parameters: object): Promise<Answer> => {
  const answer = await server.send(server.build(action, parameters))
  if (answer.Error === undefined) return answer
  throw new Error(`${action}: ${answer.Error.Code}: ${answer.Error.Message}`)
}

/** What is there before the day begins. `bind`: gives somebody signed in a software token and answers its secret. */
export async function settle(
  server: DayServer,
  bind: (account: number, name: string) => Promise<{ readonly secret: string; readonly step: number }>,
): Promise<Account> {
  const number = Number((await made(server, 'GetUserAppId', {}))['OwnerUin'])
  const principal = { qcs: [`qcs::cam::uin/${number}:root`] }
  const trust = { version: '2.0', statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal }] }
  await made(server, 'CreateRole', { RoleName: roleName, PolicyDocument: JSON.stringify(trust) })
  const policy = async (PolicyName: string, action: string): Promise<number> =>
    Number((await made(server, 'CreatePolicy', { PolicyName, PolicyDocument: allowAll(action) }))['PolicyId'])
  const listing = await policy('listing', 'cam:ListGroups')
  await made(server, 'AttachRolePolicy', { PolicyId: listing, AttachRoleName: roleName })
  const everything = await policy('everything', '*')
  const withLogin = { UseApi: 1, ConsoleLogin: 1, Password: password }
  const add = async (Name: string): Promise<Answer> => {
    const answer = await made(server, 'AddUser', { Name, ...withLogin })
    await made(server, 'AttachUserPolicy', { PolicyId: everything, AttachUin: answer['Uin'] })
    return answer
  }
  await add(clerk)
  const holder = await add('holder')
  const { secret, step } = await bind(number, 'holder')
  return {
    number,
    groups: new Map(),
    people: new Map(),
    refused: new Set(),
    sessions: [],
    seats: [],
    dead: [],
    used: [],
    linked: [],
    bearer: undefined,
    holder: { ...keyOf(holder), uin: Number(holder['Uin']), secret },
    lastStep: step,
    listing,
    made: 0,
  }
}
