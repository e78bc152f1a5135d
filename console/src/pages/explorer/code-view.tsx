// The same call as a program, in a language of choice.
import { type ReactNode, useId, useState } from 'react'
import type { AnyCall } from '../../api/call.ts'
import { Button } from '../../parts/button.tsx'
import { say } from '../../parts/toast.tsx'
import { languages } from './code/languages.ts'
import { keepable } from './history.ts'
import type { ActionRow, FieldsOf } from './rows.ts'
import { t } from './words.ts'

interface CodeParts {
  readonly wanted: AnyCall
  readonly row: ActionRow
  readonly types: FieldsOf
}

/** Stays from one action to the next, as long as the page is open. */
let chosen = languages[0]

export function CodeView({ wanted, row, types }: CodeParts): ReactNode {
  const [language, setLanguage] = useState(chosen)
  const id = useId()
  if (language === undefined) return undefined
  const { product, version, action, region = '' } = wanted
  const params = { ...wanted.params }
  const text = language.make({ product, version, action, params, region, endpoint: window.location.origin })
  const secret = row.free !== true && Object.keys(keepable(row, params, types)).length < Object.keys(params).length
  const choose = (wantedId: string): void => {
    chosen = languages.find(({ id }) => id === wantedId) ?? chosen
    setLanguage(chosen)
  }
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => say(t('copied')),
      () => {},
    )
  }
  return (
    <>
      <div className="toolbar">
        <div className="field code-language">
          <label htmlFor={id}>{t('language')}</label>
          <select id={id} className="input" value={language.id} onChange={({ target }) => choose(target.value)}>
            {languages.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <Button icon="copy" onPress={copy}>
          {t('copy')}
        </Button>
      </div>
      <p className="about">{t('codeAbout')}</p>
      {secret && <p className="note warn">{t('codeSecret')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <pre className="document code-text" tabIndex={0}>
        {text}
      </pre>
    </>
  )
}
