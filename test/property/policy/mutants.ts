// Bugs on purpose: each is one edit of a copy of the engine, and the comparison with the reference must notice it. An
// edit whose text is no longer in the source fails loudly, so that no bug is silently left out.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { checkWorld, disagreementLines, smallest } from './agree.ts'
import { type Engine, engine, engineOf, type PolicyModule } from './engine.ts'
import { emptyTally, type Tally } from './tally.ts'
import { checkTrustWorld, smallestTrust, trustLines } from './trust-agree.ts'

export interface Mutant {
  readonly name: string
  /** Within src/policy. */
  readonly file: string
  readonly from: string
  readonly to: string
}

export const mutants: readonly Mutant[] = [
  {
    name: 'a key that is not there satisfies negated operators',
    file: 'condition.ts',
    from: 'missing: ifExists ? TRUE : FALSE',
    to: 'missing: ifExists || operator.negated ? TRUE : FALSE',
  },
  {
    name: 'the boundary is ignored',
    file: 'program.ts',
    from: 'boundary: boundary === undefined || root ? undefined : indexRules([boundary], compiled, variables)',
    to: 'boundary: undefined',
  },
  {
    name: 'denies of groups are ignored',
    file: 'program.ts',
    from: 'identity: indexRules(root ? [] : subject.identity, compiled, variables)',
    to: `identity: indexRules(
      root ? [] : subject.identity,
      (source) => {
        const { statements, problems } = compiled(source)
        const kept = statements.filter(({ effect }) => source.via.kind === 'direct' || effect === 'allow')
        return { statements: kept, problems }
      },
      variables,
    )`,
  },
  {
    name: 'the mask of a block is one bit too long',
    file: 'operators/ip.ts',
    from: '-1 << (32 - ones)',
    to: '-1 << (31 - ones)',
  },
  {
    name: 'one region alias is missing',
    file: 'regions.ts',
    from: "['bjjr', 'ap-beijing-fsi'],",
    to: '',
  },
  {
    name: 'a wildcard runs across a second colon of an action',
    file: 'action.ts',
    from: "if (product === '' || name === '' || rest.length > 0) return undefined",
    to: "if (product === '' || name === '') return undefined\n  if (rest.length > 0) return { product, name: [name, ...rest].join(':') }",
  },
  {
    name: 'root is not narrowed by its session policy',
    file: 'program.ts',
    from: 'session: session === undefined ? undefined',
    to: 'session: session === undefined || root ? undefined',
  },
  {
    name: 'resources of other accounts are within reach',
    file: 'decide.ts',
    from: 'return !question.resource.own && !isAssumeRole(question.action)',
    to: 'return false',
  },
  {
    name: 'every value is asked for where all must pass',
    file: 'condition.ts',
    from: "all: quantifier === 'all'",
    to: 'all: false',
  },
  {
    name: 'a deny does not hit what cannot be known',
    file: 'condition.ts',
    from: "truth === TRUE || (truth === UNKNOWN && effect === 'deny')",
    to: 'truth === TRUE',
  },
  {
    name: 'the end of a pattern may overlap its beginning',
    file: 'pattern.ts',
    from: 'const end = text.length - pattern.suffix.length',
    to: 'const end = text.length',
  },
  {
    name: 'an empty account means the caller, whoever made the policy',
    file: 'account.ts',
    from: 'home.preset ? OWN_ACCOUNT : uinKey(home.creator)',
    to: 'OWN_ACCOUNT',
  },
  {
    name: 'any name with any value leaves out what has no slash',
    file: 'read-resource.ts',
    from: "['', '*/*']",
    to: "['']",
  },
  {
    name: 'a tag is split at its last &',
    file: 'condition.ts',
    from: "text.indexOf('&')",
    to: "text.lastIndexOf('&')",
  },
  {
    name: 'an offset west of Greenwich is read as east',
    file: 'operators/date.ts',
    from: "(found[9] === '-' ? -1 : 1)",
    to: '1',
  },
  {
    name: 'a version edited in place keeps its old compiled form',
    file: 'compile-cache.ts',
    from: 'known?.source.document === source.document',
    to: 'known !== undefined',
  },
  {
    name: 'statements about any product are forgotten beside those about one',
    file: 'rules.ts',
    from: 'group(product, [...own, ...open], many)',
    to: 'group(product, own, many)',
  },
  {
    name: 'what was remembered of a whole product answers for single actions',
    file: 'rules.ts',
    from: "granularity === 'service' ? remembered?.service : remembered?.other",
    to: 'remembered?.other',
  },
  {
    name: 'wildcards are forgotten beside many exact resources',
    file: 'candidates.ts',
    from: '...byMark(entries.filter((entry) => !isExact(entry)))',
    to: '...byMark([])',
  },
  {
    name: 'a statement with a condition makes others superfluous',
    file: 'candidates.ts',
    from: 'const whole = rule.conditions.length === 0 && rule',
    to: 'const whole = rule',
  },
  {
    name: 'a statement about some actions makes those about others superfluous',
    file: 'candidates.ts',
    from: 'return actionsCover(wider.rule, rule) && ',
    to: 'return ',
  },
  {
    name: 'what a content must have is looked for one place too early',
    file: 'mark.ts',
    from: 'textMark(place, prefix, 0)',
    to: 'textMark(Math.max(0, place - 1), prefix, 0) + 0x10000 * Math.min(1, place)',
  },
  {
    name: 'an allow of one exact resource is not held against denies of many',
    file: 'candidates.ts',
    from: '(firstOther(entries, entries.denies, covering, question) ?? found)',
    to: 'found',
  },
  {
    name: 'a statement about one region makes others superfluous',
    file: 'candidates.ts',
    from: '(anyRegion || sameRegion) && covers',
    to: 'covers',
  },
  {
    name: 'a statement about one account makes others superfluous',
    file: 'candidates.ts',
    from: 'if (resource.every || wider.account !== resource.account) return false',
    to: 'if (resource.every) return false',
  },
  {
    name: 'the built-in denies are not asked where no statement speaks about the action',
    file: 'decide.ts',
    from: ' && !isGeneral(action)) return noAllow',
    to: ') return noAllow',
  },
  {
    name: 'the built-in denies count for nothing where a product is checked as a whole',
    file: 'general.ts',
    from: "question.granularity === 'service' ? { ...question, granularity: 'operation' } : question",
    to: 'question',
  },
  {
    name: 'the search for a long text forgets what it has matched',
    file: 'needle.ts',
    from: `while (matched > 0 && text.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0
    if (text.charCodeAt(matched) === code) matched += 1
    if (matched === text.length)`,
    to: `while (matched > 0 && text.charCodeAt(matched) !== code) matched = 0
    if (text.charCodeAt(matched) === code) matched += 1
    if (matched === text.length)`,
  },
  {
    name: 'a filter forgets its denies',
    file: 'partial/matches.ts',
    from: "!matched(deny, 'deny') && ",
    to: '',
  },
  {
    name: 'in a filter a narrow pattern takes the place of a wide one',
    file: 'partial/place.ts',
    from: 'matches(wide.content, patternText(narrow.content))',
    to: 'matches(narrow.content, patternText(wide.content))',
  },
]

