// A TCP proxy of our own between a server and its database, that fails as networks do: it cuts, it holds what it got and
// delivers it late, and it swallows everything while both ends think that they are connected.
import { connect, createServer, type Server, type Socket } from 'node:net'

export type Weather =
  | { readonly kind: 'fair' }
  /** Connections break and new ones are refused. */
  | { readonly kind: 'cut' }
  /** Connections stay and carry nothing; when that is over they break. */
  | { readonly kind: 'half-open' }
  /** Nothing passes until it is over; then everything does, late. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'delay'; readonly ms: number }

export interface FaultyProxy {
  readonly port: number
  set(weather: Weather): void
  /** New connections go there; those that there are stay. */
  lead(target: Target): void
  close(): Promise<void>
}

export interface Target {
  readonly host: string
  readonly port: number
}

interface Pair {
  readonly near: Socket
  readonly far: Socket
}

export async function startProxy(first: Target): Promise<FaultyProxy> {
  let target = first
  let weather: Weather = { kind: 'fair' }
  const pairs = new Set<Pair>()
  const server: Server = createServer((near) => {
    if (weather.kind === 'cut') {
      near.destroy()
      return
    }
    const far = connect({ ...target, noDelay: true })
    near.setNoDelay(true)
    const pair = { near, far }
    pairs.add(pair)
    const end = (): void => {
      near.destroy()
      far.destroy()
      pairs.delete(pair)
    }
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      // What is under way when the delay ends must not be overtaken.
      let late: Promise<unknown> | undefined
      from.on('data', (bytes: Buffer) => {
        if (weather.kind === 'half-open') return
        if (weather.kind !== 'delay' && late === undefined) {
          to.write(bytes)
          return
        }
        const due = after(weather.kind === 'delay' ? weather.ms : 0)
        const mine = Promise.all([late, due]).then(() => {
          to.write(bytes)
          if (late === mine) late = undefined
        })
        late = mine
      })
      from.on('error', end)
      from.on('close', end)
    }
    if (weather.kind === 'stall') hold(pair)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const breakAll = (): void => {
    for (const { near, far } of pairs) {
      near.destroy()
      far.destroy()
    }
    pairs.clear()
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    set(next) {
      if (next.kind === 'cut' || weather.kind === 'half-open') breakAll()
      if (next.kind === 'stall') for (const pair of pairs) hold(pair)
      else if (weather.kind === 'stall') for (const pair of pairs) letGo(pair)
      weather = next
    },
    lead(next) {
      target = next
    },
    close() {
      breakAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function hold({ near, far }: Pair): void {
  near.pause()
  far.pause()
}

function letGo({ near, far }: Pair): void {
  near.resume()
  far.resume()
}
