// Checks a chain of audit events against its hashes and signed checkpoints, event by event, and says which were removed,
// changed, reordered or inserted. Needs nothing but the events, the checkpoints and public keys: no store, no secret.
import type { AuditCheckpoint, ChainedEvent } from '../store/store.ts'
import { type CheckpointKeys, isSigned } from './checkpoints.ts'
import { dropAction } from './keeper.ts'
import { createPast } from './verify-past.ts'

export interface Finding {
  readonly account: number
  readonly kind: 'changed' | 'removed' | 'reordered' | 'inserted' | 'truncated' | 'signature' | 'checkpoint'
  /** Positions that it is about, both included. */
  readonly from: number
  readonly to: number
  readonly text: string
}
export interface ChainReport {
  readonly account: number
  readonly events: number
  readonly first: number
  readonly last: number
  readonly checkpoints: number
  /** Nothing up to here can have been changed unnoticed; 0: nothing is signed. */
  readonly signedTo: number
  readonly findings: readonly Finding[]
  /** Findings beyond those listed. */
  readonly more: number
}
/** Where a chain should end. */
export interface ChainEnd {
  readonly position: number
  readonly hash: string
}
export interface ChainCheck {
  /** In the order of the chain. */
  event(event: ChainedEvent): void
  /** Behind the event that it is of. */
  checkpoint(checkpoint: AuditCheckpoint): void
  /** `end`: what is known of the end beside events and checkpoints. */
  finish(end?: ChainEnd): ChainReport
}

const findingsMax = 100

/** `dropped`: events up to here were dropped for their age, as the store or the export says; that is checked too. */
export function checkChain(account: number, dropped: number, keys: CheckpointKeys): ChainCheck {
  const findings: Finding[] = []
  let more = 0
  const find = (kind: Finding['kind'], from: number, to: number, text: string): void => {
    if (findings.length < findingsMax) findings.push({ account, kind, from, to, text })
    else more += 1
  }
  const past = createPast(dropped)
  let events = 0
  let first = 0
  let checkpoints = 0
  let signedTo = 0
  let checkpointed = dropped
  let toldOfDrop = dropped === 0
  /** Nothing at the beginning says what the first event follows on. */
  let anchored = dropped === 0

  function follow(event: ChainedEvent): void {
    const { position } = event
    const expected = past.last().position + 1
    if (position < expected) {
      const missed = findings.findIndex(
        ({ kind, from, to }) => kind === 'removed' && from === position && to === position,
      )
      if (missed >= 0) findings.splice(missed, 1)
      find('reordered', position, position, `an event ${position} stands behind event ${expected - 1}`)
      past.aside(event)
      return
    }
    if (position > expected) find('removed', expected, position - 1, `${span(expected, position - 1)} removed`)
    if (position > expected || (!anchored && events === 0)) past.pass(event)
    else past.follow(event)
  }

  return {
    event(event) {
      if (events === 0) first = event.position
      follow(event)
      events += 1
      if (event.action === dropAction && throughOf(event) === dropped) toldOfDrop = true
    },
    checkpoint(checkpoint) {
      const { position, hash, previous } = checkpoint
      const end = past.last()
      if (!isSigned(checkpoint, keys)) {
        const why = keys.has(checkpoint.keyId) ? 'is not what was signed' : `is of an unknown key ${checkpoint.keyId}`
        find('signature', position, position, `the checkpoint at ${position} ${why}`)
        return
      }
      checkpoints += 1
      if (position === dropped && events === 0) {
        past.begin(hash)
        anchored = true
        signedTo = position
        return
      }
      if (previous !== checkpointed) {
        find(
          'checkpoint',
          previous,
          position,
          `the checkpoint at ${previous}, which the one at ${position} follows, is not there`,
        )
      }
      if (position > end.position) past.expect({ position, hash })
      else if (position < end.position)
        find('checkpoint', position, position, `the checkpoint at ${position} stands too late`)
      else if (hash !== end.hash) {
        const range = `events ${checkpointed + 1} to ${position}`
        find('changed', checkpointed + 1, position, `${range} are not those that the checkpoint at ${position} signs`)
      } else signedTo = position
      checkpointed = position
    },
    finish(end) {
      if (!anchored)
        find('checkpoint', dropped, dropped, `the checkpoint at ${dropped}, where the log begins, is not there`)
      if (!toldOfDrop)
        find('removed', 1, dropped, `${span(1, dropped)} removed, and no event tells that they were dropped`)
      const { position: last, hash } = past.last()
      const known = past.furthest()
      const to = Math.max(known.position, end?.position ?? 0)
      if (to > last) find('truncated', last + 1, to, `${span(last + 1, to)} removed from the end`)
      else if (end !== undefined && end.position === last && end.hash !== hash) {
        find('changed', last, last, `event ${last} is not the one that the chain ended with`)
      } else if (end !== undefined && end.position < last) {
        find('inserted', end.position + 1, last, `${span(end.position + 1, last)} added behind the end of the chain`)
      }
      for (const { kind, from, to, text } of explained(past)) find(kind, from, to, text)
      findings.sort((a, b) => a.from - b.from)
      return { account, events, first, last, checkpoints, signedTo, findings, more: more + past.unexamined() }
    },
  }
}

const span = (from: number, to: number): string => (from === to ? `event ${from} was` : `events ${from} to ${to} were`)

function throughOf({ parameters }: ChainedEvent): unknown {
  try {
    return (JSON.parse(parameters) as { readonly through?: unknown } | null)?.through
  } catch {
    return undefined
  }
}

/** What happened to events that do not follow on those before them. */
function explained(past: ReturnType<typeof createPast>): readonly Omit<Finding, 'account'>[] {
  const found: Omit<Finding, 'account'>[] = []
  const early = past.early()
  const told = new Set<number>()
  for (const { from, to, shift } of past.moved()) {
    const [low, high] = [from - shift, from - 1]
    const between = Array.from({ length: Math.max(shift, 0) }, (_, index) => low + index)
    if (shift > 0 && !between.some((at) => early.has(at))) {
      found.push({
        kind: 'inserted',
        from: low,
        to: high,
        text: `${span(low, high)} inserted; those behind were renumbered`,
      })
      for (let at = low; at <= high; at++) told.add(at)
    } else if (shift < 0) {
      const before = from - 1
      const text = `${-shift} removed before event ${before}; those behind were renumbered`
      found.push({ kind: 'removed', from: before, to: before, text })
      told.add(before)
    } else {
      found.push({ kind: 'reordered', from: low, to, text: `events ${low} to ${to} stand in another order` })
      for (let at = low; at <= to; at++) told.add(at)
    }
  }
  for (const at of early) {
    if (told.has(at)) continue
    found.push({ kind: 'reordered', from: at, to: at, text: `event ${at} stands before one that it once followed` })
  }
  for (const at of past.broken()) {
    if (told.has(at)) continue
    const text = `event ${at} was changed, or event ${at - 1} was and has a new hash`
    found.push({ kind: 'changed', from: at, to: at, text })
  }
  return found
}
