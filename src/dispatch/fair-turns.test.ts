import { expect, test } from 'vitest'
import { createFairTurns } from './fair-turns.ts'

function loop() {
  let then: (() => void) | undefined
  const turns = createFairTurns((next) => {
    then = next
  })
  const begun: string[] = []
  return {
    begun,
    send(sender: string, calls: number) {
      for (let call = 0; call < calls; call++) {
        const waiting = turns.turn(sender)
        if (waiting === undefined) begun.push(sender)
        else void waiting.then(() => begun.push(sender))
      }
    },
    /** The next turn of the event loop; `false`: nobody asked for one. */
    async next(): Promise<boolean> {
      const due = then
      then = undefined
      due?.()
      await Promise.resolve()
      return due !== undefined
    },
  }
}

test('a few calls of a sender begin at once, the rest in turns to come', async () => {
  const { send, next, begun } = loop()
  send('noisy', 30)
  expect(begun).toHaveLength(4)
  const perTurn: number[] = []
  while (await next()) perTurn.push(begun.length)
  expect(begun).toHaveLength(30)
  // Nobody else is there.
  expect(perTurn).toEqual([20, 30])
})

test('fewer begin in a turn while anybody else is there', async () => {
  const { send, next, begun } = loop()
  send('noisy', 60)
  send('quiet', 1)
  await next()
  expect(begun).toHaveLength(4 + 1 + 8)
  // The quiet one has had its turn, and has sent nothing since.
  await next()
  expect(begun).toHaveLength(4 + 1 + 8 + 16)
})

test('whoever comes new does not wait behind the heap of another', async () => {
  const { send, next, begun } = loop()
  send('noisy', 1000)
  await next()
  send('quiet', 1)
  expect(begun.at(-1)).toBe('quiet')
  send('quiet', 9)
  const before = begun.length
  await next()
  const turn = begun.slice(before)
  expect(turn.filter((sender) => sender === 'quiet').length).toBe(4)
  expect(turn.filter((sender) => sender === 'noisy').length).toBe(4)
})

test('the calls of one sender begin in their order', async () => {
  const order: number[] = []
  let then: (() => void) | undefined
  const turns = createFairTurns((next) => {
    then = next
  })
  for (let call = 0; call < 20; call++) {
    const waiting = turns.turn('one')
    if (waiting === undefined) order.push(call)
    else void waiting.then(() => order.push(call))
  }
  for (let turn = 0; turn < 4; turn++) {
    then?.()
    await Promise.resolve()
  }
  expect(order).toEqual(Array.from({ length: 20 }, (_, call) => call))
})
