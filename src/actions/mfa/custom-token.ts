// Custom second-factor tokens: what one looks like and how long it lives. A token is a bearer secret: whoever has it
// can take it out of use.
import type { Random } from '../../kernel/random.ts'
import { text } from '../../protocol/shape.ts'
import type { Writes } from '../../store/store.ts'

export const customTokenLifeMs = 5 * 60_000

export const MFAToken = text({
  about: 'Token of a custom second-factor check.',
  max: 1024,
  secret: true,
  fault: 'InvalidParameter.MFATokenError',
})

/** Makes a token for a user of the account and answers its text. The user must exist. */
export async function makeCustomToken(
  store: Pick<Writes, 'mfaTokens'>,
  random: Random,
  of: { readonly account: number; readonly uin: number; readonly nowMs: number },
): Promise<string> {
  const token = `mfa_${of.uin}-${random.uuid()}`
  await store.mfaTokens.insert(of.account, { token, uin: of.uin, expiresMs: of.nowMs + customTokenLifeMs })
  return token
}
