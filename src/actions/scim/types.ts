// Tokens with which a provisioning client speaks SCIM: their shape on the wire, and how one is made. The secret is
// answered once and stored as its hash only.
import { createHash } from 'node:crypto'
import { type Random, randomText } from '../../kernel/random.ts'
import { wireTime } from '../../kernel/time.ts'
import { int, struct, text } from '../../protocol/shape.ts'
import type { Reads, ScimTokenRow } from '../../store/store.ts'

const newer = true

export const tokenId = text({ about: 'Id of the token.', min: 1, max: 64, pattern: /^[A-Za-z0-9]*$/, newer })
const dayMs = 86_400_000
const validDaysDefault = 180
export const validDays = int({ about: 'Days until the token expires.', min: 1, max: 365, newer })
export const expiryOf = (nowMs: number, days: number | undefined): number => nowMs + (days ?? validDaysDefault) * dayMs

export const ScimToken = struct(
  'ScimToken',
  {
    TokenId: text({ about: 'Id of the token, the part before the full stop.' }),
    Uin: int({ about: 'Number of the user that it acts as.' }),
    Description: text({ about: 'Free text about the token.' }),
    CreateTime: text({ about: 'When it was made, UTC+8.' }),
    ExpireTime: text({ about: 'When it expires, UTC+8.' }),
  },
  { about: 'A token of a SCIM client, without its secret.' },
)

export const scimToken = (row: ScimTokenRow) => ({
  TokenId: row.tokenId,
  Uin: row.uin,
  Description: row.description,
  CreateTime: wireTime(row.createdMs),
  ExpireTime: wireTime(row.expiresMs),
})

/** A secret of 43 random characters, more than 256 bits. */
export const newSecret = (random: Random): string => randomText(random, 43)
export const newTokenId = (random: Random): string => `SCIM${randomText(random, 20)}`
export const bearerOf = (tokenId: string, secret: string): string => `${tokenId}.${secret}`
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Last segment of the user that a token acts as; `uin/*` for a token that is not there. */
export async function tokenSegment(
  read: Pick<Reads, 'scimTokens'>,
  account: number,
  tokenId: string,
): Promise<readonly string[]> {
  return [`uin/${(await read.scimTokens.get(account, tokenId))?.uin ?? '*'}`]
}
