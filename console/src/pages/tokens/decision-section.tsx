// Tokens of services that ask for decisions.
import { type ReactNode, useMemo, useState } from 'react'
import type { DecisionToken } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Empty, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { DeleteToken, daysOf, ShownOnce } from './shown-once.tsx'
import { t } from './words.ts'

const paging = whole<'ListDecisionTokens'>()
const rowsOf = ({ Tokens }: Result<'ListDecisionTokens'>): readonly DecisionToken[] => Tokens

export function DecisionSection(): ReactNode {
  const rows = useRows('ListDecisionTokens', {}, paging, rowsOf)
  const [making, setMaking] = useState(false)
  const [deleting, setDeleting] = useState<DecisionToken>()
  const columns = useMemo(() => columnsOf(setDeleting), [])
  const make = (
    <Button icon="plus" label={`${t('make')}: ${t('decision')}`} onPress={() => setMaking(true)}>
      {t('make')}
    </Button>
  )
  return (
    <Section title={t('decision')} about={t('decisionAbout')} actions={make}>
      <DataTable
        label={t('decision')}
        columns={columns}
        rows={rows}
        rowKey={({ TokenId }) => TokenId}
        empty={<Empty title={t('none')} />}
      />
      {making && <MakeToken onClose={() => setMaking(false)} />}
      {deleting !== undefined && <Delete id={deleting.TokenId} onClose={() => setDeleting(undefined)} />}
    </Section>
  )
}

function columnsOf(onDelete: (token: DecisionToken) => void): readonly Column<DecisionToken>[] {
  return [
    { title: t('id'), cell: ({ TokenId }) => <code>{TokenId}</code> },
    { title: t('service'), cell: ({ Service }) => <code>{Service}</code>, sort: ({ Service }) => Service },
    { title: t('description'), cell: ({ Description }) => Description },
    {
      title: t('ends'),
      cell: ({ ExpireTime }) => timeText(ExpireTime),
      sort: ({ ExpireTime }) => ExpireTime,
      fit: 'least',
    },
    {
      title: '',
      cell: (token) => (
        <Button look="quiet" label={`${t('delete')}: ${token.TokenId}`} onPress={() => onDelete(token)}>
          {t('delete')}
        </Button>
      ),
      fit: 'right',
    },
  ]
}

function MakeToken({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [service, setService] = useState('')
  const [description, setDescription] = useState('')
  const [days, setDays] = useState('')
  const change = useChange(() =>
    call('CreateDecisionToken', { Service: service, Description: description, Days: daysOf(days) }),
  )
  if (change.data !== undefined)
    return <ShownOnce token={change.data.Token} id={change.data.Detail.TokenId} onClose={onClose} />
  return (
    <FormDialog
      title={t('make')}
      button={t('make')}
      busy={change.isPending}
      error={change.error}
      ready={service !== ''}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('service')}
        value={service}
        onChange={setService}
        help={t('serviceHelp')}
        lengthMax={64}
        required
        autoFocus
      />
      <TextField label={t('description')} value={description} onChange={setDescription} lengthMax={256} />
      <TextField label={t('days')} value={days} onChange={setDays} help={t('daysHelp')} type="number" />
    </FormDialog>
  )
}

function Delete({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const change = useChange(() => call('DeleteDecisionToken', { TokenId: id }))
  const done = (): void => {
    say(t('deleted'))
    onClose()
  }
  const confirm = (): void => change.mutate(undefined, { onSuccess: done })
  return <DeleteToken id={id} busy={change.isPending} error={change.error} onConfirm={confirm} onClose={onClose} />
}
