// Secrets that are shown once: to be copied or kept as a file, then gone from the page for good.
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Copyable } from './copyable.tsx'
import { Dialog } from './dialog.tsx'
import { t } from './words.ts'

interface SecretsParts {
  readonly title: string
  readonly rows: readonly (readonly [name: string, value: string])[]
  readonly fileName: string
  readonly onClose: () => void
}

export function SecretsDialog({ title, rows, fileName, onClose }: SecretsParts): ReactNode {
  return (
    <Dialog title={title} insists onClose={onClose}>
      <p className="note warn">{t('onlyOnce')}</p>
      <dl className="secrets">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Copyable text={value} label={name} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="dialog-foot">
        <Button
          icon="download"
          onPress={() => download(fileName, csvOf([rows.map(([name]) => name), rows.map(([, value]) => value)]))}
        >
          {t('download')}
        </Button>
        <Button look="main" onPress={onClose}>
          {t('kept')}
        </Button>
      </div>
    </Dialog>
  )
}

/** Lines of cells. A value that a spreadsheet would take for a formula stays text. */
export function csvOf(lines: readonly (readonly string[])[]): string {
  const cell = (text: string): string => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  return lines.map((line) => line.map(cell).join(',')).join('\r\n')
}

export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
