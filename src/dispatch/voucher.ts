// Whether the identity provider that vouched for a session is still there. Deleting a provider ends the sessions that came by
// it, on every node with the next call, and one made anew under its name is another one.
import type { Account, Reads, SessionRow } from '../store/store.ts'

/** Sessions that no provider vouched for, which is most of them, pass without a look. */
export async function voucherThere(
  { identityProviders }: Pick<Reads, 'identityProviders'>,
  account: Account,
  { issuingSecretId, createdMs }: Pick<SessionRow, 'issuingSecretId' | 'createdMs'>,
): Promise<boolean> {
  const [, kind, name = ''] = /^qcs::cam::uin\/\d+:(saml|oidc)-provider\/(.+)$/.exec(issuingSecretId) ?? []
  if (kind !== 'saml' && kind !== 'oidc') return true
  const madeMs = await identityProviders.madeMs(account, kind, name)
  return madeMs !== undefined && madeMs <= createdMs
}