/** Bugs in how trust policies are decided, to be noticed by questions about those. */
export const trustMutants: readonly Mutant[] = [
  {
    name: 'whoever belongs to the account is the user that is named',
    file: 'trust.ts',
    from: 'truth(isUserOf(asker, principal.account) && asker.uin === principal.uin)',
    to: 'truth(isUserOf(asker, principal.account))',
  },
  {
    name: 'root is only root, not its whole account',
    file: 'trust.ts',
    from: 'truth(isOfAccount(asker) && asker.account === principal.account)',
    to: "truth(asker.kind === 'account' && asker.uin === principal.account)",
  },
  {
    name: 'a role of that name is trusted, whatever its account',
    file: 'trust.ts',
    from: "asker.kind === 'role' && asker.account === account &&",
    to: "asker.kind === 'role' &&",
  },
  {
    name: 'products are compared with regard to case',
    file: 'trust.ts',
    from: 'asker.name.toLowerCase() === name',
    to: 'asker.name === name',
  },
  {
    name: 'a provider of another account may vouch',
    file: 'trust.ts',
    from: 'const known = account === owner ? TRUE : UNKNOWN',
    to: 'const known = TRUE',
  },
  {
    name: 'everyone is let in where everyone is written',
    file: 'trust.ts',
    from: "case 'everyone':\n      return () => UNKNOWN",
    to: "case 'everyone':\n      return () => TRUE",
  },
  {
    name: 'a group keeps nobody out',
    file: 'trust.ts',
    from: '? UNKNOWN : FALSE)\n    case',
    to: '? FALSE : FALSE)\n    case',
  },
  {
    name: 'conditions of trust are not asked',
    file: 'trust.ts',
    from: 'principalCovered(statement, question) &&\n    statement.conditions.every',
    to: 'principalCovered(statement, question) ||\n    statement.conditions.every',
  },
  {
    name: 'trust denies nothing',
    file: 'trust.ts',
    from: 'if (deny !== undefined) return',
    to: 'if (deny !== undefined && action === undefined) return',
  },
  {
    name: 'the principal of the whole document is forgotten',
    file: 'read-statement.ts',
    from: 'return outerPrincipals ?? []',
    to: 'return []',
  },
  {
    name: 'a trust policy that cannot be read refuses by silence only',
    file: 'trust.ts',
    from: "if (compiled.problems.length > 0) return { effect: 'deny', cause: 'explicit-deny', statement: undefined }",
    to: '',
  },
]

