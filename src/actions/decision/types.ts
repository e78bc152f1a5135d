// Fields that the calls about decisions share.
import { isoSeconds } from '../../kernel/time.ts'
import { struct, text } from '../../protocol/shape.ts'
import type { DecisionTokenRow } from '../../store/store.ts'

/** Abbreviation of a product, as policies spell it. */
export const Service = text({
  about: 'Product that it is for, as in product:Action.',
  min: 1,
  max: 64,
  pattern: /^[a-z][a-z0-9-]*$/,
})

export const TokenId = text({ about: 'Id of the token; no secret.', min: 1, max: 64, pattern: /^[\w-]+$/ })

const members = {
  TokenId,
  Service,
  Description: text({ about: 'Free text about the token.' }),
  CreateTime: text({ about: 'When it was made, UTC.' }),
  ExpireTime: text({ about: 'When it ends, UTC.' }),
}

export const DecisionToken = struct('DecisionToken', members, { about: 'A token without its secret part.' })

export function tokenView({ tokenId, service, description, createdMs, expiresMs }: DecisionTokenRow) {
  return {
    TokenId: tokenId,
    Service: service,
    Description: description,
    CreateTime: isoSeconds(createdMs),
    ExpireTime: isoSeconds(expiresMs),
  }
}
