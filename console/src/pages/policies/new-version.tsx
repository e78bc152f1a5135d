// Another version of a custom policy, begun from the text that is in force.
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { call } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { PolicyEditor } from '../../editor/policy-editor.tsx'
import { Button } from '../../parts/button.tsx'
import { spread } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Checkbox } from '../../parts/fields.tsx'
import { Loading, PageFrame } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import type { Policy } from './policy.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const id = Number(usePart('id'))
  const { data, error, refetch } = useCall('GetPolicy', { PolicyId: id })
  return (
    <PageFrame title={t('addVersion')} parent={{ to: `/policies/${id}`, title: data?.PolicyName ?? String(id) }}>
      {error !== null && <FaultPanel error={error} onRetry={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <NewVersion policy={{ ...data, id }} />}
    </PageFrame>
  )
}

function NewVersion({ policy: { id, PolicyDocument } }: { readonly policy: Policy }): ReactNode {
  const [document, setDocument] = useState(() => spread(PolicyDocument ?? ''))
  const [inForce, setInForce] = useState(true)
  const goTo = useNavigate()
  const change = useChange(() =>
    call('CreatePolicyVersion', { PolicyId: id, PolicyDocument: document, SetAsDefault: inForce }),
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate(undefined, {
      onSuccess: ({ VersionId }) => {
        say(t('saved', { version: VersionId ?? '' }))
        goTo({ to: `/policies/${id}` })
      },
    })
  }
  return (
    <Form className="form section" onSubmit={submit}>
      <PolicyEditor label={t('document')} value={document} onChange={setDocument} />
      <Checkbox label={t('putInForce')} value={inForce} onChange={setInForce} />
      {change.error !== null && <FaultPanel error={change.error} />}
      <div>
        <Button type="submit" look="main" busy={change.isPending}>
          {t('save')}
        </Button>
      </div>
    </Form>
  )
}
