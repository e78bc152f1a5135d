// Steps that ask for temporary credentials: of a role, by chains of roles too, of a federated user, and with a second
// factor.
import { totpCode, totpStep } from '../../../src/actions/mfa/totp.ts'
import { sessionIdOf } from '../../../src/actions/sts/session.ts'
import type { Answer } from '../../../src/client/call.ts'
import { type Attempt, type Kind, numberIn, structIn } from './attempt.ts'
import { trusted } from './rights.ts'
import { deviceSecret } from './server.ts'
import { askerOf, type Credential, type Device, lives, roleNames, type Session, type State } from './state.ts'
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
    ended: false,
    expiresMs,
    sessionId: sessionIdOf(state.nowMs, String(TmpSecretId)),
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

/** The same by a session of a role, which others seldom get as far as. */
const goOn: Kind = {
  weight: 8,
  attempt: (state, step, signer) =>
    signer.type === 'session' && signer.kind === 'role' && lives(state, signer)
      ? assume.attempt(state, step, signer)
      : undefined,
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

const wrongMax = 5
const lockMs = 3_600_000
const neverTried: Device = { wrong: 0, wrongMs: 0, step: 0 }

/** What a code makes of the device, and whether it is taken: none is while the device is locked. */
function tried(
  device: Device,
  nowMs: number,
  step: number | undefined,
): { readonly device: Device; readonly taken: boolean } {
  const forgotten = nowMs - device.wrongMs >= lockMs
  if (device.wrong >= wrongMax && !forgotten) return { device, taken: false }
  if (step !== undefined && step > device.step) return { device: { ...device, wrong: 0, step }, taken: true }
  return { device: { ...device, wrong: forgotten ? 1 : device.wrong + 1, wrongMs: nowMs }, taken: false }
}

/** A code that no step about now has. */
function codeOfNoStep(nowMs: number): string {
  const taken = [-1, 0, 1].map((step) => totpCode(deviceSecret, totpStep(nowMs) + step))
  return ['000000', '111111', '222222', '333333'].find((code) => !taken.includes(code)) ?? ''
}

/**
 * The same person with a second factor: a code of now, after some wrong ones or none, or one of some minutes ago. The
 * device is an old one, or bound just now.
 */
const showFactor: Kind = {
  weight: 4,
  local: true,
  attempt(state, step, signer): Attempt | undefined {
    const late = step.which < 0.2
    const guesses = step.which < 0.4 ? step.policy + 2 : 0
    const { account, uin } = signer
    const now = totpStep(state.nowMs)
    const nonsense = codeOfNoStep(state.nowMs)
    const asked = (TokenCode: string) => ({
      SerialNumber: `qcs::cam:uin/${account}::mfa/softToken`,
      TokenCode,
      DurationSeconds: step.seconds,
    })
    const known = state.devices.get(uin)
    const bound = known === undefined || step.flag
    let last = { device: bound ? neverTried : known, taken: false }
    // Nobody else comes as far as the device.
    if (signer.type === 'key' && lives(state, signer)) {
      for (let guess = 0; guess < guesses; guess += 1) last = tried(last.device, state.nowMs, undefined)
      last = tried(last.device, state.nowMs, late ? undefined : now)
    }
    const product = 'sts'
    const action = 'GetSessionToken'
    return {
      product,
      action,
      params: asked(late ? lateCode(now) : totpCode(deviceSecret, now)),
      needs: [],
      expect: last.taken ? 'done' : 'refused',
      async before(server) {
        if (bound) await server.bindDevice(account, uin)
        const request = { product, action, params: asked(nonsense), form: 'tc3-json', fine: state.fine } as const
        for (let guess = 0; guess < guesses; guess += 1) {
          const { Error: error } = await server.call(signer, request)
          if (error === undefined) throw new Error(`the code ${nonsense} was taken for one of ${now}`)
        }
      },
      settle: () => void state.devices.set(uin, last.device),
      apply(answer) {
        const given = { kind: 'mfa', roleId: undefined, issuer: signer.name, narrowing: undefined, mfa: true } as const
        addSession(state, step, answer, { ...given, ...beginning(signer) })
      },
    }
  },
}

/** Of a step some minutes ago, and of none about now. */
function lateCode(now: number): string {
  const about = [-1, 0, 1].map((step) => totpCode(deviceSecret, now + step))
  const old = [10, 11, 12, 13].map((step) => totpCode(deviceSecret, now - step))
  return old.find((code) => !about.includes(code)) ?? ''
}

export const sessionKinds = { assume, goOn, federate, showFactor }
