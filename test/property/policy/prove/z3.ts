// The SMT solver Z3, compiled to WebAssembly, behind one function.
import { init } from 'z3-solver'

export type SmtAnswer = 'sat' | 'unsat' | 'unknown'

export interface Solver {
  /** Whether the assertions of a text of SMT-LIB can be true; `unknown` also when the time is up. */
  check(assertions: string): Promise<SmtAnswer>
  /** Ends the solver's threads, without which a process stays. */
  close(): void
}

/** Formulas after which the solver begins anew, so that what it remembers of old ones does not grow. */
const formulasPerContext = 100

export async function openSolver(timeoutMs: number): Promise<Solver> {
  const { Context, em } = await init()
  let context = Context<string>('first')
  let asked = 0
  return {
    async check(assertions) {
      asked += 1
      if (asked % formulasPerContext === 0) context = Context<string>(`context ${asked}`)
      const solver = new context.Solver()
      solver.set('timeout', timeoutMs)
      // Read while this call lasts. `eval_smtlib2_string` reads in another thread, when the text is already gone.
      solver.fromString(assertions)
      const answer = await solver.check()
      solver.release()
      return answer
    },
    close: () => em.PThread.terminateAllThreads(),
  }
}
