// Group commit over a recorded connection: what runs in which order, who fails for whose fault.
import { describe, expect, test } from 'vitest'
import { ForeignWaitError, type GroupConnection, groupCommit } from './group-commit.ts'

interface Fault {
  readonly step: string
  readonly error: Error
  /** Whether the database ends the transaction with it. */
  readonly ends?: boolean
}

/** `free`: asked whether nobody else is writing. */
function recorder(fault?: Fault, free: () => boolean = () => true) {
  const steps: string[] = []
  let open = false
  let session = 0
  const step = (name: string, opens: boolean | undefined) => () => {
    steps.push(name)
    if (fault?.step === name) {
      if (fault.ends === true) open = false
      throw fault.error
    }
    if (opens !== undefined) open = opens
  }
  const connection: GroupConnection<(name: string) => Promise<void>> = {
    begin() {
      if (!free()) {
        steps.push('busy')
        return false
      }
      step('begin', true)()
      return true
    },
    commit: step('commit', false),
    rollback: step('rollback', false),
    savepoint: step('savepoint', undefined),
    release: step('release', undefined),
    rollbackToSavepoint: step('rollback to', undefined),
    isOpen: () => open,
    session() {
      let ended = false
      const id = ++session
      return {
        session: async (name) => {
          if (ended) throw new Error(`session ${id} is over`)
          step(name, undefined)()
        },
        end: () => {
          ended = true
        },
      }
    },
  }
  return { steps, connection }
}

describe('a lone work', () => {
  test('needs no savepoint', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection)
    const value = await commits.run(async (write) => {
      await write('a')
      return 7
    })
    expect([value, steps]).toEqual([7, ['begin', 'a', 'commit']])
  })

  test('that throws is rolled back and not committed', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection)
    const fault = new Error('mine')
    const failing = commits.run(async (write) => {
      await write('a')
      throw fault
    })
    await expect(failing).rejects.toBe(fault)
    expect(steps).toEqual(['begin', 'a', 'rollback'])
    await commits.run((write) => write('b'))
    expect(steps.slice(3)).toEqual(['begin', 'b', 'commit'])
  })

  test('that throws before it awaits fails like any other', async () => {
    const { steps, connection } = recorder()
    const failing = groupCommit(connection).run(() => {
      throw new Error('at once')
    })
    await expect(failing).rejects.toThrow('at once')
    expect(steps).toEqual(['begin', 'rollback'])
  })
})

