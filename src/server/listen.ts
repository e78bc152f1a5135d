// Begins to listen, or says why not; and answers what cannot be read as HTTP.
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly flags?: { readonly host: string; readonly port: string }
}

const statusByFault: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What could not be read as HTTP, or came too slowly, is answered once and hung up on. */
export function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = statusByFault[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

export function listen(server: Server, options: ListenOptions): Promise<void> {
  const { host, port } = options
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(whyNot(error, options), { cause: error })))
    server.listen(port, host, resolve)
  })
}

function whyNot(error: NodeJS.ErrnoException, { host, port, flags }: ListenOptions): string {
  const other = flags ?? { host: '--host', port: '--port' }
  if (error.code === 'EADDRINUSE') return `port ${port} on ${host} is in use: choose another with ${other.port}`
  if (error.code === 'EACCES')
    return `there is no permission to listen on port ${port}: choose one above 1023 with ${other.port}`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `${host} is no address of this machine: choose another with ${other.host}`
  }
  return `cannot listen on ${host}, port ${port}: ${error.message}`
}
