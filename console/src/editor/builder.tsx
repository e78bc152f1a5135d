// A policy put together from statements as cards: effect, actions of the catalogs, resources and conditions. It writes the
// same text that the editor shows.
import { type ReactNode, useState } from 'react'
import { KEYS } from '../../../src/policy/lint/keys.ts'
import { OPERATORS } from '../../../src/policy/operators/index.ts'
import { Button } from '../parts/button.tsx'
import { Choice } from '../parts/fields.tsx'
import { Proposing } from '../parts/proposing.tsx'
import { type Card, type CardCondition, type Cards, emptyCard } from './cards.ts'
import { resourcesOf } from './catalogs.ts'
import { useCatalogs } from './use-catalogs.ts'
import { t } from './words.ts'

interface BuilderParts {
  readonly cards: Cards
  readonly account: number
  readonly onChange: (cards: Cards) => void
}

export function Builder({ cards: { cards, rest }, account, onChange }: BuilderParts): ReactNode {
  const put = (next: readonly Card[]): void => onChange({ cards: next, rest })
  return (
    <div className="cards">
      {cards.map((card, index) => (
        <StatementCard
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing else than its place names a statement
          key={index}
          card={card}
          index={index}
          account={account}
          onChange={(changed) => put(cards.with(index, changed))}
          {...(cards.length > 1 && { onRemove: () => put(cards.toSpliced(index, 1)) })}
        />
      ))}
      <div>
        <Button icon="plus" onPress={() => put([...cards, emptyCard])}>
          {t('addStatement')}
        </Button>
      </div>
    </div>
  )
}

interface CardParts {
  readonly card: Card
  readonly index: number
  readonly account: number
  readonly onChange: (card: Card) => void
  readonly onRemove?: () => void
}

function StatementCard({ card, index, account, onChange, onRemove }: CardParts): ReactNode {
  const name = t('statement', { n: index })
  const { actionNames } = useCatalogs()
  const resources = ['*', ...card.actions.flatMap((action) => resourcesOf(action, account))]
  return (
    <fieldset className={`card ${card.effect}`} aria-label={name}>
      <div className="card-head">
        <strong>{name}</strong>
        <Choice
          label={`${t('effect')}: ${name}`}
          value={card.effect}
          onChange={(effect) => onChange({ ...card, effect })}
          options={[
            ['allow', t('allow')],
            ['deny', t('deny')],
          ]}
        />
        {onRemove !== undefined && (
          <Button look="quiet" label={`${t('remove')}: ${name}`} onPress={onRemove}>
            {t('remove')}
          </Button>
        )}
      </div>
      <Texts
        label={t('actions')}
        texts={card.actions}
        proposals={actionNames}
        onChange={(actions) => onChange({ ...card, actions })}
      />
      <Texts
        label={t('resources')}
        texts={card.resources}
        proposals={resources}
        onChange={(chosen) => onChange({ ...card, resources: chosen })}
      />
      <Conditions conditions={card.conditions} onChange={(conditions) => onChange({ ...card, conditions })} />
    </fieldset>
  )
}

interface TextsParts {
  readonly label: string
  readonly texts: readonly string[]
  readonly proposals: readonly string[]
  readonly onChange: (texts: readonly string[]) => void
}

/** Texts as chips, and a field that adds one. */
export function Texts({ label, texts, proposals, onChange }: TextsParts): ReactNode {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim()
  const add = (): void => {
    if (wanted !== '' && !texts.includes(wanted)) onChange([...texts, wanted])
    setTyped('')
  }
  return (
    <div className="card-part">
      <div className="card-add">
        <Proposing label={label} value={typed} onChange={setTyped} proposals={proposals} onEnter={add} />
        <Button label={`${t('add')}: ${label}`} disabled={wanted === ''} onPress={add}>
          {t('add')}
        </Button>
      </div>
      {texts.length > 0 && (
        <ul className="chips" aria-label={label}>
          {texts.map((text) => (
            <li key={text}>
              <code>{text}</code>
              <Button
                look="quiet"
                icon="close"
                label={`${t('remove')}: ${text}`}
                onPress={() => onChange(texts.filter((one) => one !== text))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

interface ConditionsParts {
  readonly conditions: readonly CardCondition[]
  readonly onChange: (conditions: readonly CardCondition[]) => void
}

const operatorNames = [...OPERATORS.keys()]
const keyNames = [...KEYS.keys()]

export function Conditions({ conditions, onChange }: ConditionsParts): ReactNode {
  const [operator, setOperator] = useState('')
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const whole = operator !== '' && key !== '' && value !== ''
  const add = (): void => {
    if (!whole) return
    onChange([...conditions, { operator, key, values: value.split(/\s*,\s*/) }])
    setOperator('')
    setKey('')
    setValue('')
  }
  return (
    <div className="card-part">
      <div className="card-add wide">
        <Proposing
          label={t('operator')}
          value={operator}
          onChange={setOperator}
          proposals={operatorNames}
          onEnter={add}
        />
        <Proposing label={t('key')} value={key} onChange={setKey} proposals={keyNames} onEnter={add} />
        <Proposing label={t('values')} value={value} onChange={setValue} proposals={[]} onEnter={add} />
        <Button label={`${t('add')}: ${t('conditions')}`} disabled={!whole} onPress={add}>
          {t('add')}
        </Button>
      </div>
      <ul className="chips" aria-label={t('conditions')}>
        {conditions.map((one) => (
          <li key={`${one.operator} ${one.key}`}>
            <code>{`${one.operator} ${one.key}: ${one.values.join(', ')}`}</code>
            <Button
              look="quiet"
              icon="close"
              label={`${t('remove')}: ${one.operator} ${one.key}`}
              onPress={() => onChange(conditions.filter((other) => other !== one))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
