// The request as it was sent, or as it would be: headers, body, and each step of its signature, told by the signer itself.
import { type ReactNode, useEffect, useState } from 'react'
import { type AnyCall, prepare } from '../../api/call.ts'
import type { PreparedCall } from '../../api/prepare.ts'
import type { SigningSteps } from '../../api/sign.ts'
import { Button } from '../../parts/button.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Loading } from '../../parts/frame.tsx'
import { t } from './words.ts'

const pauseMs = 250
const tokenShown = 16

interface RequestParts {
  readonly wanted: AnyCall
  /** Where just this was sent. */
  readonly sent: PreparedCall | undefined
}

interface Preview {
  readonly request?: PreparedCall
  readonly error?: unknown
}

/** Prepares anew what changed, once whoever types pauses. */
function usePreview({ wanted, sent }: RequestParts): Preview {
  const [preview, setPreview] = useState<Preview>({})
  const text = JSON.stringify(wanted)
  useEffect(() => {
    let left = false
    const show = (next: Preview): void => {
      if (!left) setPreview(next)
    }
    const timer = setTimeout(() => {
      prepare(JSON.parse(text)).then(
        (request) => show({ request }),
        (error: unknown) => show({ error }),
      )
    }, pauseMs)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [text])
  return sent === undefined ? preview : { request: sent }
}

export function RequestView(parts: RequestParts): ReactNode {
  const { request, error } = usePreview(parts)
  if (error !== undefined) return <FaultPanel error={error} />
  if (request === undefined) return <Loading />
  const { headers, body } = request
  const lines = Object.entries(headers).map(([name, value]) =>
    name === 'X-TC-Token' ? `${name}: ${value.slice(0, tokenShown)}…` : `${name}: ${value}`,
  )
  return (
    <>
      <p className="about">{parts.sent === undefined ? t('asWouldBe') : t('asSent')}</p>
      <Step title={t('headers')} text={['POST / HTTP/1.1', `Host: ${window.location.host}`, ...lines].join('\n')}>
        {'X-TC-Token' in headers && <p className="help">{t('tokenCut')}</p>}
      </Step>
      <div className="field">
        <h3 className="label">{t('body')}</h3>
        <DocumentText text={body} />
      </div>
    </>
  )
}

export function SignatureView(parts: RequestParts): ReactNode {
  const { request, error } = usePreview(parts)
  if (error !== undefined) return <FaultPanel error={error} />
  if (request === undefined) return <Loading />
  if (request.steps === undefined) return <p className="about">{t('unsignedWhy')}</p>
  const { steps } = request
  return (
    <>
      <p className="about">{parts.sent === undefined ? t('asWouldBe') : t('asSent')}</p>
      <Step title={`1. ${t('canonical')}`} text={steps.canonicalRequest} />
      <Step title={`2. ${t('hashed')}`} text={steps.hashedRequest} />
      <Step title={`3. ${t('toSign')}`} text={steps.stringToSign} />
      <Chain steps={steps} />
      <Step title={`5. ${t('signature')}`} text={`HMAC-SHA256(SecretSigning, StringToSign)\n= ${steps.signature}`} />
      <Step title={`6. ${t('authorization')}`} text={steps.authorization} />
    </>
  )
}

function Chain({ steps }: { readonly steps: SigningSteps }): ReactNode {
  const [open, setOpen] = useState(false)
  const { scope, dateKey, serviceKey, signingKey } = steps
  const [date, product] = scope.split('/')
  const value = (key: string): string => (open ? key : '•'.repeat(16))
  const text = [
    `SecretDate    = HMAC-SHA256("TC3" + SecretKey, "${date}")\n              = ${value(dateKey)}`,
    `SecretService = HMAC-SHA256(SecretDate, "${product}")\n              = ${value(serviceKey)}`,
    `SecretSigning = HMAC-SHA256(SecretService, "tc3_request")\n              = ${value(signingKey)}`,
  ].join('\n')
  return (
    <Step title={`4. ${t('chain')}`} text={text}>
      <p className="help">
        {t('chainHidden')}{' '}
        <Button look="quiet" onPress={() => setOpen(!open)}>
          {open ? t('hide') : t('show')}
        </Button>
      </p>
    </Step>
  )
}

interface StepParts {
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}

/** A text of several lines under its name. */
function Step({ title, text, children }: StepParts): ReactNode {
  return (
    <div className="field">
      <h3 className="label">{title}</h3>
      {children}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <pre className="document folded" tabIndex={0}>
        {text}
      </pre>
    </div>
  )
}
