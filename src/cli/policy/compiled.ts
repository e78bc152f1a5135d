// Documents that are going to decide: one that the server would refuse is refused here, at its first fault.
import { compilePolicy } from '../../policy/index.ts'
import { CommandFailure, harmless } from '../io.ts'
import type { Text } from './texts.ts'

/** The text, which can be compiled. */
export function compiledText({ file, text }: Text, account: number): string {
  const [problem] = compilePolicy({ document: text, preset: false, creator: account }).problems
  if (problem === undefined) return text
  throw new CommandFailure(harmless(`${file} cannot be in force: ${problem.message} (opencam lint says more)`))
}
