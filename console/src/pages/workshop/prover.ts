// A worker beside the page: proofs about all requests at once can take a while, and writing must not wait for them.
import { noNewAccess, type Proof, type StatementUse, statementUses } from '../../../../src/policy/index.ts'

export interface ProofsAsked {
  readonly draft: string
  /** The text in force; `undefined` where there is none to compare with. */
  readonly base: string | undefined
  readonly account: number
  readonly appId: number
}

export interface Proofs {
  /** Whether the draft allows nothing that the text in force does not, and the other way round. */
  readonly nothingNew: Proof | undefined
  readonly nothingLost: Proof | undefined
  readonly uses: readonly StatementUse[]
}

/** Somebody of the account whom no document is likely to name. */
const uin = 100000000002
const stepsEach = 2_000_000

self.addEventListener('message', ({ data }: MessageEvent<ProofsAsked>) => {
  const { draft, base, account, appId } = data
  const options = { subject: { uin, account, appId }, steps: stepsEach }
  const proofs: Proofs = {
    nothingNew: base === undefined ? undefined : noNewAccess(draft, base, options),
    nothingLost: base === undefined ? undefined : noNewAccess(base, draft, options),
    uses: statementUses(draft, options),
  }
  self.postMessage(proofs)
})
