// A new role: whom it trusts by a text or form that is begun for one of the four kinds, and where it may be used.
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import { PolicyEditor } from '../../editor/policy-editor.tsx'
import {
  emptyTrust,
  type Providers,
  type TrustKind,
  textOfTrust,
  withTokenConditions,
} from '../../editor/trust-cards.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Checkbox, Choice, TextField } from '../../parts/fields.tsx'
import { PageFrame } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { useProviders } from './use-providers.ts'
import { t } from './words.ts'

/** The text that one begins with: the own account, some service, or the first provider of the kind. */
function trustOf(kind: TrustKind, account: number, { saml, oidc }: Providers): string {
  const names = {
    account: [`qcs::cam::uin/${account}:root`],
    service: ['cvm.qcloud.com'],
    saml: saml.slice(0, 1),
    oidc: oidc.slice(0, 1).map(({ name }) => name),
  }
  const card = withTokenConditions({ ...emptyTrust, kind, names: names[kind] }, oidc)
  return textOfTrust({ rest: { version: '2.0' }, cards: [card] })
}

export function Page(): ReactNode {
  const { account } = useSession()
  const providers = useProviders()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [kind, setKind] = useState<TrustKind>('account')
  const [document, setDocument] = useState(() => trustOf('account', account, { saml: [], oidc: [] }))
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
  const choose = (chosen: TrustKind): void => {
    setKind(chosen)
    setDocument(trustOf(chosen, account, providers))
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
    ['saml', t('aSamlProvider')],
    ['oidc', t('anOidcProvider')],
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
        <PolicyEditor
          label={t('trust')}
          value={document}
          onChange={setDocument}
          about={t('trustAbout')}
          providers={providers}
          trust
        />
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
