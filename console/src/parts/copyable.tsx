// A text that is copied by a button beside it: ids, names in full, keys.
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { LongName } from './name.tsx'
import { t } from './words.ts'

const saidForMs = 1500

export function Copyable({ text, label }: { readonly text: string; readonly label?: string }): ReactNode {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), saidForMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <span className="copyable">
      <LongName text={text} />
      <Button
        look="quiet"
        icon="copy"
        label={label === undefined ? t('copy') : `${t('copy')}: ${label}`}
        onPress={copy}
      />
      <span className="copied" role="status">
        {copied && t('copied')}
      </span>
    </span>
  )
}
