// Loaded into a server's process before it (`--import`): kills that process at one chosen await. Every await of a call goes on by
// way of the engine's promise hooks, so they are all counted, whoever wrote the code; the server knows nothing of it.
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { promiseHooks } from 'node:v8'

/** What the parent asks: die at this point of the next call; beyond the last point: only count. */
export interface Arm {
  readonly killAt: number
}
/** What it hears: armed, or the number of points that the call went through. */
export type Heard = { readonly armed: true } | { readonly points: number }

const insideCall = new AsyncLocalStorage<true>()
let armed = false
let passed = 0
let killAt = 0

type Emit = (...event: unknown[]) => boolean

subscribe('http.server.request.start', (message) => {
  if (!armed) return
  const { request, response } = message as {
    request: { emit: Emit }
    response: { once(event: 'close', listener: () => void): void }
  }
  response.once('close', () => {
    armed = false
    tell({ points: passed })
  })
  // The body comes by events, which begin in no call's context.
  const emit = request.emit.bind(request)
  request.emit = (...event) => insideCall.run(true, () => emit(...event))
})

// Promises are made in the context of their call, but go on in none that a hook can see: they are remembered.
const ofCall = new WeakSet<object>()
promiseHooks.onInit((promise) => {
  if (armed && insideCall.getStore() === true) ofCall.add(promise)
})
promiseHooks.onBefore((promise) => {
  if (!armed || !ofCall.has(promise)) return
  passed += 1
  if (passed === killAt) process.kill(process.pid, 'SIGKILL')
})

process.on('message', (message: Arm) => {
  ;[armed, passed, killAt] = [true, 0, message.killAt]
  tell({ armed: true })
})

function tell(heard: Heard): void {
  process.send?.(heard)
}
