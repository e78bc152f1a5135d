// Two actions of the tests' own, served beside the real ones: whoever calls them is authenticated and authorised like in
// any other call, and nothing happens. Who was recognised is kept, so that the engine can be asked further questions.
import { action, type Caller } from '../../../src/actions/define.ts'
import { text } from '../../../src/protocol/shape.ts'

export interface Probes {
  readonly rows: readonly [ReturnType<typeof probeRow>, ReturnType<typeof probeRow>]
  /** Who made the last probing call, once it was authenticated; `undefined` if it was not. Forgets it. */
  recognised(): Caller | undefined
}

export function createProbes(): Probes {
  let last: Caller | undefined
  const note = (caller: Caller): void => {
    last = caller
  }
  return {
    rows: [probeRow('ProbeRead', note), probeRow('ProbeWrite', note)],
    recognised() {
      const caller = last
      last = undefined
      return caller
    },
  }
}

function probeRow(name: string, note: (caller: Caller) => void) {
  return action({
    name,
    product: 'cam',
    group: 'Policy',
    summary: 'Tells only whether it may be called.',
    access: 'read',
    perSecond: 20,
    params: { Segment: text({ about: 'What it is authorised on.', min: 1 }) },
    returns: {},
    errors: [],
    resource: {
      level: 'resource',
      of({ params, caller }) {
        note(caller)
        return [params.Segment]
      },
    },
    async handle() {
      return {}
    },
  })
}
