// An editor that says what a recording has and notes what is answered: a process of its own, spoken to by the protocol's own bytes.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export type Message = Readonly<Record<string, unknown>>

export interface Step {
  readonly send: Message
  /** Everything that comes because of it, in order. */
  readonly receive: readonly Message[]
}

export interface Played {
  readonly steps: readonly Step[]
  readonly exitCode: number | null
  /** What was said beside the protocol. */
  readonly err: string
}

/** `expected`: how many messages come because of one. `program`: the command's file; that of this checkout where left out. */
export async function play(
  steps: readonly Pick<Step, 'send'>[],
  expected: (send: Message) => number,
  program: string = main,
): Promise<Played> {
  const child = spawn(process.execPath, [program, 'lsp', '--stdio'], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') },
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stdin.on('error', () => {})
  const inbox = inboxOf(child)
  let err = ''
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString('utf8')
  })
  const played: Step[] = []
  for (const { send } of steps) {
    const text = JSON.stringify(send)
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
    const receive: Message[] = []
    for (let left = expected(send); left > 0; left -= 1) receive.push(await inbox())
    played.push({ send, receive })
  }
  child.stdin.end()
  const exitCode = await ended
  return { steps: played, exitCode, err }
}

/** The next message that comes. */
function inboxOf({ stdout }: ChildProcessWithoutNullStreams): () => Promise<Message> {
  let bytes = Buffer.alloc(0)
  const waiting: { resolve(message: Message): void; reject(error: Error): void }[] = []
  const read: Message[] = []
  const hand = (): void => {
    for (;;) {
      const head = bytes.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(bytes.subarray(0, Math.max(head, 0)).toString('ascii'))?.[1])
      if (head === -1 || bytes.length < head + 4 + length) break
      read.push(JSON.parse(bytes.subarray(head + 4, head + 4 + length).toString('utf8')))
      bytes = bytes.subarray(head + 4 + length)
    }
    while (waiting.length > 0 && read.length > 0) waiting.shift()?.resolve(read.shift() ?? {})
  }
  stdout.on('data', (part: Buffer) => {
    bytes = Buffer.concat([bytes, part])
    hand()
  })
  stdout.on('end', () => {
    for (const { reject } of waiting) reject(new Error('the server went away before it answered'))
  })
  return () =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      hand()
    })
}
