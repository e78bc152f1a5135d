// Principals whose calls are all refused, whatever their keys and policies say. Types only.
import type { RoleId } from './roles.ts'
import type { Account, Uin } from './terms.ts'

/** Somebody who can be put in quarantine: the owner of an account, a user or a role of it. */
export type QuarantinePrincipal =
  | { readonly kind: 'root' }
  | { readonly kind: 'user'; readonly uin: Uin }
  | { readonly kind: 'role'; readonly roleId: RoleId }

export interface QuarantineRow {
  readonly principal: QuarantinePrincipal
  readonly name: string
  readonly sinceMs: number
}

export interface QuarantineReads {
  /** Since when somebody is in quarantine; `undefined`: is not, or does not exist. */
  since(account: Account, principal: QuarantinePrincipal): Promise<number | undefined>
  /** Everybody in quarantine, the owner first, then users, then roles, each kind by name. */
  list(account: Account): Promise<readonly QuarantineRow[]>
}
export interface QuarantineWrites {
  /** Puts somebody in quarantine (again: since the new moment), or out of it. `false`: nobody of that kind and number. */
  set(account: Account, principal: QuarantinePrincipal, sinceMs: number | undefined): Promise<boolean>
}
