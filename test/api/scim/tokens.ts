// Tokens of SCIM clients, for the tests of the calls on them.
import type { CallOptions, Harness, Identity } from '../harness.ts'

export interface MadeToken {
  readonly tokenId: string
  readonly token: string
}

/** A token that acts as the user. */
export async function scimToken(
  server: Harness,
  user: Pick<Identity, 'uin'>,
  parameters: object = {},
  options?: CallOptions,
): Promise<MadeToken> {
  const answer = await server.ok('CreateScimToken', { TargetUin: user.uin, ...parameters }, options)
  return readToken(answer)
}

export function readToken(answer: object): MadeToken {
  const { ScimToken, Token } = answer as { ScimToken: { TokenId: string }; Token: string }
  return { tokenId: ScimToken.TokenId, token: Token }
}
