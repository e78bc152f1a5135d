// Tokens of directories, each acting as a sub-user.
import type { ReactNode } from 'react'
import type { ScimToken } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useRows } from '../../api/queries.ts'
import { type TokenKind, TokenSection } from './token-section.tsx'
import { t } from './words.ts'

const paging = whole<'ListScimTokens'>()
const rowsOf = ({ ScimTokens }: Result<'ListScimTokens'>): readonly ScimToken[] => ScimTokens

const kind: TokenKind<ScimToken> = {
  title: t('scim'),
  about: t('scimAbout'),
  hint: t('scimHint'),
  column: { title: t('actsAs'), cell: ({ Uin }) => <code>{Uin}</code>, sort: ({ Uin }) => Uin, fit: 'least' },
  field: { label: t('actsAs'), help: t('actsAsHelp'), lengthMax: 64 },
  async make({ field, description, days }) {
    const { Uin } = await call('GetUser', { Name: field })
    const { Token, ScimToken: made } = await call('CreateScimToken', {
      TargetUin: Uin,
      Description: description,
      ValidDays: days,
    })
    return { id: made.TokenId, token: Token }
  },
  async rotate(TokenId) {
    const { Token } = await call('RotateScimToken', { TokenId })
    return { id: TokenId, token: Token }
  },
  delete: (TokenId) => call('DeleteScimToken', { TokenId }),
}

export function ScimSection(): ReactNode {
  return <TokenSection kind={kind} rows={useRows('ListScimTokens', {}, paging, rowsOf)} />
}
