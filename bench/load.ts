// Load over keep-alive connections of raw sockets, so that the generator costs far less than what it measures.
import { connect, type Socket } from 'node:net'
import { buildCall, type CallTarget } from '../src/client/call.ts'
import type { Credential } from '../src/signing/index.ts'

/** Requests as bytes, each with a signature of its own. */
export function signedRequests(
  count: number,
  target: CallTarget,
  credential: Credential,
  each: (index: number) => { readonly parameters: object; readonly timestamp: number },
): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const { parameters, timestamp } = each(index)
    const call = buildCall(target, parameters, credential, { timestamp, nonce: index + 1 })
    const headers = { ...call.headers, 'Content-Length': String(call.body.length) }
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return Buffer.concat([Buffer.from(`${call.method} / HTTP/1.1\r\n${head.join('')}\r\n`), call.body])
  })
}

export interface LoadResult {
  readonly requests: number
  readonly seconds: number
  /** Answers that were refusals. */
  readonly errors: number
}

const isNoError = (answer: string): boolean => !answer.includes('"Error"')

/** Sends every request once over `connections` sockets, each waiting for its answer before it sends the next. */
export async function load(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  isGood: (answer: string) => boolean = isNoError,
): Promise<LoadResult> {
  let next = 0
  let errors = 0
  const began = performance.now()
  const one = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    const answers = answersOf(socket)
    for (;;) {
      const request = requests[next]
      next += 1
      if (request === undefined) break
      socket.write(request)
      if (!isGood(await answers())) errors += 1
    }
    socket.destroy()
  }
  // The generator never sleeps: waking it would cost the server system time, and the more the less busy it keeps it.
  let running = true
  const spin = (): void => {
    if (running) setImmediate(spin)
  }
  spin()
  await Promise.all(Array.from({ length: connections }, one))
  running = false
  return { requests: requests.length, seconds: (performance.now() - began) / 1000, errors }
}

/**
 * Sends requests at a fixed rate whether or not earlier ones were answered, over connections of which enough are free.
 * Answers the milliseconds from when each was due to its whole answer.
 */
export async function openLoop(
  port: number,
  requests: readonly Buffer[],
  perSecond: number,
  connections: number,
): Promise<readonly number[]> {
  const free: { readonly socket: Socket; readonly answers: () => Promise<string> }[] = []
  for (let index = 0; index < connections; index++) {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    free.push({ socket, answers: answersOf(socket) })
  }
  const all = [...free]
  const taken: number[] = []
  const underWay: Promise<void>[] = []
  const began = performance.now()
  for (const [index, request] of requests.entries()) {
    const due = began + (index * 1000) / perSecond
    while (performance.now() < due || free.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const connection = free.pop()
    if (connection === undefined) throw new Error('no connection is free')
    connection.socket.write(request)
    const answered = connection.answers().then((answer) => {
      if (answer.includes('"Error"')) throw new Error(`refused: ${answer}`)
      taken.push(performance.now() - due)
      free.push(connection)
    })
    answered.catch(() => {})
    underWay.push(answered)
  }
  await Promise.all(underWay)
  for (const { socket } of all) socket.destroy()
  return taken
}

/** Waits for one whole answer after another. */
function answersOf(socket: Socket): () => Promise<string> {
  let text = ''
  let done: ((answer: string) => void) | undefined
  let failed: ((error: Error) => void) | undefined
  const settle = (): void => {
    const end = text.indexOf('\r\n\r\n')
    if (end < 0 || done === undefined) return
    const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
    const total = end + 4 + length
    if (text.length < total) return
    const answer = text.slice(0, total)
    text = text.slice(total)
    const resolve = done
    done = undefined
    resolve(answer)
  }
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    text += String(chunk)
    settle()
  })
  socket.on('close', () => failed?.(new Error('the server hung up')))
  return () =>
    new Promise((resolve, reject) => {
      done = resolve
      failed = reject
      settle()
    })
}
