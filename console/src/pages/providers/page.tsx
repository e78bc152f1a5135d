// Identity providers of roles: SAML for people, OIDC for programs.
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { IdentityProviderInfo } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Empty, PageFrame, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { timeText } from '../../text/words.ts'
import { OidcForm } from './oidc-form.tsx'
import { SamlForm } from './saml-form.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Providers kind="saml" />
      <Providers kind="oidc" />
    </PageFrame>
  )
}

type Kind = 'saml' | 'oidc'
const paging = whole<'ListIdentityProvider'>()
const rowsOf = ({ Providers: rows }: Result<'ListIdentityProvider'>): readonly IdentityProviderInfo[] => rows

const name: Column<IdentityProviderInfo> = {
  title: t('name'),
  cell: ({ Kind: kind, Name }) => <Link to={`/providers/${kind}/${encodeURIComponent(Name)}`}>{Name}</Link>,
  sort: ({ Name }) => Name.toLowerCase(),
}
const issuer: Column<IdentityProviderInfo> = {
  title: t('issuer'),
  cell: ({ IdentityUrl }) => <code className="long">{IdentityUrl}</code>,
}
const others: readonly Column<IdentityProviderInfo>[] = [
  { title: t('description'), cell: ({ Description }) => Description },
  { title: t('createdAt'), cell: ({ CreateTime }) => timeText(CreateTime), fit: 'least' },
  { title: t('modifiedAt'), cell: ({ ModifyTime }) => timeText(ModifyTime), fit: 'least' },
]

const kinds = {
  saml: {
    title: t('saml'),
    about: t('samlAbout'),
    add: t('createSaml'),
    empty: <Empty title={t('noSaml')} about={t('noSamlWhy')} />,
    columns: [name, ...others],
    Form: SamlForm,
  },
  oidc: {
    title: t('oidc'),
    about: t('oidcAbout'),
    add: t('createOidc'),
    empty: <Empty title={t('noOidc')} about={t('noOidcWhy')} />,
    columns: [name, issuer, ...others],
    Form: OidcForm,
  },
} as const

function Providers({ kind }: { readonly kind: Kind }): ReactNode {
  const { title, about, add, empty, columns, Form } = kinds[kind]
  const rows = useRows('ListIdentityProvider', { Kind: kind }, paging, rowsOf)
  const [creating, setCreating] = useState(false)
  const goTo = useNavigate()
  const button = (
    <Button icon="plus" onPress={() => setCreating(true)}>
      {add}
    </Button>
  )
  return (
    <Section title={title} about={about} actions={button}>
      <DataTable label={title} columns={columns} rows={rows} rowKey={({ Name }) => Name} empty={empty} />
      {creating && (
        <Form
          onDone={(made) => goTo({ to: `/providers/${kind}/${encodeURIComponent(made)}` })}
          onClose={() => setCreating(false)}
        />
      )}
    </Section>
  )
}
