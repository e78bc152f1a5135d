// Tokens of services that ask for decisions.
import type { ReactNode } from 'react'
import type { DecisionToken } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useRows } from '../../api/queries.ts'
import { type TokenKind, TokenSection } from './token-section.tsx'
import { t } from './words.ts'

const paging = whole<'ListDecisionTokens'>()
const rowsOf = ({ Tokens }: Result<'ListDecisionTokens'>): readonly DecisionToken[] => Tokens

const kind: TokenKind<DecisionToken> = {
  title: t('decision'),
  about: t('decisionAbout'),
  hint: t('decisionHint'),
  column: { title: t('service'), cell: ({ Service }) => <code>{Service}</code>, sort: ({ Service }) => Service },
  field: { label: t('service'), help: t('serviceHelp'), lengthMax: 64 },
  async make({ field, description, days }) {
    const { Token, Detail } = await call('CreateDecisionToken', {
      Service: field,
      Description: description,
      Days: days,
    })
    return { id: Detail.TokenId, token: Token }
  },
  delete: (TokenId) => call('DeleteDecisionToken', { TokenId }),
}

export function DecisionSection(): ReactNode {
  return <TokenSection kind={kind} rows={useRows('ListDecisionTokens', {}, paging, rowsOf)} />
}
