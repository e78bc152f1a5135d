// What the reader of a document must be told about its use.

import type { Vocabulary } from './types.ts'

/** Characters that a policy may have, apart from its blanks. */
export const POLICY_LENGTH_MAX = 6144

export interface ReadOptions {
  /**
   * What the document is for. A trust policy has principals and no resources; the others have resources and no
   * principals. Only a preset may say `uin/-1`.
   */
  readonly purpose: 'identity' | 'preset' | 'trust' | 'session'
  readonly vocabulary: Vocabulary
  /** Characters (code points) of the text without blanks, tabs and line ends; 6144 by default. */
  readonly lengthMax?: number
  /**
   * Accept every form of `principal`, in any policy: the old calls that attach by it, and documents that are stored
   * already.
   */
  readonly principalAllowed?: boolean
  /**
   * Refuse a literal action of a product that the vocabulary does not know. Off by default: products without a
   * catalog stay usable.
   */
  readonly strictActionServices?: boolean
}
