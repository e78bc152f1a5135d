// One generated pair in a small world: what is proven about it, and what asking about every request gives.
import { decide } from '../../../../src/policy/decide.ts'
import { assemble } from '../../../../src/policy/program.ts'
import { noNewAccess, overlap, type ProofSubject, statementUse } from '../../../../src/policy/prove/prove.ts'
import type { ListedRequest, PolicySource } from '../../../../src/policy/types.ts'
import { dice } from '../dice.ts'
import { drawPair } from './changes.ts'
import { type DocumentForm, numbers, textOf } from './forms.ts'
import { smallWorlds } from './small-worlds.ts'

export interface SmallPair {
  readonly proven: Answers
  readonly listed: Answers
  /** What is needed to see it again. */
  readonly shown: string
}

/** Whether the first allows something that the second does not, whether both allow something, and what one statement does. */
export interface Answers {
  readonly more: string
  readonly both: string
  readonly use: string
}

/** Pair number `pair` in the world number `index`. */
export function smallPair(seed: number, index: number, pair: number): SmallPair {
  const world = smallWorlds[index]
  if (world === undefined) throw new Error(`there is no world ${index}`)
  const { requests, granularities } = world
  const draw = dice(seed, index, pair)
  const { first, second, change } = drawPair(draw, world.words)
  const { account, appId, uin } = numbers
  const subject = { account, appId, uin: draw.chance(0.8) ? uin : undefined }
  const a = allowed(first, subject, requests)
  const b = allowed(second, subject, requests)
  const at = draw.below(first.length)
  const rest = first.length > 1 ? allowed(first.toSpliced(at, 1), subject, requests) : a.map(() => false)
  const [one, two] = [textOf(first), textOf(second)]
  return {
    proven: {
      more: noNewAccess(one, two, { subject, granularities }).answer,
      both: overlap(one, two, { subject, granularities }).answer,
      use: statementUse(one, at, { subject, granularities }).answer,
    },
    listed: {
      more: a.some((yes, request) => yes && b[request] === false) ? 'no' : 'yes',
      both: a.some((yes, request) => yes && b[request] === true) ? 'yes' : 'no',
      use: a.some((yes, request) => yes !== rest[request]) ? 'used' : 'dead',
    },
    shown: `${world.name}: seed ${seed} pair ${pair}, ${change}, statement ${at}\n${one}\n${two}\n`,
  }
}

/** Which requests a document allows, as the engine says. */
function allowed(
  document: DocumentForm,
  subject: ProofSubject,
  requests: readonly ListedRequest[],
): readonly boolean[] {
  const source: PolicySource = {
    policyId: 1,
    policyName: 'p',
    versionId: 1,
    preset: false,
    creator: subject.account,
    document: textOf(document),
    via: { kind: 'direct' },
  }
  const kind = subject.uin === undefined ? 'role' : 'user'
  const program = assemble({ ...subject, kind, identity: [source], boundary: undefined, session: undefined })
  return requests.map((request) => decide(program, request).effect === 'allow')
}
