// The second factor of a call that asks for a session: a code of the caller's own software token.
import { text } from '../../protocol/shape.ts'
import { type Caller, ownUin } from '../define.ts'
import { checkSoftToken, codeLimit } from '../mfa/totp.ts'
import type { World } from '../world.ts'

export const secondFactorCodes = ['FailedOperation.CheckMFAError', 'FailedOperation.MFATypeNotSupported'] as const
type Fail = (code: (typeof secondFactorCodes)[number], detail: { readonly problem: string }) => never

// As printed account and region have changed places; the usual order is taken too.
const serialPattern = /^qcs::cam:(?::uin\/([1-9]\d{0,14})|uin\/([1-9]\d{0,14}):):mfa\/(\w{1,32})$/

export const SerialNumber = text({
  about: 'Device of the caller: qcs::cam:uin/<account>::mfa/softToken.',
  newer: true,
  max: 128,
  pattern: /^qcs::cam:(?::uin\/[1-9]\d{0,14}|uin\/[1-9]\d{0,14}:):mfa\/\w{1,32}$/,
})
export const TokenCode = text({
  about: 'Six digits that the device shows.',
  newer: true,
  secret: true,
  pattern: /^\d{6}$/,
})

interface SecondFactorInput {
  readonly world: Pick<World, 'store' | 'sealer' | 'log'>
  readonly caller: Caller
  readonly nowMs: number
  readonly fail: Fail
}

/**
 * Uses the code up, outside of the call's transaction. Ends the call unless the code is one of the caller's own device, of
 * now, not used before and not tried after too many wrong ones.
 */
export async function checkSecondFactor(
  { world, caller, nowMs, fail }: SecondFactorInput,
  serialNumber: string,
  code: string,
): Promise<void> {
  const [, usual, printed, type] = serialPattern.exec(serialNumber) ?? []
  if (type !== 'softToken') {
    fail('FailedOperation.MFATypeNotSupported', { problem: 'only softToken can be checked' })
  }
  // A role has no device, and a token that its user gave to a third is not the user: it must not guess, nor lock.
  const { account } = caller
  const uin = ownUin(caller)
  if (Number(usual ?? printed) !== account || uin === undefined) return wrongCode(fail)
  const verdict = await checkSoftToken(world.store, world.sealer, { account, uin }, code, nowMs)
  if (verdict.kind === 'wrong') return wrongCode(fail)
  if (verdict.kind === 'right') return
  world.log.warn({ account, uin }, 'a second factor is tried although it is locked')
  const until = new Date(verdict.untilMs).toISOString()
  const problem = `after ${codeLimit.failuresMax} wrong codes none is taken until ${until}`
  fail('FailedOperation.CheckMFAError', { problem })
}

/** One text for no device and a wrong code: who guesses learns nothing. */
function wrongCode(fail: Fail): never {
  return fail('FailedOperation.CheckMFAError', { problem: 'the code is not right, or was used already' })
}
