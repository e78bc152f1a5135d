// Calls of an account as the store keeps them: one event each, in a chain of hashes, and refused calls in full for `opencam
// why`. None holds a secret. Types only.
import type { Account, Uin } from './terms.ts'

/** One call, or one change past every call. */
export interface AuditEvent {
  /** 0: of calls that nobody was proved to have made. */
  readonly account: Account
  /** Of the account: the one that a change made, or the one that a call was judged at; 0 where it was not known. */
  readonly revision: number
  readonly requestId: string
  readonly timeMs: number
  /** Who called; of a temporary key, whoever asked for it; 0 for nobody of here. */
  readonly uin: Uin
  /** Id of the key, as claimed where nothing was proved; empty without one. */
  readonly secretId: string
  readonly access: AuditAccess
  readonly product: string
  readonly action: string
  readonly resources: readonly string[]
  readonly decision: AuditDecision
  /** `ok`, an error code, or what a gateway did. */
  readonly outcome: string
  readonly sourceIp: string
  readonly userAgent: string
  /** What was asked, without secrets: JSON text. */
  readonly parameters: string
  /** Of a temporary key; `uin` is who asked for it then. */
  readonly session?: AuditSession | undefined
}
/** `unknown`: nothing of here has such an action. */
export type AuditAccess = 'read' | 'write' | 'unknown'
/** What policies said. `none`: they were not asked, because the call needs no permission or ended before. */
export type AuditDecision = 'allow' | 'deny' | 'none'

/** An event in its account's chain. */
export interface ChainedEvent extends AuditEvent {
  /** From 1, without gap. */
  readonly position: number
  /** SHA-256 in hex over the canonical form, in which the hash before stands. */
  readonly hash: string
}
/** Which session called. No secret: the id of its key alone signs nothing. */
export interface AuditSession {
  readonly kind: string
  readonly name: string
  readonly secretId: string
  readonly roleId?: string
  readonly roleName?: string
  /** Account of whoever asked for it. */
  readonly callerAccount: Account
  readonly sourceIdentity?: string
}
/** Both ends of a time are included; texts are compared exactly. */
export interface AuditFilter {
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  readonly uin?: Uin | undefined
  readonly action?: string | undefined
  readonly product?: string | undefined
  readonly resource?: string | undefined
  readonly outcome?: string | undefined
  readonly requestId?: string | undefined
  readonly secretId?: string | undefined
  readonly access?: AuditAccess | undefined
  /** `true`: those alone that did not end well, `false`: those alone that did. */
  readonly failed?: boolean | undefined
}
/** A place in the order of a listing: newest first, of one moment the later position first. */
export interface AuditPlace {
  readonly timeMs: number
  readonly position: number
}
export interface AuditPage {
  readonly events: readonly ChainedEvent[]
  /** Where to go on; `undefined` at the end. A page that is not full may have one: so much was looked through for it. */
  readonly next: AuditPlace | undefined
}

/** Where a chain ends, and how far the work beside it has come. */
export interface AuditChain {
  readonly account: Account
  /** Of the last event; 0 before the first. */
  readonly position: number
  /** Of the last event; empty before the first. */
  readonly hash: string
  /** Events up to here are found by the index. */
  readonly indexed: number
  /** The last checkpoint, and when it was made. */
  readonly checkpointed: number
  readonly checkpointMs: number
  /** Events up to here were dropped for their age. */
  readonly dropped: number
  /** Events up to here were taken by the webhook. */
  readonly delivered: number
}
/** A signed statement that the chain had this hash at this position. */
export interface AuditCheckpoint {
  readonly account: Account
  readonly position: number
  readonly hash: string
  readonly timeMs: number
  /** Position of the checkpoint before; 0: there was none. */
  readonly previous: number
  readonly keyId: string
  /** Ed25519 over the canonical form, base64url. */
  readonly signature: string
}
/** A key that signs checkpoints; it belongs to the store, so its account is 0. */
export interface AuditKeyRow {
  readonly keyId: string
  /** SPKI, PEM. */
  readonly publicKey: string
  readonly sealedPrivateKey: string
  readonly createdMs: number
}

export interface AuditReads {
  /** Newest first, all that there are up to the limit. `before` continues a listing. */
  list(
    account: Account,
    filter: AuditFilter,
    page: { readonly before?: AuditPlace | undefined; readonly limit: number },
  ): Promise<readonly ChainedEvent[]>
  /** The same, a page at a time, looking through a bounded number of events. */
  search(
    account: Account,
    filter: AuditFilter,
    page: { readonly before?: AuditPlace | undefined; readonly limit: number },
  ): Promise<AuditPage>
  /** `undefined`: nothing was ever chained. */
  chain(account: Account): Promise<AuditChain | undefined>
  /** In the chain's order, those after the position. */
  after(account: Account, position: number, limit: number): Promise<readonly ChainedEvent[]>
  checkpointsAfter(account: Account, position: number, limit: number): Promise<readonly AuditCheckpoint[]>
  /** The last checkpoint of which every event up to it is older than the moment. */
  droppable(account: Account, olderThanMs: number): Promise<AuditCheckpoint | undefined>
}
export interface AuditWrites {
  /** Puts the event at the end of its account's chain, which stays locked until the transaction ends. */
  append(event: AuditEvent): Promise<void>
  /** The same for several of one account, in this order. */
  appendAll(account: Account, events: readonly AuditEvent[]): Promise<void>
  /** Puts events up to the position into the index, if it ends at `from` still. `false`: another node was first. */
  index(account: Account, from: number, events: readonly ChainedEvent[]): Promise<boolean>
  /** Keeps a checkpoint, if it follows on the one that it names. `false`: another node was first. */
  checkpoint(checkpoint: AuditCheckpoint): Promise<boolean>
  /** Nothing is to be done for the account, unless an event was chained after the position. */
  settle(account: Account, position: number): Promise<void>
  /** Events up to the position, a checkpoint's, count as dropped from now on. */
  beginDrop(account: Account, position: number): Promise<void>
  /** Drops at most so many of the events up to the position, oldest first, and the checkpoints before it. How many went. */
  drop(account: Account, position: number, limit: number): Promise<number>
  /** Takes the deliveries of the account for a while. `false`: somebody else has them. */
  claimDelivery(account: Account, nowMs: number, untilMs: number): Promise<boolean>
  /** What was delivered, and until when nobody else goes on. */
  delivered(account: Account, position: number, untilMs: number): Promise<void>
}

/** A refused call, kept for `opencam why`. `record` is JSON text made by the dispatcher. */
export interface RefusalRow {
  readonly account: Account
  readonly requestId: string
  readonly timeMs: number
  readonly record: string
}
