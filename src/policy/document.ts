// A policy document as a value: what the text says after validation, before anything is compiled. Names are
// normalised (element names, actions, services, regions), contents are kept.

import type { OperatorUse } from './operators/index.ts'
import type { Effect } from './types.ts'
import type { Template } from './variables.ts'

export interface PolicyDocument {
  /** The text as sent, minified: what is stored and answered. */
  readonly text: string
  readonly statements: readonly Statement[]
}

export interface Statement {
  /** Index in the document, from zero. */
  readonly index: number
  readonly effect: Effect
  readonly actions: readonly ActionForm[]
  readonly resources: readonly ResourceForm[]
  /** All of them must hold. */
  readonly conditions: readonly ConditionForm[]
  /** Empty unless the document is a trust policy or an old-style policy that names its users. */
  readonly principals: readonly Principal[]
}

export interface ActionForm {
  /** As written. */
  readonly text: string
  /** Lowercase, `*` is a wildcard. */
  readonly product: string
  /** Lowercase, `*` is a wildcard. */
  readonly name: string
}

/** `every` is the whole value `*`: all resources, of any product and account. */
export type ResourceForm = { readonly text: string; readonly every: true } | SixSegments

export interface SixSegments {
  /** As written. */
  readonly text: string
  readonly every: false
  /** Lowercase; empty: every product. */
  readonly service: string
  /** Long name, may contain `*`; empty: every region. */
  readonly region: string
  readonly account: AccountForm
  readonly content: Template
}

/**
 * Whose resources. `creator`: the root account that made the policy (for presets: of whoever is evaluated);
 * `evaluated`: `uin/-1`, presets only.
 */
export type AccountForm =
  | { readonly kind: 'creator' }
  | { readonly kind: 'evaluated' }
  | { readonly kind: 'uin'; readonly uin: number }
  | { readonly kind: 'uid'; readonly appId: number }

export interface ConditionForm {
  readonly operator: OperatorUse
  /** Trimmed, as written otherwise. */
  readonly key: string
  /** One of them is enough. */
  readonly values: readonly Template[]
}

/** Who may use a role, or whom an old-style policy is for. */
export type Principal =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'root'; readonly account: number }
  | { readonly kind: 'user'; readonly account: number; readonly uin: number }
  | { readonly kind: 'group'; readonly account: number; readonly groupId: number }
  | { readonly kind: 'role'; readonly account: number; readonly roleName: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'provider'; readonly account: number; readonly protocol: 'saml' | 'oidc'; readonly name: string }
