// The remedy in the record of a refused call as text: what would have to change for the call to be allowed.
import type { Refusal } from '../actions/audit/refusal-record.ts'
import { editText } from '../policy/index.ts'
import { harmless } from './io.ts'

/** Lines of text; none where nothing would help, which the verdict has said. */
export function remedyLines(found: NonNullable<Refusal['remedy']>): readonly string[] {
  if (!('edits' in found) || found.edits.length === 0) return []
  return ['The smallest change that would allow it:', ...found.edits.map((one) => `  ${harmless(editText(one))}`)]
}
