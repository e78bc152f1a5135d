// Identity providers of roles: SAML for people, OIDC for programs.
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import type { SAMLProviderInfo } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useCall, useLoaded, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Empty, PageFrame, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { timeText } from '../../text/words.ts'
import { OidcForm } from './oidc-form.tsx'
import { loadOidcNames, type OidcName } from './oidc-names.ts'
import { SamlForm } from './saml-form.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <SamlProviders />
      <OidcProviders />
    </PageFrame>
  )
}

const paging = whole<'ListSAMLProviders'>()
const rowsOf = ({ SAMLProviderSet }: Result<'ListSAMLProviders'>): readonly SAMLProviderInfo[] => SAMLProviderSet

const samlColumns: readonly Column<SAMLProviderInfo>[] = [
  {
    title: t('name'),
    cell: ({ Name }) => (
      <Link to="/providers/saml/$name" params={{ name: Name }}>
        {Name}
      </Link>
    ),
    sort: ({ Name }) => Name.toLowerCase(),
  },
  { title: t('description'), cell: ({ Description }) => Description },
  { title: t('createdAt'), cell: ({ CreateTime }) => timeText(CreateTime), fit: 'least' },
  { title: t('modifiedAt'), cell: ({ ModifyTime }) => timeText(ModifyTime), fit: 'least' },
]

function SamlProviders(): ReactNode {
  const rows = useRows('ListSAMLProviders', {}, paging, rowsOf)
  const [creating, setCreating] = useState(false)
  const goTo = useNavigate()
  const add = (
    <Button icon="plus" onPress={() => setCreating(true)}>
      {t('createSaml')}
    </Button>
  )
  return (
    <Section title={t('saml')} about={t('samlAbout')} actions={add}>
      <DataTable
        label={t('saml')}
        columns={samlColumns}
        rows={rows}
        rowKey={({ Name }) => Name}
        empty={<Empty title={t('noSaml')} />}
      />
      {creating && (
        <SamlForm
          onDone={(name) => goTo({ to: '/providers/saml/$name', params: { name } })}
          onClose={() => setCreating(false)}
        />
      )}
    </Section>
  )
}

const oidcColumns: readonly Column<OidcName>[] = [
  {
    title: t('name'),
    cell: ({ name }) => (
      <Link to="/providers/oidc/$name" params={{ name }}>
        {name}
      </Link>
    ),
    sort: ({ name }) => name.toLowerCase(),
  },
  { title: t('issuer'), cell: ({ name }) => <Issuer name={name} /> },
]

function Issuer({ name }: { readonly name: string }): ReactNode {
  const { data } = useCall('DescribeOIDCConfig', { Name: name })
  return <code className="long">{data?.IdentityUrl ?? '–'}</code>
}

function OidcProviders(): ReactNode {
  const rows = useLoaded('names of OIDC providers', loadOidcNames)
  const [creating, setCreating] = useState(false)
  const goTo = useNavigate()
  const open = (name: string): void => {
    goTo({ to: '/providers/oidc/$name', params: { name } })
  }
  const add = (
    <Button icon="plus" onPress={() => setCreating(true)}>
      {t('createOidc')}
    </Button>
  )
  return (
    <Section title={t('oidc')} about={t('oidcAbout')} actions={add}>
      <DataTable
        label={t('oidc')}
        columns={oidcColumns}
        rows={rows}
        rowKey={({ name }) => name}
        empty={<Empty title={t('noOidc')} about={t('noOidcWhy')} />}
      />
      <OpenByName onOpen={open} />
      {creating && <OidcForm onDone={open} onClose={() => setCreating(false)} />}
    </Section>
  )
}

function OpenByName({ onOpen }: { readonly onOpen: (name: string) => void }): ReactNode {
  const [name, setName] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (name !== '') onOpen(name)
  }
  return (
    <Form className="one-line" onSubmit={submit}>
      <TextField label={t('findName')} value={name} onChange={setName} lengthMax={128} />
      <Button type="submit" disabled={name === ''}>
        {t('find')}
      </Button>
    </Form>
  )
}
