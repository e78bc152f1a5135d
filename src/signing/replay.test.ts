import { expect, test } from 'vitest'
import { virtualClock } from '../kernel/clock.ts'
import { replayGuard } from './replay.ts'

test('the same id and signature pass once within the window', () => {
  const clock = virtualClock(0)
  const guard = replayGuard(clock, 600_000)
  expect(guard.admit('a', 's')).toBe(true)
  expect(guard.admit('a', 's')).toBe(false)
  expect(guard.admit('b', 's')).toBe(true)
  expect(guard.admit('a', 't')).toBe(true)
})

test('for the whole window, whenever in it they come', () => {
  for (let firstMs = 0; firstMs <= 1_300_000; firstMs += 100_000) {
    const clock = virtualClock(0)
    const guard = replayGuard(clock, 600_000)
    clock.set(firstMs)
    expect(guard.admit('a', 's')).toBe(true)
    for (let laterMs = 0; laterMs <= 600_000; laterMs += 60_000) {
      clock.set(firstMs + laterMs)
      expect(guard.admit('other', String(laterMs))).toBe(true)
      expect(guard.admit('a', 's'), `first at ${firstMs}, again ${laterMs} later`).toBe(false)
    }
  }
})

test('and are forgotten after two', () => {
  const clock = virtualClock(0)
  const guard = replayGuard(clock, 600_000)
  guard.admit('a', 's')
  clock.advance(1_800_001)
  expect(guard.admit('a', 's')).toBe(true)
  expect(guard.size).toBe(1)
})

test('memory is bounded', () => {
  const guard = replayGuard(virtualClock(0), 600_000, 100)
  for (let index = 0; index < 10_000; index++) guard.admit('a', String(index))
  expect(guard.size).toBeLessThanOrEqual(100)
  expect(guard.admit('a', '9999')).toBe(false)
})
