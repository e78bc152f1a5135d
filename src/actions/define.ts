// An action is declared once, as a row: everything about it that others need (validation, limits, our own catalog, the
// command line, documents, generated tests) is derived from the row. One file per action; `index.ts` lists them.
import type { PresetTable } from '../catalog/presets.ts'
import type { Random } from '../kernel/random.ts'
import type { RequestContext } from '../policy/types.ts'
import type { DetailArguments } from '../protocol/api-error.ts'
import type { RawObject } from '../protocol/call.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import type { Fields, InferFields } from '../protocol/shape.ts'
import type { Warning } from '../protocol/warnings.ts'
import type { AuditSession, Reads, Writes } from '../store/store.ts'
import type { Caller, Decider, Principal, World } from './world.ts'

export type { Caller } from './world.ts'

/** Products whose calls this server answers itself. */
export const ownProducts = ['cam', 'sts', 'tag', 'cloudaudit'] as const
export type Product = (typeof ownProducts)[number]
/** Chapter of the reference, and the folder of the row's file. */
export type Group = 'User' | 'Policy' | 'Role' | 'IdentityProvider' | 'Audit' | 'Decision' | 'Sts' | 'Tag'

/**
 * Whose own affairs the caller may look after without naming anybody. A stranger and a role session are nobody, and a federation token is
 * not its user: what it was not given it must not reach by being somebody. A second-factor session is its user.
 */
export function ownUin({ kind, uin, session }: Principal): number | undefined {
  return kind === 'role' || kind === 'stranger' || session?.kind === 'federation' ? undefined : uin
}

/** Whether the caller is the root account in its own right. */
export function isRootItself(caller: Principal): boolean {
  return caller.kind === 'root' && ownUin(caller) !== undefined
}

/** Who did it, as attachments record it: an account number, or a role's id. */
export function operatorOf({ account, uin, session }: Principal): {
  readonly operatorOwner: number
  readonly operator: string
  readonly operatorKind: 0 | 1
} {
  const role = session?.role
  return role === undefined
    ? { operatorOwner: account, operator: String(uin), operatorKind: 0 }
    : { operatorOwner: account, operator: role.roleId, operatorKind: 1 }
}

/** What audit events say of a temporary key beside the number of whoever asked for it. */
export function auditSessionOf({ secretId, session }: Caller): AuditSession | undefined {
  if (session === undefined) return undefined
  const { kind, name, role, callerAccount, sourceIdentity } = session
  return {
    kind,
    name,
    secretId,
    ...(role !== undefined && { roleId: role.roleId, roleName: role.name }),
    callerAccount,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  }
}

/** What a row may look at to name its resources. Reading only. */
export interface ResourceInput<P> {
  readonly params: P
  readonly caller: Caller
  readonly read: Reads
  /** Policies that no store has; a call may name one. */
  readonly presets: Pick<PresetTable, 'byName'>
}

/** What a row may look at to say under which names a thing may be known to the caller. */
export interface NamesInput<P> extends ResourceInput<P> {
  /** Condition keys of the call. */
  readonly context: RequestContext
  readonly decider: Pick<Decider, 'trustOf'>
}

/**
 * Where the call is authorised. Operation level is checked on `*`; `fine` names the resources to check instead when
 * the operator turned resource-level checks on for our own calls. Texts are last segments (`policyid/12`).
 */
export type ResourceRule<P> =
  /** Needs no permission: whoever signs may call it. The handler looks after what the caller may learn. */
  | { readonly level: 'open' }
  /** One object under several whole six-segment names, perhaps of another account; see `authorize`. */
  | { readonly level: 'names'; names(input: NamesInput<P>): Segments }
  | { readonly level: 'operation'; fine?(input: ResourceInput<P>): Segments }
  | { readonly level: 'resource'; of(input: ResourceInput<P>): Segments }
export type Segments = readonly string[] | Promise<readonly string[]>

/**
 * What a row says when nobody signs its calls, because a parameter proves who makes them. A signature that comes along is
 * not looked at: whoever it is of gains nothing by it. Such a row is `open`, and `prepare` checks the proof.
 */
export interface UnsignedRule<X> {
  /** Calls per second from one address; `perSecond` is for all that name one account. */
  readonly perSecondAndAddress: number
  /** The account that the call names, and in which a write then happens. Nothing in the parameters is verified yet. */
  account(parameters: RawObject): number | undefined
  /** Who was proved to make the call, for the audit event. */
  proved(prepared: X): AuditSession
}

export interface ActionInput<P, E extends ErrorCode> {
  readonly params: P
  readonly caller: Caller
  readonly requestId: string
  /** When the call was received. */
  readonly nowMs: number
  readonly random: Random
  readonly world: World
  /** Condition keys of this call. */
  readonly context: RequestContext
  /** Ends the call with one of the row's own codes. */
  fail<C extends E>(code: C, ...detail: DetailArguments<C>): never
  /** Tells the caller of something doubtful that does not keep the call from succeeding. */
  warn(warning: Warning): void
  /** Whether the caller may also do this on `*` or on our own resource; never throws. */
  may(action: string, segment?: string): Promise<boolean>
}
export type HandleInput<P, E extends ErrorCode, A extends 'read' | 'write', X> = ActionInput<P, E> & {
  /** A write's store is its transaction; nothing else may be awaited inside. */
  readonly store: A extends 'write' ? Writes : Reads
  /** What `prepare` made before the transaction began. */
  readonly prepared: X
}

export interface ActionRow<
  P extends Fields = Fields,
  R extends Fields = Fields,
  E extends ErrorCode = ErrorCode,
  A extends 'read' | 'write' = 'read' | 'write',
  X = unknown,
> {
  /** Exact wire name. */
  readonly name: string
  readonly product: Product
  readonly group: Group
  /** One sentence of our own for documents and help. */
  readonly summary: string
  /** Known from the SDKs only, or our own; the reference does not have it. */
  readonly newer?: true
  /** First release of this server that had it; the first of all where nothing is said. */
  readonly since?: string
  /** Why new programs do not call it, as one sentence that says what they call instead. It answers all the same. */
  readonly deprecated?: string
  readonly access: A
  /** At the console it is made only soon after a second factor, for whoever turned that on (`ActionFlag`). */
  readonly sensitive?: true
  /** Documented calls per second and account. */
  readonly perSecond: number
  readonly params: P
  readonly returns: R
  /** Every code that the row itself may answer; common codes of the stages before it are not repeated. */
  readonly errors: readonly E[]
  readonly resource: ResourceRule<InferFields<P>>
  readonly unsigned?: UnsignedRule<X>
  /**
   * Slow or outside work (password hashing) before the transaction, and what must stay although the call is refused
   * (the count of wrong codes). Sees the store's committed state only.
   */
  prepare?(input: ActionInput<InferFields<P>, E> & { readonly store: Reads }): Promise<X>
  /** A write runs inside one transaction, perhaps again after a conflict. */
  handle(input: HandleInput<InferFields<P>, E, A, X>): Promise<InferFields<R>>
}

/** Declares an action. Methods are compared loosely on purpose, so that rows of all kinds fit one table. */
export function action<
  const P extends Fields,
  const R extends Fields,
  const E extends ErrorCode,
  const A extends 'read' | 'write',
  X = undefined,
>(row: ActionRow<P, R, E, A, X>): ActionRow<P, R, E, A, X> {
  return row
}
