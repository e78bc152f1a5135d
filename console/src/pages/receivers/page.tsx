// People of the account who are no sub-users: recipients of messages, and collaborators.
import { type ReactNode, useMemo, useState } from 'react'
import type { Receiver, SubAccountInfo } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byOffset, type Paging } from '../../api/paging.ts'
import { useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Badge, Empty, PageFrame, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { AddReceiver } from './add.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Receivers />
      <Collaborators />
    </PageFrame>
  )
}

const perPage = 100
const paging: Paging<'ListReceiver'> = {
  first: { Offset: 0, Limit: perPage },
  next: ({ TotalCount }, rows) => (rows < TotalCount && rows > 0 ? { Offset: rows, Limit: perPage } : undefined),
  total: ({ TotalCount }) => TotalCount,
}
const receiversOf = ({ Receivers: all }: Result<'ListReceiver'>): readonly Receiver[] => all

function Receivers(): ReactNode {
  const rows = useRows('ListReceiver', {}, paging, receiversOf)
  const [adding, setAdding] = useState(false)
  const [deleting, setDeleting] = useState<Receiver>()
  const columns = useMemo(() => columnsOf(setDeleting), [])
  const add = (
    <Button icon="plus" onPress={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <Section title={t('receivers')} actions={add}>
      <DataTable
        label={t('receivers')}
        columns={columns}
        rows={rows}
        rowKey={({ Uid }) => String(Uid)}
        empty={<Empty title={t('none')} about={t('noneWhy')} />}
      />
      {adding && <AddReceiver onClose={() => setAdding(false)} />}
      {deleting !== undefined && <DeleteReceiver name={deleting.Name} onClose={() => setDeleting(undefined)} />}
    </Section>
  )
}

function columnsOf(onDelete: (receiver: Receiver) => void): readonly Column<Receiver>[] {
  return [
    { title: t('name'), cell: ({ Name }) => Name, sort: ({ Name }) => Name.toLowerCase() },
    { title: t('email'), cell: ({ Email, EmailFlag }) => <Verified text={Email} flag={EmailFlag} /> },
    {
      title: t('phone'),
      cell: ({ CountryCode, PhoneNumber, PhoneFlag }) => (
        <Verified text={`+${CountryCode.replace('+', '')} ${PhoneNumber}`} flag={PhoneFlag} />
      ),
    },
    { title: t('remark'), cell: ({ Remark }) => Remark ?? '' },
    {
      title: '',
      cell: (receiver) => (
        <Button look="quiet" label={`${t('delete')}: ${receiver.Name}`} onPress={() => onDelete(receiver)}>
          {t('delete')}
        </Button>
      ),
      fit: 'right',
    },
  ]
}

function Verified({ text, flag }: { readonly text: string; readonly flag: number }): ReactNode {
  return (
    <>
      {text} {flag !== 1 && <Badge>{t('unverified')}</Badge>}
    </>
  )
}

function DeleteReceiver({ name, onClose }: { readonly name: string; readonly onClose: () => void }): ReactNode {
  const change = useChange(() => call('DeleteMessageReceiver', { Name: name }))
  const done = (): void => {
    say(t('deleted', { name }))
    onClose()
  }
  return (
    <Confirm
      title={t('deleteTitle', { name })}
      button={t('delete')}
      lost={[t('lost')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}

const collaboratorPaging = byOffset<'ListCollaborators'>()
const collaboratorsOf = ({ Data }: Result<'ListCollaborators'>): readonly SubAccountInfo[] => Data
const collaboratorColumns: readonly Column<SubAccountInfo>[] = [
  { title: t('name'), cell: ({ Name }) => Name, sort: ({ Name }) => Name.toLowerCase() },
  { title: t('number'), cell: ({ Uin }) => <code>{Uin}</code>, fit: 'least' },
  { title: t('remark'), cell: ({ Remark }) => Remark },
]

function Collaborators(): ReactNode {
  const rows = useRows('ListCollaborators', {}, collaboratorPaging, collaboratorsOf)
  return (
    <Section title={t('collaborators')}>
      <DataTable
        label={t('collaborators')}
        columns={collaboratorColumns}
        rows={rows}
        rowKey={({ Uin }) => String(Uin)}
        empty={<Empty title={t('noCollaborators')} about={t('noCollaboratorsWhy')} />}
      />
    </Section>
  )
}
