// One connection after another with signed calls as bytes, from whatever address of this machine.
import { connect, type Socket } from 'node:net'
import { type Answer, buildCall, readAnswer } from '../../src/client/call.ts'
import type { Signer } from '../cluster/nodes.ts'

/** `undefined`: hung up on without an answer. */
export type Reply = { readonly status: number; readonly answer: Answer } | undefined

/** The bytes of a call of ours, made now. */
export function bytesOf(url: string, action: string, parameters: object, by: Signer): Buffer {
  const target = { host: new URL(url).host, product: 'cam', version: '2019-01-16', action }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
  const { headers, body } = buildCall(target, parameters, by, moment)
  const lines = Object.entries({ ...headers, 'Content-Length': String(body.length) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${head}\r\n`), body])
}

export interface Wire {
  call(bytes: Buffer): Promise<Reply>
  open(): boolean
  close(): void
}

/** A connection from an address; calls follow each other on it. */
export function wireTo(port: number, localAddress: string): Wire {
  let text = ''
  let heard: ((reply: Reply) => void) | undefined
  let ended = false
  const socket: Socket = connect({ port, host: '127.0.0.1', localAddress })
  const settle = (reply: Reply): void => {
    const tell = heard
    heard = undefined
    tell?.(reply)
  }
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    text += String(chunk)
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
    const body = Buffer.from(text.slice(end + 4))
    if (body.length < length) return
    const status = Number(text.slice(9, 12))
    text = ''
    settle({ status, answer: readAnswer(body.subarray(0, length).toString()) })
  })
  socket.on('close', () => {
    ended = true
    settle(undefined)
  })
  return {
    call(bytes) {
      if (ended) return Promise.resolve(undefined)
      const reply = new Promise<Reply>((resolve) => {
        heard = resolve
      })
      socket.write(bytes)
      return reply
    },
    open: () => !ended,
    close: () => void socket.destroy(),
  }
}
