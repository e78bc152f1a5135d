// Watches that a request to an upstream gets on: to a connection, to an answer, and through it. Ends it where it does not.
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { GatewayLimits } from './limits.ts'
import { UpstreamFault } from './upstream-fault.ts'

export interface Times {
  /** A part of the request went out. */
  progress(): void
  /** The answer's head is there. */
  answering(incoming: IncomingMessage): void
  connected(): boolean
  stop(): void
}

export function watchTimes(outgoing: ClientRequest, limits: GatewayLimits): Times {
  let phase: NodeJS.Timeout | undefined
  let connected = false
  let incoming: IncomingMessage | undefined
  let socket: Socket | undefined

  const give = (problem: string): void => {
    const fault = new UpstreamFault(problem, connected)
    if (incoming === undefined) outgoing.destroy(fault)
    else incoming.destroy(fault)
  }
  /** Steps so far. A timer of a busy process runs before what has arrived meanwhile is read: that gets its turn first. */
  let steps = 0
  const within = (ms: number, late: () => void): void => {
    clearTimeout(phase)
    steps += 1
    phase = setTimeout(() => {
      const before = steps
      setImmediate(() => {
        if (steps === before) late()
      })
    }, ms)
  }
  const total = setTimeout(() => give('it took too long in all'), limits.totalMs)
  const silent = (): void => {
    // With bytes of the answer waiting here it is the client that does not take them.
    if (incoming !== undefined && incoming.readableLength > 0) within(limits.idleMs, silent)
    else give('it fell silent')
  }
  const refresh = (): void => {
    steps += 1
    phase?.refresh()
  }
  const connect = (): void => {
    connected = true
    within(limits.idleMs, silent)
    if (outgoing.writableFinished) sent()
    else outgoing.once('finish', sent)
  }
  const sent = (): void => {
    if (incoming === undefined) within(limits.responseMs, () => give('it did not answer in time'))
  }

  within(limits.connectMs, () => give('it cannot be reached in time'))
  outgoing.once('socket', (given) => {
    socket = given
    if (outgoing.reusedSocket) connect()
    else given.once('encrypted' in given ? 'secureConnect' : 'connect', connect)
  })
  return {
    progress() {
      if (connected) refresh()
    },
    answering(answer) {
      incoming = answer
      connected = true
      within(limits.idleMs, silent)
      socket?.on('data', refresh)
    },
    connected: () => connected,
    stop() {
      steps += 1
      clearTimeout(phase)
      clearTimeout(total)
      socket?.off('data', refresh)
    },
  }
}
