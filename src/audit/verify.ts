// Checks a chain of audit events against its hashes and signed checkpoints, event by event, and says which were removed,
// changed, reordered or inserted. Needs nothing but the events, the checkpoints and public keys: no store, no secret.
import type { AuditCheckpoint, ChainedEvent } from '../store/store.ts'
import { type CheckpointKeys, isSigned } from './checkpoints.ts'
import { dropAction } from './keeper.ts'
import { Past } from './verify-past.ts'

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
export const checkChain = (account: number, dropped: number, keys: CheckpointKeys): ChainCheck =>
  new Check(account, dropped, keys)

/** Class because it is fed: one record after the other. */
class Check implements ChainCheck {
  readonly #account: number
  readonly #dropped: number
  readonly #keys: CheckpointKeys
  readonly #past: Past
  readonly #findings: Finding[] = []
  #more = 0
  #events = 0
  #first = 0
  #checkpoints = 0
  #signedTo = 0
  #checkpointed: number
  #toldOfDrop: boolean
  /** Something says what the first event follows on. */
  #anchored: boolean

  constructor(account: number, dropped: number, keys: CheckpointKeys) {
    this.#account = account
    this.#dropped = dropped
    this.#keys = keys
    this.#past = new Past(dropped)
    this.#checkpointed = dropped
    this.#toldOfDrop = dropped === 0
    this.#anchored = dropped === 0
  }

  event(event: ChainedEvent): void {
    if (this.#events === 0) this.#first = event.position
    this.#follow(event)
    this.#events += 1
    if (event.action === dropAction && throughOf(event) === this.#dropped) this.#toldOfDrop = true
  }

  checkpoint(checkpoint: AuditCheckpoint): void {
    const { position, hash, previous, keyId } = checkpoint
    if (!isSigned(checkpoint, this.#keys)) {
      const why = this.#keys.has(keyId) ? 'is not what was signed' : `is of an unknown key ${keyId}`
      this.#find('signature', position, position, `the checkpoint at ${position} ${why}`)
      return
    }
    this.#checkpoints += 1
    if (position === this.#dropped && this.#events === 0) {
      this.#past.begin(hash)
      this.#anchored = true
      this.#signedTo = position
      return
    }
    if (previous !== this.#checkpointed) {
      const text = `the checkpoint at ${previous}, which the one at ${position} follows, is not there`
      this.#find('checkpoint', previous, position, text)
    }
    this.#compare(checkpoint)
    this.#checkpointed = position
  }

  finish(end?: ChainEnd): ChainReport {
    const [past, dropped] = [this.#past, this.#dropped]
    if (!this.#anchored) {
      this.#find('checkpoint', dropped, dropped, `the checkpoint at ${dropped}, where the log begins, is not there`)
    }
    if (!this.#toldOfDrop) {
      this.#find('removed', 1, dropped, `${span(1, dropped)} removed, and no event tells that they were dropped`)
    }
    const { position: last } = past.last()
    this.#endsAt(end)
    for (const { kind, from, to, text } of explained(past)) this.#find(kind, from, to, text)
    const findings = this.#findings.toSorted((a, b) => a.from - b.from)
    return {
      account: this.#account,
      events: this.#events,
      first: this.#first,
      last,
      checkpoints: this.#checkpoints,
      signedTo: this.#signedTo,
      findings,
      more: this.#more + past.unexamined(),
    }
  }

  #find(kind: Finding['kind'], from: number, to: number, text: string): void {
    if (this.#findings.length < findingsMax) this.#findings.push({ account: this.#account, kind, from, to, text })
    else this.#more += 1
  }

  #follow(event: ChainedEvent): void {
    const { position } = event
    const expected = this.#past.last().position + 1
    if (position < expected) {
      const isThis = ({ kind, from, to }: Finding) => kind === 'removed' && from === position && to === position
      const missed = this.#findings.findIndex(isThis)
      if (missed >= 0) this.#findings.splice(missed, 1)
      this.#find('reordered', position, position, `an event ${position} stands behind event ${expected - 1}`)
      this.#past.aside(event)
      return
    }
    if (position > expected) {
      this.#find('removed', expected, position - 1, `${span(expected, position - 1)} removed`)
      this.#past.pass(event)
    } else if (!this.#anchored && this.#events === 0) this.#past.pass(event)
    else this.#past.follow(event)
  }

  /** Whether what was signed is what is there. */
  #compare({ position, hash }: AuditCheckpoint): void {
    const end = this.#past.last()
    const from = this.#checkpointed + 1
    if (position > end.position) this.#past.expect({ position, hash })
    else if (position < end.position) {
      this.#find('checkpoint', position, position, `the checkpoint at ${position} stands too late`)
    } else if (hash !== end.hash) {
      const text = `events ${from} to ${position} are not those that the checkpoint at ${position} signs`
      this.#find('changed', from, position, text)
    } else this.#signedTo = position
  }

  /** Whether the last event is the one that checkpoints and the chain's own end know of. */
  #endsAt(end: ChainEnd | undefined): void {
    const { position: last, hash } = this.#past.last()
    const to = Math.max(this.#past.furthest().position, end?.position ?? 0)
    if (to > last) this.#find('truncated', last + 1, to, `${span(last + 1, to)} removed from the end`)
    else if (end !== undefined && end.position === last && end.hash !== hash) {
      this.#find('changed', last, last, `event ${last} is not the one that the chain ended with`)
    } else if (end !== undefined && end.position < last) {
      this.#find(
        'inserted',
        end.position + 1,
        last,
        `${span(end.position + 1, last)} added behind the end of the chain`,
      )
    }
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
function explained(past: Past): readonly Omit<Finding, 'account'>[] {
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
