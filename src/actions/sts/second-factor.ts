// The second factor of a call that asks for a session: a code of the caller's own software token.
import { text } from '../../protocol/shape.ts'
import type { Writes } from '../../store/store.ts'
import type { Caller } from '../define.ts'
import { useSoftToken } from '../mfa/totp.ts'
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

/** Uses the code up. Ends the call unless it is one of the caller's own device, of now and not used before. */
export async function checkSecondFactor(
  {
    store,
    world,
    caller,
    nowMs,
    fail,
  }: {
    readonly store: Pick<Writes, 'settings'>
    readonly world: Pick<World, 'sealer'>
    readonly caller: Caller
    readonly nowMs: number
    readonly fail: Fail
  },
  serialNumber: string,
  code: string,
): Promise<void> {
  const [, usual, printed, type] = serialPattern.exec(serialNumber) ?? []
  if (type !== 'softToken') {
    fail('FailedOperation.MFATypeNotSupported', { problem: 'only softToken can be checked' })
  }
  const { account, uin } = caller
  const own = Number(usual ?? printed) === account && caller.kind !== 'role'
  if (!own || !(await useSoftToken(store, world.sealer, { account, uin }, code, nowMs))) {
    // One text for no device and a wrong code: who guesses learns nothing.
    fail('FailedOperation.CheckMFAError', { problem: 'the code is not right, or was used already' })
  }
}
