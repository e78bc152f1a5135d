// Proofs of the draft as it is now: asked of the worker once writing pauses, forgotten as soon as it goes on.
import { useEffect, useState } from 'react'
import type { Proofs, ProofsAsked } from './prover.ts'
import { startProver } from './worker.ts'

const pauseMs = 500

export type ProofState =
  | { readonly state: 'waiting' }
  | { readonly state: 'done'; readonly proofs: Proofs }
  | { readonly state: 'failed' }

/** `undefined` in place of a draft: there is nothing to prove. */
export function useProofs(draft: string | undefined, rest: Omit<ProofsAsked, 'draft'>): ProofState {
  const [state, setState] = useState<ProofState>({ state: 'waiting' })
  const { base, account, appId } = rest
  useEffect(() => {
    setState({ state: 'waiting' })
    if (draft === undefined) return undefined
    let worker: Worker | undefined
    const timer = setTimeout(() => {
      worker = startProver()
      worker.addEventListener('message', ({ data }: MessageEvent<Proofs>) => setState({ state: 'done', proofs: data }))
      worker.addEventListener('error', () => setState({ state: 'failed' }))
      const asked: ProofsAsked = { draft, base, account, appId }
      worker.postMessage(asked)
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      worker?.terminate()
    }
  }, [draft, base, account, appId])
  return state
}
