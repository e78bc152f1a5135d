// The smallest change that would allow a refused request, as data: single edits of the request or of one statement.

import type { LayerFinding } from '../explain.ts'
import type { ContextScalar, ContextValue, DecidedBy, RequestContext } from '../types.ts'

/** `hopeless`: no policy and no context helps. A request that is allowed needs no edit. */
export type Remedy = { readonly edits: readonly Edit[] } | { readonly hopeless: 'malformed' | 'foreign-resource' }

export type Edit = KeyEdit | PolicyEdit

/** The request says something else under one condition key; without a value, nothing. */
export interface KeyEdit {
  readonly kind: 'set-key' | 'drop-key'
  readonly key: string
  readonly value?: ContextScalar
}

interface OfStatement {
  readonly layer: LayerFinding['layer']
  /** The statement, in the version of its policy that is in force. */
  readonly by: DecidedBy
}

export type PolicyEdit =
  /** A statement that allows also names the action, or the resources. */
  | (OfStatement & { readonly kind: 'add-action'; readonly action: string })
  | (OfStatement & { readonly kind: 'add-resources'; readonly resources: readonly string[] })
  /** A deny no longer names these; what is left of it stays. */
  | (OfStatement & {
      readonly kind: 'narrow'
      readonly element: 'action' | 'resource'
      readonly texts: readonly string[]
    })
  | (OfStatement & { readonly kind: 'remove-statement' })
  | AddedStatement

/** One more statement: in the policy of the layer, or in a new policy attached to whoever asks. */
export interface AddedStatement {
  readonly kind: 'add-statement'
  readonly layer: LayerFinding['layer']
  readonly policy: Pick<DecidedBy, 'policyId' | 'policyName' | 'versionId'> | undefined
  readonly action: string
  readonly resources: readonly string[]
}

export const isKeyEdit = (edit: Edit): edit is KeyEdit => edit.kind === 'set-key' || edit.kind === 'drop-key'

/** Other values of some keys: `undefined` takes a key away. */
export type Overlay = ReadonlyMap<string, ContextScalar | undefined>

export function overlaid(context: RequestContext, overlay: Overlay): RequestContext {
  if (overlay.size === 0) return context
  return {
    get: (key): ContextValue | undefined => (overlay.has(key) ? overlay.get(key) : context.get(key)),
    ...(context.withheld && { withheld: (key: string) => context.withheld?.(key) }),
  }
}

const TAG = 'qcs:resource_tag'
const OLD_TAG = 'qcs:tag'

/** A key of a resource's tags has a second name, under which it then says nothing. */
export function overlayOf(edits: readonly Edit[]): Overlay {
  const overlay = new Map<string, ContextScalar | undefined>()
  for (const edit of edits) {
    if (!isKeyEdit(edit)) continue
    overlay.set(edit.key, edit.value)
    if (edit.key === TAG || edit.key.startsWith(`${TAG}/`)) overlay.set(OLD_TAG + edit.key.slice(TAG.length), undefined)
  }
  return overlay
}
