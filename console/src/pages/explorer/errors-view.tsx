// The errors that an action documents, with what each means.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ActionRow } from './rows.ts'
import { t } from './words.ts'

export function ErrorsView({ row: { errors, free } }: { readonly row: ActionRow }): ReactNode {
  const { data } = useQuery({
    queryKey: ['meanings of codes'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => new Map(Object.entries((await import('../../api/meanings.json')).default)),
  })
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
            <dd>{data?.get(code)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
