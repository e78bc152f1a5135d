// What a page shows when a call was refused: the code, what it means, the server's own words, and the RequestId that an
// operator finds the call under.
import { Link } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import { type Fault, faultOf, noAnswer, notAnEnvelope, notSecure, roleRefused } from '../api/fault.ts'
import { useMeanings } from '../api/meanings.ts'
import { Button } from './button.tsx'
import { Copyable } from './copyable.tsx'
import { Icon } from './icons.tsx'
import { t } from './words.ts'

/** Path of the page that explains a refused call by its RequestId, where the console has one. */
export const WhyPath = createContext<((requestId: string) => string) | undefined>(undefined)

interface FaultPanelParts {
  readonly error: unknown
  readonly onRetry?: () => void
}

export function FaultPanel({ error, onRetry }: FaultPanelParts): ReactNode {
  const fault = faultOf(error)
  const meaning = useMeanings()(fault.code)
  const whyPath = useContext(WhyPath)
  return (
    <div className={`fault${fault.denied ? ' denied' : ''}`} role="alert">
      <Icon name="warning" />
      <div>
        <p className="fault-title">{titleOf(fault)}</p>
        {(own(fault.code) ?? meaning) !== undefined && <p>{own(fault.code) ?? meaning}</p>}
        {fault.message !== '' && <p className="fault-words">{fault.message}</p>}
        <WayOut fault={fault} />
        <div className="fault-foot">
          {fault.requestId !== '' && (
            <>
              <code>{fault.code}</code>
              <span className="fault-id">
                {t('request')} <Copyable text={fault.requestId} />
              </span>
              {fault.denied && whyPath !== undefined && <Link to={whyPath(fault.requestId)}>{t('why')}</Link>}
            </>
          )}
          {onRetry !== undefined && (
            <Button look="quiet" onPress={onRetry}>
              {t('again')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

function titleOf(fault: Fault): string {
  if (fault.denied) return t('denied')
  return fault.action === '' ? t('failedSome') : t('failed', { action: fault.action })
}

/** What our own codes mean: no server said them. */
function own(code: string): string | undefined {
  switch (code) {
    case noAnswer:
      return t('noAnswer')
    case notAnEnvelope:
      return t('notAnEnvelope')
    case notSecure:
      return t('notSecure')
    case roleRefused:
      return t('roleRefused')
    case 'Console.Broken':
      return t('broken')
    default:
      return undefined
  }
}

function WayOut({ fault: { code } }: { readonly fault: Fault }): ReactNode {
  if (code !== 'AuthFailure.MFAFailure') return undefined
  const next = encodeURIComponent(window.location.pathname + window.location.search)
  return (
    <p>
      {t('secondFactor')} <a href={`/session/verify?next=${next}`}>{t('verify')}</a>
    </p>
  )
}
