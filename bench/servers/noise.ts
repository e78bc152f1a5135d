// Sends one signed call again and again over many connections, each as fast as it is answered, between the messages `start` and
// `stop`; tells how many were answered.
import { connect } from 'node:net'

const { port, connections, request } = JSON.parse(process.argv[2] ?? '{}') as {
  port: number
  connections: number
  request: string
}
const bytes = Buffer.from(request, 'base64')
let running = false
let answered = 0

const sockets = Array.from({ length: connections }, () => {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += String(chunk)
    const end = text.indexOf('\r\n\r\n')
    const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
    if (end < 0 || text.length < end + 4 + length) return
    text = ''
    answered += 1
    if (running) socket.write(bytes)
  })
  return socket
})
await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))

process.on('message', (message) => {
  running = message === 'start'
  if (running) {
    answered = 0
    for (const socket of sockets) socket.write(bytes)
  } else process.send?.(answered)
})
process.send?.('ready')
