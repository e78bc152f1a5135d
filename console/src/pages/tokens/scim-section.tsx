// Tokens of directories, each acting as a sub-user.
import { type ReactNode, useMemo, useState } from 'react'
import type { ScimToken } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm, FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Empty, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { DeleteToken, daysOf, ShownOnce } from './shown-once.tsx'
import { t } from './words.ts'

const paging = whole<'ListScimTokens'>()
const rowsOf = ({ ScimTokens }: Result<'ListScimTokens'>): readonly ScimToken[] => ScimTokens

type Asking = readonly ['rotate' | 'delete', ScimToken]

export function ScimSection(): ReactNode {
  const rows = useRows('ListScimTokens', {}, paging, rowsOf)
  const [making, setMaking] = useState(false)
  const [asking, setAsking] = useState<Asking>()
  const columns = useMemo(() => columnsOf((...what) => setAsking(what)), [])
  const [what, token] = asking ?? []
  const close = (): void => setAsking(undefined)
  const make = (
    <Button icon="plus" label={`${t('make')}: ${t('scim')}`} onPress={() => setMaking(true)}>
      {t('make')}
    </Button>
  )
  return (
    <Section title={t('scim')} about={t('scimAbout')} actions={make}>
      <DataTable
        label={t('scim')}
        columns={columns}
        rows={rows}
        rowKey={({ TokenId }) => TokenId}
        empty={<Empty title={t('none')} />}
      />
      {making && <MakeToken onClose={() => setMaking(false)} />}
      {what === 'rotate' && token !== undefined && <Rotate id={token.TokenId} onClose={close} />}
      {what === 'delete' && token !== undefined && <Delete id={token.TokenId} onClose={close} />}
    </Section>
  )
}

function columnsOf(onAsk: (...what: Asking) => void): readonly Column<ScimToken>[] {
  return [
    { title: t('id'), cell: ({ TokenId }) => <code>{TokenId}</code> },
    { title: t('actsAs'), cell: ({ Uin }) => <code>{Uin}</code>, sort: ({ Uin }) => Uin, fit: 'least' },
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
        <div className="row-actions">
          <Button look="quiet" label={`${t('rotate')}: ${token.TokenId}`} onPress={() => onAsk('rotate', token)}>
            {t('rotate')}
          </Button>
          <Button look="quiet" label={`${t('delete')}: ${token.TokenId}`} onPress={() => onAsk('delete', token)}>
            {t('delete')}
          </Button>
        </div>
      ),
      fit: 'right',
    },
  ]
}

function MakeToken({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [days, setDays] = useState('')
  const change = useChange(async () => {
    const { Uin } = await call('GetUser', { Name: name })
    return call('CreateScimToken', { TargetUin: Uin, Description: description, ValidDays: daysOf(days) })
  })
  if (change.data !== undefined)
    return <ShownOnce token={change.data.Token} id={change.data.ScimToken.TokenId} onClose={onClose} />
  return (
    <FormDialog
      title={t('make')}
      button={t('make')}
      busy={change.isPending}
      error={change.error}
      ready={name !== ''}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <TextField label={t('actsAs')} value={name} onChange={setName} help={t('actsAsHelp')} required autoFocus />
      <TextField label={t('description')} value={description} onChange={setDescription} lengthMax={255} />
      <TextField label={t('days')} value={days} onChange={setDays} help={t('daysHelp')} type="number" />
    </FormDialog>
  )
}

interface OneParts {
  readonly id: string
  readonly onClose: () => void
}

function Rotate({ id, onClose }: OneParts): ReactNode {
  const change = useChange(() => call('RotateScimToken', { TokenId: id }))
  if (change.data !== undefined) return <ShownOnce token={change.data.Token} id={id} onClose={onClose} />
  return (
    <Confirm
      title={t('rotateTitle')}
      button={t('rotate')}
      lost={[t('lostSecret', { id })]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onClose={onClose}
    />
  )
}

function Delete({ id, onClose }: OneParts): ReactNode {
  const change = useChange(() => call('DeleteScimToken', { TokenId: id }))
  const done = (): void => {
    say(t('deleted'))
    onClose()
  }
  const confirm = (): void => change.mutate(undefined, { onSuccess: done })
  return <DeleteToken id={id} busy={change.isPending} error={change.error} onConfirm={confirm} onClose={onClose} />
}
