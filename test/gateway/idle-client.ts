// A client as a process of its own: opens connections, makes one call over each, and then lies idle until it is told to
// leave. Started by `idle.ts`; speaks with it over the channel between the two.
import { connect, type Socket } from 'node:net'

interface Order {
  readonly port: number
  readonly connections: number
  /** One signed call as bytes, base64: TC3 calls may come more than once. */
  readonly call: string
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order
const call = Buffer.from(order.call, 'base64')
const sockets: Socket[] = []
/** Opened at once; the system refuses more than some in one go. */
const atOnce = 100

/** One connection with an answered call. */
function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(order.port, '127.0.0.1', () => socket.write(call))
    sockets.push(socket)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (text.includes('"Error"')) reject(new Error(text))
      else if (text.endsWith('}}')) resolve()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('a connection was closed')))
  })
}

for (let left = order.connections; left > 0; left -= atOnce) {
  await Promise.all(Array.from({ length: Math.min(left, atOnce) }, open))
}
process.on('message', () => {
  // Nobody but the server hung up meanwhile.
  const open = sockets.filter((socket) => !socket.destroyed && socket.readable).length
  process.send?.(open, () => process.exit(0))
})
process.send?.(sockets.length)
