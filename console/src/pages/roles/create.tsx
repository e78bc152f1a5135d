// A new role: whom it trusts by a text that is begun for an account or a service, and where it may be used.
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import { PolicyEditor } from '../../editor/policy-editor.tsx'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Checkbox, Choice, TextField } from '../../parts/fields.tsx'
import { PageFrame } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

type Trusted = 'account' | 'service'

function trustOf(kind: Trusted, account: number): string {
  const principal = kind === 'account' ? { qcs: [`qcs::cam::uin/${account}:root`] } : { service: ['cvm.qcloud.com'] }
  const statement = [{ effect: 'allow', action: ['name/sts:AssumeRole'], principal }]
  return JSON.stringify({ version: '2.0', statement }, null, 2)
}

export function Page(): ReactNode {
  const { account } = useSession()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [kind, setKind] = useState<Trusted>('account')
  const [document, setDocument] = useState(() => trustOf('account', account))
  const [atConsole, setAtConsole] = useState(false)
  const goTo = useNavigate()
  const change = useChange(() =>
    call('CreateRole', {
      RoleName: name,
      Description: description,
      PolicyDocument: document,
      ConsoleLogin: atConsole ? 1 : 0,
    }),
  )
  const choose = (chosen: Trusted): void => {
    setKind(chosen)
    setDocument(trustOf(chosen, account))
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const done = (): void => {
      say(t('created', { name }))
      goTo({ to: '/roles/$name', params: { name } })
    }
    change.mutate(undefined, { onSuccess: done })
  }
  const kinds = [
    ['account', t('anAccount')],
    ['service', t('aService')],
  ] as const
  return (
    <PageFrame title={t('create')} parent={{ to: '/roles', title: t('title') }}>
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
        <div>
          <Choice label={t('trustWho')} value={kind} onChange={choose} options={kinds} />
        </div>
        <PolicyEditor label={t('trust')} value={document} onChange={setDocument} about={t('trustAbout')} trust />
        <Checkbox label={t('console')} value={atConsole} onChange={setAtConsole} />
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
