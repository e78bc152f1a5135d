// A list of bearer tokens of one kind: made and shown once, given another secret, deleted. What differs between the kinds is
// handed in.
import { type ReactNode, useMemo, useState } from 'react'
import { type Rows, useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm, FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Empty, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { ShownOnce } from './shown-once.tsx'
import { t } from './words.ts'

/** What tokens of every kind have. */
interface Token {
  readonly TokenId: string
  readonly Description: string
  readonly ExpireTime: string
}
/** A token that was just made: the only time that it is seen. */
interface Made {
  readonly id: string
  readonly token: string
}

export interface TokenKind<T extends Token> {
  readonly title: string
  readonly about: string
  /** What to do where there is none. */
  readonly hint: string
  /** For whom or what a token is. */
  readonly column: Column<T>
  /** The field that says so for a new one. */
  readonly field: { readonly label: string; readonly help: string; readonly lengthMax: number }
  make(wanted: {
    readonly field: string
    readonly description: string
    readonly days: number | undefined
  }): Promise<Made>
  delete(id: string): Promise<unknown>
  /** `undefined`: a new one has to be made. */
  rotate?: (id: string) => Promise<Made>
}

interface SectionParts<T extends Token> {
  readonly kind: TokenKind<T>
  readonly rows: Rows<T>
}

type Asking = 'make' | { readonly what: 'rotate' | 'delete'; readonly id: string }

export function TokenSection<T extends Token>({ kind, rows }: SectionParts<T>): ReactNode {
  const [asking, setAsking] = useState<Asking>()
  const columns = useMemo(() => columnsOf(kind, setAsking), [kind])
  const close = (): void => setAsking(undefined)
  const { title, about, hint, rotate } = kind
  const make = (
    <Button icon="plus" label={`${t('make')}: ${title}`} onPress={() => setAsking('make')}>
      {t('make')}
    </Button>
  )
  return (
    <Section title={title} about={about} actions={make}>
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        rowKey={({ TokenId }) => TokenId}
        empty={<Empty title={t('none')} about={hint} />}
      />
      {asking === 'make' && <MakeToken kind={kind} onClose={close} />}
      {typeof asking === 'object' && asking.what === 'delete' && (
        <DeleteToken id={asking.id} onDelete={kind.delete} onClose={close} />
      )}
      {typeof asking === 'object' && asking.what === 'rotate' && rotate !== undefined && (
        <RotateToken id={asking.id} onRotate={rotate} onClose={close} />
      )}
    </Section>
  )
}

function columnsOf<T extends Token>(
  { column, rotate }: TokenKind<T>,
  onAsk: (asking: Asking) => void,
): readonly Column<T>[] {
  const ways = rotate === undefined ? (['delete'] as const) : (['rotate', 'delete'] as const)
  return [
    { title: t('id'), cell: ({ TokenId }) => <code>{TokenId}</code> },
    column,
    { title: t('description'), cell: ({ Description }) => Description },
    {
      title: t('ends'),
      cell: ({ ExpireTime }) => timeText(ExpireTime),
      sort: ({ ExpireTime }) => ExpireTime,
      fit: 'least',
    },
    {
      title: '',
      cell: ({ TokenId: id }) => (
        <div className="row-actions">
          {ways.map((what) => (
            <Button key={what} look="quiet" label={`${t(what)}: ${id}`} onPress={() => onAsk({ what, id })}>
              {t(what)}
            </Button>
          ))}
        </div>
      ),
      fit: 'right',
    },
  ]
}

interface MakeParts<T extends Token> {
  readonly kind: TokenKind<T>
  readonly onClose: () => void
}

function MakeToken<T extends Token>({ kind, onClose }: MakeParts<T>): ReactNode {
  const [field, setField] = useState('')
  const [description, setDescription] = useState('')
  const [days, setDays] = useState('')
  const change = useChange(() => kind.make({ field, description, days: days === '' ? undefined : Number(days) }))
  if (change.data !== undefined) return <ShownOnce token={change.data.token} id={change.data.id} onClose={onClose} />
  return (
    <FormDialog
      title={t('make')}
      button={t('make')}
      busy={change.isPending}
      error={change.error}
      ready={field !== ''}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <TextField {...kind.field} value={field} onChange={setField} required autoFocus />
      <TextField label={t('description')} value={description} onChange={setDescription} lengthMax={255} />
      <TextField label={t('days')} value={days} onChange={setDays} help={t('daysHelp')} type="number" />
    </FormDialog>
  )
}

interface RotateParts {
  readonly id: string
  readonly onRotate: (id: string) => Promise<Made>
  readonly onClose: () => void
}

function RotateToken({ id, onRotate, onClose }: RotateParts): ReactNode {
  const change = useChange(() => onRotate(id))
  if (change.data !== undefined) return <ShownOnce token={change.data.token} id={id} onClose={onClose} />
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

interface DeleteParts {
  readonly id: string
  readonly onDelete: (id: string) => Promise<unknown>
  readonly onClose: () => void
}

function DeleteToken({ id, onDelete, onClose }: DeleteParts): ReactNode {
  const change = useChange(() => onDelete(id))
  const done = (): void => {
    say(t('deleted'))
    onClose()
  }
  return (
    <Confirm
      title={t('deleteTitle')}
      button={t('delete')}
      lost={[t('lost', { id })]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
