// Programs by principal and revision, bounded by how many there are and by the statements in them: a few principals with
// thousands of statements weigh as much as thousands with a few. The ones longest unused go first.

import type { Program } from './program.ts'

export interface ProgramCache {
  /** The program kept under that key, if it is of that revision. */
  get(key: string, revision: number): Program | undefined
  put(key: string, revision: number, program: Program): void
}

interface Kept {
  readonly revision: number
  readonly program: Program
  readonly statements: number
  /** How many entries had been put to the end when this one was. */
  movedAt: number
}

/** `kept` hears of how full it is after each program that came in, and of how many went for it. */
export function programCache(
  programsMax: number,
  statementsMax: number,
  kept?: (programs: number, statements: number, dropped: number) => void,
): ProgramCache {
  // A Map lists its keys in the order of insertion, so the first one was used longest ago, or nearly: an entry that is used is put
  // to the end only once a quarter of the others may have come behind it, because moving costs more than all else here.
  const held = new Map<string, Kept>()
  let statements = 0
  let moves = 0
  const drop = (key: string): Kept | undefined => {
    const found = held.get(key)
    if (found === undefined) return undefined
    held.delete(key)
    statements -= found.statements
    return found
  }
  const add = (key: string, entry: Omit<Kept, 'movedAt'>): void => {
    moves += 1
    held.set(key, { ...entry, movedAt: moves })
    statements += entry.statements
  }
  return {
    get(key, revision) {
      const found = held.get(key)
      if (found === undefined) return undefined
      if (found.revision !== revision) {
        drop(key)
        return undefined
      }
      if ((moves - found.movedAt) * 4 > held.size) {
        moves += 1
        found.movedAt = moves
        held.delete(key)
        held.set(key, found)
      }
      return found.program
    },
    put(key, revision, program) {
      drop(key)
      add(key, { revision, program, statements: statementsOf(program) })
      let dropped = 0
      for (const oldest of held.keys()) {
        if (held.size <= programsMax && statements <= statementsMax) break
        drop(oldest)
        dropped += 1
      }
      kept?.(held.size, statements, dropped)
    },
  }
}

function statementsOf({ identity, boundary, session }: Program): number {
  return identity.rules.length + (boundary?.rules.length ?? 0) + (session?.rules.length ?? 0)
}
