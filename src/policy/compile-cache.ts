// Compiled policies by version, so that the thousand users of one policy share one compiled form. An entry is used
// only for exactly the text that it was compiled from: a version edited in place is compiled again.

import { type CompiledPolicy, compilePolicy } from './compile.ts'
import type { PolicySource } from './types.ts'

export type CompileLookup = (source: PolicySource) => CompiledPolicy

/** A lookup that keeps the `policiesMax` most recently used versions. */
export function compileCache(policiesMax: number): CompileLookup {
  const kept = new Map<string, { readonly source: PolicySource; readonly compiled: CompiledPolicy }>()
  return (source) => {
    const key = `${source.preset ? 'preset' : source.creator}/${source.policyId}/${source.versionId}`
    const known = kept.get(key)
    kept.delete(key)
    const fresh = known?.source.document === source.document ? known : { source, compiled: compilePolicy(source) }
    kept.set(key, fresh)
    // A Map lists its keys in the order of insertion, so the first one was used longest ago.
    for (const oldest of kept.keys()) {
      if (kept.size <= policiesMax) break
      kept.delete(oldest)
    }
    return fresh.compiled
  }
}
