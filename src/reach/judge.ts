// Programs of a whole population: made when first asked for, statements of a policy compiled once for all. Holds no verdict.
import { anyActionMatches, readRequestAction } from '../policy/action.ts'
import {
  assemble,
  type CompiledPolicy,
  type CompiledTrust,
  type CompileLookup,
  compilePolicy,
  compileTrust,
  type Granularity,
  type PolicySource,
  type Program,
} from '../policy/index.ts'
import { groupsOf, keyOf, type Population, subjectOf, type Who } from './population.ts'

export interface Judge {
  readonly population: Population
  programOf(who: Who): Program
  /** Of the policies that speak about one action alone: as good as all of them, and made faster. */
  programsAbout(action: string, granularity: Granularity): (who: Who) => Program | undefined
}

/** Compiled once by their very text: drafts and versions of one policy are told apart without numbers. */
export function compiledTexts(textsMax = 100_000): CompileLookup {
  const kept = { preset: new Map<string, CompiledPolicy>(), own: new Map<string, CompiledPolicy>() }
  return (source) => {
    const { preset, creator, document } = source
    const known = preset ? kept.preset : kept.own
    const found = known.get(document)
    if (found !== undefined) return found
    if (known.size >= textsMax) known.clear()
    const made = compilePolicy({ preset, creator, document })
    known.set(document, made)
    return made
  }
}

/** Somebody's program in any of several populations of one account. */
export type Programs = (population: Population, who: Who) => Program

/** How many programs of one principal are kept: those of the first population and of the states last looked at. */
const keptMax = 4

/**
 * Programs that are made once for all populations in which somebody has the very same policies, so that what was found out about a
 * program holds in each of them.
 */
export function sharedPrograms(compiled: CompileLookup): Programs {
  const kept = new Map<string, { readonly from: readonly unknown[]; readonly program: Program }[]>()
  return (population, who) => {
    const key = `${keyOf(who)} ${who.kind === 'role' ? who.uin : ''}`
    const from = madeFrom(population, who)
    const known = kept.get(key) ?? []
    const found = known.find((one) => same(one.from, from))
    if (found !== undefined) return found.program
    const program = assemble(subjectOf(population, who), compiled)
    // The first one is of the account as it is, to which every search comes back.
    if (known.length >= keptMax) known.splice(1, 1)
    kept.set(key, [...known, { from, program }])
    return program
  }
}

/** What a program is made from; the very same values make the same program. */
function madeFrom(population: Population, who: Who): readonly unknown[] {
  const { users, roles, policies } = population
  const holder = who.kind === 'user' ? users.get(who.uin) : who.kind === 'role' ? roles.get(who.roleId) : undefined
  const from: unknown[] = [holder?.boundary, holder?.boundary && policies.get(holder.boundary)]
  for (const id of holder?.policies ?? []) from.push(id, policies.get(id))
  for (const group of groupsOf(population, who)) {
    from.push(group.groupId, group.name)
    for (const id of group.policies) from.push(id, policies.get(id))
  }
  return from
}

const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((value, at) => value === other[at])

/** `compiled` and `shared` may be shared by the judges of populations of one account that differ in little. */
export function judgeOf(
  population: Population,
  compiled: CompileLookup = compiledTexts(),
  shared: Programs = (of, who) => assemble(subjectOf(of, who), compiled),
): Judge {
  const programs = new Map<string, Program>()
  return {
    population,
    programOf(who) {
      const key = `${keyOf(who)} ${who.kind === 'role' ? who.uin : ''}`
      const known = programs.get(key)
      if (known !== undefined) return known
      const made = shared(population, who)
      programs.set(key, made)
      return made
    },
    programsAbout(action, granularity) {
      const asked = readRequestAction(action)
      const says = new Map<CompiledPolicy, 'allow' | 'deny' | undefined>()
      const sayOf = (source: PolicySource): 'allow' | 'deny' | undefined => {
        const policy = compiled(source)
        if (says.has(policy) || asked === undefined) return says.get(policy)
        const covering = policy.statements.filter((one) => {
          return anyActionMatches(one.bind(NO_VALUES).actions, asked, granularity)
        })
        const say = covering.some(({ effect }) => effect === 'allow')
          ? 'allow'
          : covering.length > 0
            ? 'deny'
            : undefined
        says.set(policy, say)
        return say
      }
      return (who) => {
        const subject = subjectOf(population, who)
        const identity = subject.identity.filter((source) => sayOf(source) !== undefined)
        // Whom nothing allows it may not, whatever else there is; the owner needs no policy.
        if (subject.kind !== 'root' && !identity.some((source) => sayOf(source) === 'allow')) return undefined
        return assemble({ ...subject, identity }, compiled)
      }
    },
  }
}

const NO_VALUES = { uin: undefined, owner_uin: undefined, app_id: undefined }

/** Trust policies by their text, compiled once. */
export function trusts(account: number): (trust: string) => CompiledTrust {
  const kept = new Map<string, CompiledTrust>()
  return (trust) => {
    const known = kept.get(trust) ?? compileTrust(trust, account)
    kept.set(trust, known)
    return known
  }
}
