// Asks the server who can do what, and compares with the model. One signed call tells whether the credential lives and
// whether it may do that one thing; the engine is then asked about everything else for the caller it recognised.
import type { Caller } from '../../../src/actions/define.ts'
import type { Form } from '../../../src/client/call.ts'
import type { AccessRequest } from '../../../src/policy/types.ts'
import { allowed, type Question } from './rights.ts'
import type { Server } from './server.ts'
import { type Credential, hasMfa, isForeign, layersOf, lives, may, roleNames, type State } from './state.ts'

const probed: readonly Question[] = ['ProbeRead', 'ProbeWrite'].flatMap((name) =>
  ['*', 'thing/x', 'thing/y'].map((segment) => ({ action: `cam:${name}`, segment })),
)

/** What a call asks for; the caller itself among it, to which nothing else applies than to others. */
export function probesOf({ uin }: Credential): readonly Question[] {
  return [...probed, { action: 'cam:ProbeRead', segment: `uin/${uin}` }]
}

function questionsNow(state: State): readonly Question[] {
  return [
    ...probed,
    ...roleNames.flatMap((name) =>
      ['sts:AssumeRole', 'cam:PassRole'].map((action) => ({ action, segment: `roleName/${name}` })),
    ),
    ...state.users.flatMap((user) =>
      user === undefined ? [] : [{ action: 'cam:CreateAccessKey', segment: `uin/${user.uin}` }],
    ),
    { action: 'cam:AttachUserPolicy', segment: '*' },
    { action: 'cam:CreatePolicyVersion', segment: '*' },
    { action: 'cam:DeleteUserPermissionsBoundary', segment: '*' },
  ]
}

/** What the server does differently from the model about one credential; `undefined`: nothing. */
export async function differenceOf(
  server: Server,
  state: State,
  credential: Credential,
  probe: Question,
  form: Form,
): Promise<string | undefined> {
  const { action, segment } = probe
  const params = { Segment: segment }
  const request = { product: 'cam', action: action.slice(4), params, form, fine: state.fine } as const
  server.recognised()
  const code = (await server.call(credential, request)).Error?.Code
  const caller = server.recognised()
  const shown = `${credential.name} ${action} on ${segment}`
  if (!lives(state, credential)) {
    const wanted = credential.type === 'key' ? 'AuthFailure.SecretIdNotFound' : 'AuthFailure.TokenFailure'
    return code === wanted ? undefined : `${shown}: a dead credential got ${code ?? 'an answer'}, not ${wanted}`
  }
  if (caller === undefined) return `${shown}: a living credential was not recognised: ${code}`
  if (isForeign(state, credential)) return foreignDifference(server, state, credential, caller)
  const wanted = may(state, credential, { action, segment }) ? undefined : 'AuthFailure.UnauthorizedOperation'
  if (code !== wanted) return `${shown}: the call got ${code ?? 'an answer'}, not ${wanted ?? 'an answer'}`
  return engineDifference(server, state, credential, caller)
}

async function engineDifference(
  server: Server,
  state: State,
  credential: Credential,
  caller: Caller,
): Promise<string | undefined> {
  const allows = await server.engineFor(caller)
  const context = new Map([['qcs:mfa', String(hasMfa(credential))]])
  const layers = layersOf(state, credential)
  for (const question of questionsNow(state)) {
    const { action, segment } = question
    const resource = segment === '*' ? '*' : `qcs::cam::uin/${state.account}:${segment}`
    const granularity = segment === '*' ? 'operation' : 'resource'
    const said = allows({ action, resources: [resource], granularity, context })
    if (said !== allowed(layers, state.account, question)) {
      return `${credential.name} ${action} on ${segment}: the engine ${said ? 'allows' : 'denies'} it against the model`
    }
  }
  return beyondDifference(allows, credential, state.foreign.account)
}

/** Nobody reaches into another account. */
async function foreignDifference(server: Server, state: State, credential: Credential, caller: Caller) {
  return beyondDifference(await server.engineFor(caller), credential, state.account)
}

function beyondDifference(
  allows: (request: AccessRequest) => boolean,
  credential: Credential,
  account: number,
): string | undefined {
  const resources = [`qcs::cam::uin/${account}:thing/x`]
  if (!allows({ action: 'cam:ProbeWrite', resources, granularity: 'resource', context: new Map() })) return undefined
  return `${credential.name} may do cam:ProbeWrite in the other account ${account}`
}
