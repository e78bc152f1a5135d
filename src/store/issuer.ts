// Who is at the beginning of a session: a permanent key by its SecretId, nobody, or an identity provider by its kind and name.
// No SecretId has a slash, so neither is ever taken for the other.
import type { ProviderKind } from './entities/identity-providers.ts'

export interface ProviderIssuer {
  readonly kind: ProviderKind
  readonly name: string
}

/** Takes `saml-provider/okta`, alone or at the end of a longer name. `undefined`: no provider. */
export function readProviderIssuer(issuingSecretId: string): ProviderIssuer | undefined {
  const [, kind, name] = /(?:^|:)(saml|oidc)-provider\/([^/]+)$/.exec(issuingSecretId) ?? []
  return name !== undefined && (kind === 'saml' || kind === 'oidc') ? { kind, name } : undefined
}
