// What is proven about all requests is so for every request of worlds that are small enough to ask about each, and
// what is found is one of them.
import { expect, test } from 'vitest'
import { decide } from '../../../src/policy/decide.ts'
import { assemble } from '../../../src/policy/program.ts'
import { noNewAccess, overlap, type ProofSubject, statementUse } from '../../../src/policy/prove/prove.ts'
import type { ListedRequest, PolicySource } from '../../../src/policy/types.ts'
import { dice } from './dice.ts'
import { drawPair } from './prove/changes.ts'
import { type DocumentForm, numbers, textOf } from './prove/forms.ts'
import { smallWorlds } from './prove/small-worlds.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
const pairs = Number(process.env['OPENCAM_PROVE_PAIRS'] ?? 200)

/** Which requests a document allows, as the engine says. */
function allowed(
  document: DocumentForm,
  subject: ProofSubject,
  requests: readonly ListedRequest[],
): readonly boolean[] {
  const { account: creator } = subject
  const source: PolicySource = {
    policyId: 1,
    policyName: 'p',
    versionId: 1,
    preset: false,
    creator,
    document: textOf(document),
    via: { kind: 'direct' },
  }
  const kind = subject.uin === undefined ? 'role' : 'user'
  const program = assemble({ ...subject, kind, identity: [source], boundary: undefined, session: undefined })
  return requests.map((request) => decide(program, request).effect === 'allow')
}

test.each(smallWorlds.map((world, index) => [world.name, world, index] as const))(
  '%s',
  { timeout: 120_000 },
  (_, world, index) => {
    const { account, appId, uin } = numbers
    const { granularities } = world
    const answers = new Map<string, number>()
    for (let pair = 0; pair < pairs; pair += 1) {
      const draw = dice(seed, index, pair)
      const { first, second, change } = drawPair(draw, world.words)
      const subject = { account, appId, uin: draw.chance(0.8) ? uin : undefined }
      const a = allowed(first, subject, world.requests)
      const b = allowed(second, subject, world.requests)
      const [one, two] = [textOf(first), textOf(second)]
      const more = noNewAccess(one, two, { subject, granularities }).answer
      const both = overlap(one, two, { subject, granularities }).answer
      const at = draw.below(first.length)
      const rest = first.length > 1 ? allowed(first.toSpliced(at, 1), subject, world.requests) : a.map(() => false)
      const use = statementUse(one, at, { subject, granularities }).answer
      const expected = {
        more: a.some((yes, request) => yes && b[request] === false) ? 'no' : 'yes',
        both: a.some((yes, request) => yes && b[request] === true) ? 'yes' : 'no',
        use: a.some((yes, request) => yes !== rest[request]) ? 'used' : 'dead',
      }
      const shown = `seed ${seed} pair ${pair}, ${change}, statement ${at}\n${one}\n${two}\n`
      expect({ more, both, use }, shown).toEqual(expected)
      for (const answer of Object.entries(expected).map((entry) => entry.join(' ')))
        answers.set(answer, (answers.get(answer) ?? 0) + 1)
    }
    // A generator that makes only one kind of pair would prove nothing.
    expect([...answers.keys()].sort()).toEqual(['both no', 'both yes', 'more no', 'more yes', 'use dead', 'use used'])
    expect(Math.min(...answers.values())).toBeGreaterThan(pairs / 50)
  },
)
