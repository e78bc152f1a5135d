// A TCP proxy in front of a database that can be made slow, or to pass nothing until further notice.
import { connect, createServer, type Socket } from 'node:net'

export interface SlowProxy {
  /** The database's address by way of the proxy. */
  readonly url: string
  /** What comes from either side is passed on so much later. */
  delay(ms: number): void
  /** Nothing passes any more until `go`. */
  hold(): void
  go(): void
  close(): Promise<void>
}

export async function slowProxy(databaseUrl: string): Promise<SlowProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const held: (() => void)[] = []
  let [holding, delayMs] = [false, 0]
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    from.on('data', (chunk) => {
      const forward = (): void => void (to.destroyed || to.write(chunk))
      const later = (): void => (holding ? void held.push(forward) : forward())
      if (delayMs > 0) setTimeout(later, delayMs)
      else later()
    })
  }
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    pass(client, upstream)
    pass(upstream, client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  url.port = String(typeof address === 'object' ? address?.port : '')
  return {
    url: url.href,
    delay(ms) {
      delayMs = ms
    },
    hold() {
      holding = true
    },
    go() {
      holding = false
      for (const forward of held.splice(0)) forward()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
