// Steps that ask for temporary credentials: of a role, by chains of roles too, of a federated user, and with a second
// factor.
import { totpCode, totpStep } from '../../../src/actions/mfa/totp.ts'
import type { Answer } from '../../../src/client/call.ts'
import { type Attempt, type Kind, numberIn, structIn } from './attempt.ts'
import { trusted } from './rights.ts'
import { deviceSecret } from './server.ts'
import { askerOf, type Credential, roleNames, type Session, type State } from './state.ts'
import { documentOf, resolveText, type Step } from './step.ts'

/** Takes a new credential over. Its end must be the one that was asked for. */
function addSession(
  state: State,
  step: Step,
  answer: Answer,
  given: Pick<Session, 'kind' | 'uin' | 'callerAccount' | 'roleId' | 'issuer' | 'narrowing' | 'mfa'>,
): void {
  const { Token, TmpSecretId, TmpSecretKey } = structIn(answer, 'Credentials')
  const expiresMs = (Math.floor(state.nowMs / 1000) + step.seconds) * 1000
  const told = numberIn(answer, 'ExpiredTime') * 1000
  if (told !== expiresMs) throw new Error(`the credential ends at ${told}, not at ${expiresMs}`)
  const name = `s${step.id}`
  state.credentials.set(name, {
    type: 'session',
    name,
    account: state.account,
    ...given,
    expiresMs,
    secretId: String(TmpSecretId),
    secretKey: String(TmpSecretKey),
    token: String(Token),
  })
}

function narrowingOf(state: State, step: Step) {
  const narrowing = step.narrowing === undefined ? undefined : resolveText(state, step.narrowing)
  if (narrowing === undefined) return { narrowing, Policy: undefined }
  const text = documentOf(narrowing)
  return { narrowing, Policy: step.flag ? encodeURIComponent(text) : text }
}

/** Who stands at the beginning of a chain. */
function beginning(signer: Credential): { readonly uin: number; readonly callerAccount: number } {
  return {
    uin: signer.uin,
    callerAccount: signer.type === 'session' ? signer.callerAccount : signer.account,
  }
}

const assume: Kind = {
  weight: 14,
  attempt(state, step, signer): Attempt | undefined {
    const role = state.roles[step.role]
    if (role === undefined) return undefined
    const { narrowing, Policy } = narrowingOf(state, step)
    const form = step.which < 0.5 ? `roleName/${role.name}` : `role/${role.roleId}`
    return {
      product: 'sts',
      action: 'AssumeRole',
      params: {
        RoleArn: `qcs::cam::uin/${state.account}:${form}`,
        RoleSessionName: `step-${step.id}`,
        DurationSeconds: step.seconds,
        ...(Policy === undefined ? {} : { Policy }),
        ...(step.externalId === undefined ? {} : { ExternalId: step.externalId }),
      },
      needs: [{ action: 'sts:AssumeRole', segment: `roleName/${roleNames[step.role]}` }],
      trusts: trusted(role.trust, askerOf(state, signer), step.externalId),
      expect: 'done',
      apply(answer) {
        // A role passes no second factor on.
        const mfa = signer.type === 'session' && signer.kind === 'mfa'
        const given = { kind: 'role', roleId: role.roleId, issuer: signer.name, narrowing, mfa } as const
        addSession(state, step, answer, { ...given, ...beginning(signer) })
      },
    }
  },
}

/** Whoever holds a key may hand out part of what it may do; a temporary key may not. */
const federate: Kind = {
  weight: 7,
  local: true,
  attempt(state, step, signer): Attempt | undefined {
    const { narrowing, Policy } = narrowingOf(state, step)
    if (narrowing === undefined) return undefined
    return {
      product: 'sts',
      action: 'GetFederationToken',
      params: { Name: `guest-${step.id}`, DurationSeconds: step.seconds, Policy },
      needs: [],
      expect: signer.type === 'key' ? 'done' : 'refused',
      apply(answer) {
        const given = { kind: 'federation', roleId: undefined, issuer: signer.name, narrowing, mfa: false } as const
        addSession(state, step, answer, { ...given, ...beginning(signer) })
      },
    }
  },
}

/** The same person with a second factor. The code is of now, or of some minutes ago. */
const showFactor: Kind = {
  weight: 3,
  local: true,
  attempt(state, step, signer): Attempt | undefined {
    const late = step.which < 0.25
    const { account, uin } = signer
    return {
      product: 'sts',
      action: 'GetSessionToken',
      params: {
        SerialNumber: `qcs::cam:uin/${account}::mfa/softToken`,
        TokenCode: totpCode(deviceSecret, totpStep(state.nowMs) - (late ? 10 : 0)),
        DurationSeconds: step.seconds,
      },
      needs: [],
      expect: signer.type === 'key' && !late ? 'done' : 'refused',
      before: (server) => server.bindDevice(account, uin),
      apply(answer) {
        const given = { kind: 'mfa', roleId: undefined, issuer: signer.name, narrowing: undefined, mfa: true } as const
        addSession(state, step, answer, { ...given, ...beginning(signer) })
      },
    }
  },
}

export const sessionKinds = { assume, federate, showFactor }
