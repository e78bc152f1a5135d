// Writers that call a server from several sides at once and remember how each call ended, until the server is gone.
import { type Answer, buildCall, send } from '../../src/client/call.ts'
import type { Credential } from '../../src/signing/index.ts'

/** One signed call over a socket, by the machine's clock. */
export type Caller = (action: string, parameters?: object) => Promise<Answer>

export function callerOn(url: string, credential: Credential): Caller {
  return (action, parameters = {}) => {
    const target = { host: new URL(url).host, product: 'cam', version: '2019-01-16', action }
    const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
    return send(url, buildCall(target, parameters, credential, moment))
  }
}

/** A call and its end: answered, refused, or (`undefined`) cut off, so that nobody knows. */
export interface Written {
  readonly action: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly answer: Answer | undefined
}

/** What the writers write about: there before any of them begins. */
export interface Ground {
  readonly uin: number
  /** A group that nobody is ever put into. */
  readonly emptyGroup: number
  /** Name that is taken. */
  readonly takenName: string
}

const document = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: 'cam:GetUser', resource: '*' }],
})

export interface Load {
  readonly writers: number
  readonly ground: Ground
  /** Draws the kinds of the calls, evenly in [0, 1). */
  next(): number
  /** Makes names of this load its own. */
  readonly label: string
  /** Called after each answer with how many there were. */
  answered(count: number): void
}

/** Writes until a call is cut off, for each writer. Answers everything that was called. */
export async function writeUntilCutOff(call: Caller, load: Load): Promise<readonly Written[]> {
  const log: Written[] = []
  let count = 0
  const tell = async (action: string, parameters: Written['parameters']): Promise<Answer | undefined> => {
    const answer = await call(action, parameters).catch(() => undefined)
    log.push({ action, parameters, answer })
    if (answer !== undefined) load.answered(++count)
    return answer
  }
  const writer = async (name: number): Promise<void> => {
    for (let turn = 0; ; turn++) {
      const kind = Math.floor(load.next() * turns.length)
      if ((await turns[kind]?.(tell, load.ground, `${load.label}-${name}-${turn}`)) === undefined) return
    }
  }
  await Promise.all(Array.from({ length: load.writers }, (_, name) => writer(name)))
  return log
}

type Tell = (action: string, parameters: Written['parameters']) => Promise<Answer | undefined>
type Turn = (tell: Tell, ground: Ground, name: string) => Promise<Answer | undefined>

const turns: readonly Turn[] = [
  (tell, _, name) => tell('CreateGroup', { GroupName: name }),
  (tell, _, name) => tell('AddUser', { Name: name, UseApi: 1 }),
  async (tell, { uin }, name) => {
    const made = await tell('CreatePolicy', { PolicyName: name, PolicyDocument: document })
    if (made === undefined) return undefined
    return tell('AttachUserPolicy', { PolicyId: made['PolicyId'], AttachUin: uin })
  },
  (tell, { takenName }) => tell('CreateGroup', { GroupName: takenName }),
  // The first pair is in order, the second is not: nothing of the call may stay.
  (tell, { uin, emptyGroup }) =>
    tell('AddUserToGroup', {
      Info: [
        { GroupId: emptyGroup, Uin: uin },
        { GroupId: 999_999_999, Uin: uin },
      ],
    }),
]
