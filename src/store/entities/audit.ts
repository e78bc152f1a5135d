// Changes of an account and refused calls as the store keeps them; neither holds a secret. Types only.
import type { Account, Uin } from './terms.ts'

export interface AuditEvent {
  readonly account: Account
  readonly revision: number
  readonly requestId: string
  readonly timeMs: number
  readonly uin: Uin
  readonly product: string
  readonly action: string
  readonly resources: readonly string[]
  readonly sourceIp: string
  readonly outcome: string
  /** What was asked, without secrets: JSON text. */
  readonly parameters: string
  /** Of a change by a temporary key; `uin` is who asked for it then. */
  readonly session?: AuditSession | undefined
}
/** Which session changed something. No secret: the id of its key alone signs nothing. */
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
export interface AuditFilter {
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  readonly uin?: Uin | undefined
  readonly action?: string | undefined
}
export interface AuditReads {
  /** Newest first (revision descending). `beforeRevision` continues a listing. */
  list(
    account: Account,
    filter: AuditFilter,
    page: { readonly beforeRevision?: number | undefined; readonly limit: number },
  ): Promise<readonly AuditEvent[]>
}
export interface AuditWrites {
  append(event: AuditEvent): Promise<void>
}

/** A refused call, kept for `opencam why`. `record` is JSON text made by the dispatcher. */
export interface RefusalRow {
  readonly account: Account
  readonly requestId: string
  readonly timeMs: number
  readonly record: string
}
