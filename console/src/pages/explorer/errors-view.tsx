// The errors that an action documents, with what each means.
import type { ReactNode } from 'react'
import { useMeanings } from '../../api/meanings.ts'
import type { ActionRow } from './rows.ts'
import { t } from './words.ts'

export function ErrorsView({ row: { errors, free } }: { readonly row: ActionRow }): ReactNode {
  const meaningOf = useMeanings()
  if (errors.length === 0) return <p className="about">{free === true ? t('noErrorsTold') : t('noErrors')}</p>
  return (
    <>
      <p className="about">{t('errorsAbout')}</p>
      <dl className="errors">
        {errors.map((code) => (
          <div key={code}>
            <dt>
              <code>{code}</code>
            </dt>
            <dd>{meaningOf(code)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
