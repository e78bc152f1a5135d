// A trust policy put together from whom it lets in. It writes the same text that the editor shows.
import type { ReactNode } from 'react'
import { servicePrincipals } from '../../../src/catalog/service-principals.ts'
import { Button } from '../parts/button.tsx'
import { Choice } from '../parts/fields.tsx'
import { Conditions, Texts } from './builder.tsx'
import {
  emptyTrust,
  type Providers,
  type TrustCard,
  type TrustCards,
  type TrustKind,
  trustKinds,
  trustName,
  withTokenConditions,
} from './trust-cards.ts'
import { t } from './words.ts'

interface TrustBuilderParts {
  readonly cards: TrustCards
  readonly account: number
  readonly providers: Providers
  readonly onChange: (cards: TrustCards) => void
}

export function TrustBuilder({ cards: { cards, rest }, account, providers, onChange }: TrustBuilderParts): ReactNode {
  const put = (next: readonly TrustCard[]): void => onChange({ cards: next, rest })
  return (
    <div className="cards">
      {cards.map((card, index) => (
        <TrustStatement
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing else than its place names a statement
          key={index}
          card={card}
          index={index}
          account={account}
          providers={providers}
          onChange={(changed) => put(cards.with(index, changed))}
          {...(cards.length > 1 && { onRemove: () => put(cards.toSpliced(index, 1)) })}
        />
      ))}
      <div>
        <Button icon="plus" onPress={() => put([...cards, emptyTrust])}>
          {t('addStatement')}
        </Button>
      </div>
    </div>
  )
}

interface TrustStatementParts {
  readonly card: TrustCard
  readonly index: number
  readonly account: number
  readonly providers: Providers
  readonly onChange: (card: TrustCard) => void
  readonly onRemove?: () => void
}

function TrustStatement({ card, index, account, providers, onChange, onRemove }: TrustStatementParts): ReactNode {
  const name = t('statement', { n: index })
  const { kind, names, conditions } = card
  const proposals: Readonly<Record<TrustKind, readonly string[]>> = {
    account: [`qcs::cam::uin/${account}:root`],
    service: servicePrincipals,
    saml: providers.saml,
    oidc: providers.oidc.map((one) => one.name),
  }
  const [label, help] = wordsOf(kind)
  const put = (typed: readonly string[]): void => {
    const completed = typed.map((one) => trustName(kind, one, account))
    onChange(withTokenConditions({ ...card, names: [...new Set(completed)] }, providers.oidc))
  }
  return (
    <fieldset className="card allow" aria-label={name}>
      <div className="card-head">
        <strong>{name}</strong>
        <Choice
          label={`${t('trusted')}: ${name}`}
          value={kind}
          onChange={(chosen) => onChange({ ...card, kind: chosen, names: [] })}
          options={trustKinds.map((one) => [one, t(one)] as const)}
        />
        {onRemove !== undefined && (
          <Button look="quiet" label={`${t('remove')}: ${name}`} onPress={onRemove}>
            {t('remove')}
          </Button>
        )}
      </div>
      <p className="help">{help}</p>
      <Texts label={label} texts={names} proposals={proposals[kind]} onChange={put} />
      <Conditions conditions={conditions} onChange={(changed) => onChange({ ...card, conditions: changed })} />
    </fieldset>
  )
}

function wordsOf(kind: TrustKind): readonly [label: string, help: string] {
  switch (kind) {
    case 'account':
      return [t('accounts'), t('accountsHelp')]
    case 'service':
      return [t('services'), t('servicesHelp')]
    case 'saml':
      return [t('samlProviders'), t('samlHelp')]
    case 'oidc':
      return [t('oidcProviders'), t('oidcHelp')]
  }
}
