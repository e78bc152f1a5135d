// The stages as calls of products that are served elsewhere pass them. How far each of these calls came is noted for its
// audit event.
import type { World } from '../actions/world.ts'
import type { Around, CallWatch } from '../kernel/watch.ts'
import type { Call } from '../protocol/call.ts'
import type { Verifier } from '../signing/index.ts'
import { decisionOf, noteRefusal, type Reached } from './audit-event.ts'
import { authenticateSigner } from './authenticate.ts'
import { authorizeAccess } from './authorize.ts'
import type { Stages } from './elsewhere.ts'
import type { Check, Probe } from './probe.ts'
import type { Refusals } from './refusals.ts'
import type { Revisions } from './revisions.ts'

interface Given {
  readonly world: World
  readonly verifier: Verifier
  readonly check: Check
  readonly refusals: Refusals
  readonly revisions: Pick<Revisions, 'tokenOf'>
  readonly passing: WeakMap<Call, Reached>
  readonly watch: CallWatch | undefined
  readonly probe: Probe | undefined
}

export function givenStages(given: Given): Stages {
  const { world, verifier, check, refusals, revisions, passing, watch, probe } = given
  return {
    world,
    async authenticate(known) {
      const signed = await authenticateSigner(world, verifier, known)
      const reached = passing.get(known.call)
      if (reached !== undefined) reached.caller = signed.caller
      return signed
    },
    throttle: check,
    async authorize(subject, access) {
      const decision = await authorizeAccess(world, subject, access)
      watch?.decided(decision)
      const reached = passing.get(subject.call)
      if (reached !== undefined) {
        reached.access = access
        reached.decision = decisionOf(decision)
      }
      if (probe !== undefined) await probe.beforeWork(subject)
      return decision
    },
    revisionToken: revisions.tokenOf,
    letThrough(refused) {
      noteRefusal(passing.get(refused.subject.call), refused)
      refusals.note(refused, true)
    },
    recorded(call) {
      const reached = passing.get(call)
      if (reached !== undefined) reached.recorded = true
    },
  }
}

/** The same, each with something around it. */
export const givenWithin = (around: Around, given: Stages): Stages => ({
  ...given,
  authenticate: around('authenticate', given.authenticate),
  throttle: around('throttle', given.throttle),
  authorize: around('authorize', given.authorize),
})