describe('works that wait together', () => {
  test('share one transaction, in order, and settle after the commit', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection)
    const settled: string[] = []
    const run = async (name: string) => {
      await commits.run(async (write) => {
        await write(`${name}1`)
        await write(`${name}2`)
      })
      settled.push(`${name} after ${steps.at(-1)}`)
    }
    await Promise.all([run('a'), run('b')])
    const one = (name: string) => ['savepoint', `${name}1`, `${name}2`, 'release']
    expect(steps).toEqual(['begin', ...one('a'), ...one('b'), 'commit'])
    expect(settled).toEqual(['a after commit', 'b after commit'])
  })

  test('fail alone', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection)
    const good = commits.run((write) => write('a'))
    const bad = commits.run(async (write) => {
      await write('b')
      throw new Error('mine')
    })
    const later = commits.run((write) => write('c'))
    const outcomes = await Promise.allSettled([good, bad, later])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const taken = ['savepoint', 'b', 'rollback to', 'release']
    expect(steps).toEqual(['begin', 'savepoint', 'a', 'release', ...taken, 'savepoint', 'c', 'release', 'commit'])
  })

  test('beyond the bound go into the next group', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection, 2)
    await Promise.all(['a', 'b', 'c'].map((name) => commits.run((write) => write(name))))
    expect(steps.filter((step) => !['savepoint', 'release'].includes(step))).toEqual([
      ...['begin', 'a', 'b', 'commit'],
      ...['begin', 'c', 'commit'],
    ])
  })

  test('that come while a group runs wait for the next one', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection)
    let inner: Promise<void> | undefined
    await commits.run(async (write) => {
      inner = commits.run((late) => late('late'))
      await write('a')
    })
    await inner
    expect(steps).toEqual(['begin', 'a', 'commit', 'begin', 'late', 'commit'])
  })

  test('all fail when the commit fails, and the next group is not harmed', async () => {
    const error = new Error('disk full')
    const { steps, connection } = recorder({ step: 'commit', error })
    const commits = groupCommit(connection)
    const outcomes = await Promise.allSettled([commits.run((w) => w('a')), commits.run((w) => w('b'))])
    expect(outcomes).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ])
    expect(steps.slice(-2)).toEqual(['commit', 'rollback'])
    const next = commits.run((w) => w('c'))
    await expect(next).rejects.toBe(error)
    expect(steps.slice(-4)).toEqual(['begin', 'c', 'commit', 'rollback'])
  })

  test('all fail when the transaction cannot begin', async () => {
    const error = new Error('locked')
    const { steps, connection } = recorder({ step: 'begin', error })
    const commits = groupCommit(connection)
    await expect(commits.run((w) => w('a'))).rejects.toBe(error)
    expect(steps).toEqual(['begin'])
  })

  test('all fail when a fault ends the transaction, even for a work that hides it', async () => {
    const error = new Error('I/O')
    const { steps, connection } = recorder({ step: 'b', error, ends: true })
    const commits = groupCommit(connection)
    const outcomes = await Promise.allSettled([
      commits.run((w) => w('a')),
      commits.run((w) => w('b').catch(() => undefined)),
      commits.run((w) => w('c')),
    ])
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected' })
    expect(steps).not.toContain('commit')
    expect(steps).not.toContain('c')
  })

  test('a lone work that hides such a fault fails too', async () => {
    const { connection } = recorder({ step: 'b', error: new Error('I/O'), ends: true })
    const hiding = groupCommit(connection).run((w) => w('b').catch(() => undefined))
    await expect(hiding).rejects.toThrow('whole transaction back')
  })
})

describe('a work that waits for something else', () => {
  test('is taken back, its session is dead, and the others go on', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection)
    const { promise: foreign, resolve: arrive } = Promise.withResolvers<void>()
    const late = Promise.withResolvers<unknown>()
    const waiting = commits.run(async (write) => {
      await write('a')
      await foreign
      await write('too late').then(late.resolve, late.resolve)
    })
    const other = commits.run((write) => write('b'))
    await expect(waiting).rejects.toBeInstanceOf(ForeignWaitError)
    await other
    arrive()
    expect(await late.promise).toMatchObject({ message: 'session 1 is over' })
    expect(steps).not.toContain('too late')
    expect(steps.filter((step) => step !== 'savepoint' && step !== 'release')).toEqual([
      ...['begin', 'a', 'rollback to', 'b', 'commit'],
    ])
  })
})

describe('while another process writes', () => {
  test('works wait, and what comes meanwhile shares their commit', async () => {
    let asked = 0
    let second: Promise<void> | undefined
    const { steps, connection } = recorder(undefined, () => {
      second ??= commits.run((write) => write('b'))
      asked += 1
      return asked > 2
    })
    const commits = groupCommit(connection)
    await commits.run((write) => write('a'))
    await second
    const one = (name: string) => ['savepoint', name, 'release']
    expect(steps).toEqual(['busy', 'busy', 'begin', ...one('a'), ...one('b'), 'commit'])
  })
})

describe('closing', () => {
  test('waits for what is queued and refuses what comes later', async () => {
    const { steps, connection } = recorder()
    const commits = groupCommit(connection)
    const last = commits.run((write) => write('a'))
    await commits.close()
    expect(steps).toEqual(['begin', 'a', 'commit'])
    await last
    await expect(commits.run((write) => write('b'))).rejects.toThrow('closed')
  })

  test('with nothing under way is at once', async () => {
    await expect(groupCommit(recorder().connection).close()).resolves.toBeUndefined()
  })
})
