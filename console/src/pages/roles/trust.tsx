// The trust policy of a role, as a form where it fits one, and as text.
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import type { RoleInfo } from '../../api/actions.ts'
import { call } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { PolicyEditor } from '../../editor/policy-editor.tsx'
import { Button } from '../../parts/button.tsx'
import { spread } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Loading, PageFrame } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { useProviders } from './use-providers.ts'
import { t } from './words.ts'

export function Page(): ReactNode {
  const name = usePart('name')
  const { data, error, refetch } = useCall('GetRole', { RoleName: name })
  return (
    <PageFrame
      title={t('trustTitle', { name })}
      about={t('trustEffect')}
      parent={{ to: `/roles/${name}`, title: name }}
    >
      {error !== null && <FaultPanel error={error} onRetry={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <EditTrust role={data.RoleInfo} />}
    </PageFrame>
  )
}

function EditTrust({ role: { RoleId, RoleName, PolicyDocument } }: { readonly role: RoleInfo }): ReactNode {
  const [document, setDocument] = useState(() => spread(PolicyDocument))
  const providers = useProviders()
  const goTo = useNavigate()
  const change = useChange(() => call('UpdateAssumeRolePolicy', { RoleId, PolicyDocument: document }))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const done = (): void => {
      say(t('trustSaved'))
      goTo({ to: '/roles/$name', params: { name: RoleName } })
    }
    change.mutate(undefined, { onSuccess: done })
  }
  return (
    <Form className="form section" onSubmit={submit}>
      <PolicyEditor
        label={t('trust')}
        value={document}
        onChange={setDocument}
        providers={providers}
        first="cards"
        trust
      />
      {change.error !== null && <FaultPanel error={change.error} />}
      <div>
        <Button type="submit" look="main" busy={change.isPending} disabled={document === spread(PolicyDocument)}>
          {t('save')}
        </Button>
      </div>
    </Form>
  )
}
