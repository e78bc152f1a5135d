// What each layer said about each resource of a refused call: the statements that settled it, or what the nearest one lacked.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AccessFinding, AccessStatement } from '../../api/actions.ts'
import { Badge, Section } from '../../parts/frame.tsx'
import { obstacleText, placeText } from '../workshop/told.ts'
import { t } from './words.ts'

export function FindingsShown({ findings }: { readonly findings: readonly AccessFinding[] }): ReactNode {
  return (
    <Section title={t('reason')}>
      <ol className="why-findings">
        {findings.map((finding) => (
          <li key={`${finding.Resource} ${finding.Layer ?? ''}`}>
            <FindingShown finding={finding} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

function FindingShown({ finding }: { readonly finding: AccessFinding }): ReactNode {
  const { Resource, Malformed, Foreign, Layer, Outcome, Statements } = finding
  return (
    <>
      <p>
        <code>{Resource}</code> {Layer !== undefined && <strong>{layerName(Layer)}</strong>}{' '}
        {Outcome !== undefined && <OutcomeBadge outcome={Outcome} />}
      </p>
      {Malformed && <p>{t('malformed')}</p>}
      {Foreign && <p>{t('foreign')}</p>}
      {Outcome === 'no-allow' && Statements.length === 0 && <p>{t('allowsNothing')}</p>}
      {Statements.map((statement) => (
        <StatementShown key={`${statement.PolicyId} ${statement.Index}`} statement={statement} />
      ))}
    </>
  )
}

function layerName(layer: string): string {
  switch (layer) {
    case 'general':
    case 'identity':
    case 'boundary':
    case 'session':
      return t(layer)
    default:
      return layer
  }
}

function OutcomeBadge({ outcome }: { readonly outcome: string }): ReactNode {
  switch (outcome) {
    case 'allow':
      return <Badge tone="good">{t('outcomeAllow')}</Badge>
    case 'explicit-deny':
      return <Badge tone="bad">{t('outcomeDeny')}</Badge>
    case 'silent':
      return <Badge>{t('outcomeSilent')}</Badge>
    default:
      return <Badge tone="warn">{t('outcomeNone')}</Badge>
  }
}

function StatementShown({ statement }: { readonly statement: AccessStatement }): ReactNode {
  const { PolicyId, PolicyName, Index, Effect, Matched, Obstacles } = statement
  const place = placeText({ policyName: PolicyName, statement: Index })
  const word = !Matched ? 'statementNearest' : Effect === 'deny' ? 'statementDenies' : 'statementAllows'
  return (
    <div>
      <p>
        {t(word, { place })}{' '}
        {PolicyId > 0 && (
          <Link to="/policies/$id" params={{ id: String(PolicyId) }}>
            {t('showPolicy')}
          </Link>
        )}
      </p>
      {Obstacles.length > 0 && (
        <ul className="why-changes">
          {Obstacles.map((one) => {
            const { Element: element, Wanted: wanted, Operator: operator, Key: key, Seen: seen } = one
            const text = obstacleText({ element, wanted, operator, key, seen })
            return <li key={text}>{text}</li>
          })}
        </ul>
      )}
    </div>
  )
}
