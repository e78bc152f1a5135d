import { describe, expect, test } from 'vitest'
import { createLog } from '../../src/server/log.ts'

function lines(level: 'debug' | 'info' | 'silent'): { log: ReturnType<typeof createLog>; written: string[] } {
  const written: string[] = []
  return { log: createLog(level, (line) => written.push(line)), written }
}

describe('the log', () => {
  test('writes JSON lines from its level up', () => {
    const { log, written } = lines('info')
    log.debug({}, 'quiet')
    log.info({ requestId: 'r1' }, 'said')
    expect(written).toHaveLength(1)
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 30, requestId: 'r1', msg: 'said' })
    const silent = lines('silent')
    silent.log.error({}, 'nothing')
    expect(silent.written).toEqual([])
  })

  test('shows an error by its words and its causes, without what else hangs on it', () => {
    const { log, written } = lines('info')
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (secret)=(hush)',
      parameters: ['hush'],
    })
    log.error({ error: new Error('a call failed', { cause }) }, 'oh')
    const { error } = JSON.parse(written[0] ?? '')
    expect(error).toMatchObject({
      type: 'Error',
      message: 'a call failed',
      cause: { message: 'duplicate key', code: '23505' },
    })
    expect(error.stack).toContain('log.test')
    expect(written[0]).not.toContain('hush')
  })

  test('strikes out members with names of secrets, however deep, and what looks like one in an error', () => {
    const { log, written } = lines('info')
    log.info({ password: 'hush1', a: { token: 'hush2', b: { 'x-tc-token': 'hush3', Cookie: 'hush4' } } }, 'said')
    const error = new Error('at postgres://cam:hush5@host/db, $argon2id$v=19$m=1$hush6, Bearer hush7 Signature=hush8')
    log.error({ error }, 'oh')
    log.error({ error: new Error('outer', { cause: error }) }, 'oh')
    expect(written.join('')).not.toContain('hush')
    expect(written[0]).toContain('"password":"[secret]"')
    expect(written[1]).toContain('postgres://cam:[secret]@host/db')
  })

  test('survives causes in a circle and things thrown that are no errors', () => {
    const { log, written } = lines('info')
    const circle = new Error('round')
    circle.cause = circle
    log.error({ error: circle }, 'a')
    log.error({ error: 'just text' }, 'b')
    expect(written[0]).toContain('round')
    expect(JSON.parse(written[1] ?? '').error.message).toBe('just text')
  })
})
