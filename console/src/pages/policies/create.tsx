// A new custom policy, by its text.
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { PolicyEditor } from '../../editor/policy-editor.tsx'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { TextField } from '../../parts/fields.tsx'
import { PageFrame } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

/** What one begins with: something small that is valid and harmless. */
const template = JSON.stringify(
  { version: '2.0', statement: [{ effect: 'allow', action: ['cam:ListGroups'], resource: ['*'] }] },
  null,
  2,
)

export function Page(): ReactNode {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [document, setDocument] = useState(template)
  const goTo = useNavigate()
  const change = useChange(() =>
    call('CreatePolicy', { PolicyName: name, Description: description, PolicyDocument: document }),
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate(undefined, {
      onSuccess: ({ PolicyId }) => {
        say(t('created', { name }))
        goTo({ to: `/policies/${PolicyId}` })
      },
    })
  }
  return (
    <PageFrame title={t('create')} parent={{ to: '/policies', title: t('title') }}>
      <Form className="form section" onSubmit={submit}>
        <TextField
          label={t('name')}
          value={name}
          onChange={setName}
          help={t('nameHelp')}
          lengthMax={128}
          required
          autoFocus
        />
        <TextField label={t('description')} value={description} onChange={setDescription} lengthMax={300} />
        <PolicyEditor label={t('document')} value={document} onChange={setDocument} />
        {change.error !== null && <FaultPanel error={change.error} />}
        <div>
          <Button type="submit" look="main" busy={change.isPending} disabled={name === ''}>
            {t('create')}
          </Button>
        </div>
      </Form>
    </PageFrame>
  )
}