/** What was found: where, and everything needed to understand it. */
export interface Find {
  readonly world: number
  readonly lines: readonly string[]
}

export interface Hunt {
  readonly name: string
  /** `undefined`: nobody noticed. */
  readonly found: Find | undefined
  /** Requests until then. */
  readonly requests: number
}

/** Looks through one world; adds to `tally`. */
export type Check = (engine: Engine, seed: number, world: number, tally: Tally) => Find | undefined

/** Requests, or questions, in one world of a hunt: few, because rare policies find more than many requests. */
export const requestsPerWorld = 32

/** A check of access with so many requests to each subject. */
export function accessCheck(requests: number): Check {
  return (engine, seed, world, tally) => {
    const found = checkWorld(engine, seed, world, requests, tally)
    return found === undefined ? undefined : { world, lines: disagreementLines(smallest(engine, found)) }
  }
}

export const checkAccess: Check = accessCheck(requestsPerWorld)

export const checkTrust: Check = (engine, seed, world, tally) => {
  const found = checkTrustWorld(engine, seed, world, requestsPerWorld, tally)
  return found === undefined ? undefined : { world, lines: trustLines(smallestTrust(engine, found)) }
}

/**
 * Looks for each bug in at most `worlds` worlds of 32 requests. Throws when an edit does not apply, and when the engine
 * as it is disagrees before a bug was found: then nothing is shown.
 */
export async function huntMutants(
  seed: number,
  worlds: number,
  chosen = mutants,
  check: Check = checkAccess,
): Promise<Hunt[]> {
  const hunts: Hunt[] = []
  for (const mutant of chosen) {
    hunts.push(await withMutant(mutant, (copy) => hunt(mutant.name, copy, seed, worlds, check)))
  }
  const furthest = Math.max(...hunts.map(({ found }) => found?.world ?? 0))
  const control = hunt('no edit', engine, seed, furthest + 1, check)
  if (control.found !== undefined) throw new Error(['not a mutant', ...control.found.lines].join('\n'))
  return hunts
}

function hunt(name: string, engine: Engine, seed: number, worlds: number, check: Check): Hunt {
  const tally = emptyTally()
  for (let world = 0; world < worlds; world += 1) {
    const found = check(engine, seed, world, tally)
    if (found !== undefined) return { name, found, requests: tally.requests }
  }
  return { name, found: undefined, requests: tally.requests }
}

/** Runs `use` with a copy of the engine in which the one edit was made; the copy is gone afterwards. */
async function withMutant<T>(mutant: Mutant, use: (engine: Engine) => T): Promise<T> {
  const source = fileURLToPath(new URL('../../../src', import.meta.url))
  const folder = await mkdtemp(path.join(tmpdir(), 'opencam-mutant-'))
  try {
    for (const part of ['policy', 'kernel'])
      await cp(path.join(source, part), path.join(folder, part), { recursive: true })
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}')
    await edit(path.join(folder, 'policy', mutant.file), mutant)
    const module: PolicyModule = await import(pathToFileURL(path.join(folder, 'policy', 'index.ts')).href)
    return use(engineOf(module))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function edit(file: string, { name, from, to }: Mutant): Promise<void> {
  const text = await readFile(file, 'utf8')
  const places = text.split(from).length - 1
  if (places !== 1) throw new Error(`"${name}": its text stands ${places} times in ${file}, not once`)
  await writeFile(
    file,
    text.replace(from, () => to),
  )
}
