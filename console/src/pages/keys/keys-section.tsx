// Access keys of one owner: made, turned off, deleted, and when each was last used.
import { type ReactNode, useMemo, useState } from 'react'
import type { AccessKey } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useCall, useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Copyable } from '../../parts/copyable.tsx'
import { Confirm, FormDialog } from '../../parts/dialog.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Badge, Empty, Section } from '../../parts/frame.tsx'
import { SecretsDialog } from '../../parts/secrets.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { t } from './words.ts'

/** `undefined`: whoever is signed in. */
type Owner = number | undefined

const paging = whole<'ListAccessKeys'>()
const rowsOf = ({ AccessKeys }: Result<'ListAccessKeys'>): readonly AccessKey[] => AccessKeys ?? []

interface KeysSectionParts {
  readonly owner: Owner
  readonly title?: string
}

export function KeysSection({ owner, title = t('mine') }: KeysSectionParts): ReactNode {
  const rows = useRows('ListAccessKeys', { TargetUin: owner }, paging, rowsOf)
  const [creating, setCreating] = useState(false)
  const [deleting, setDeleting] = useState<AccessKey>()
  const turn = useChange(({ AccessKeyId, Status }: AccessKey) => {
    const other = Status === 'Active' ? 'Inactive' : 'Active'
    return call('UpdateAccessKey', { AccessKeyId, Status: other, TargetUin: owner })
  })
  const used = useUses(rows.rows)
  const { mutate } = turn
  const columns = useMemo(
    () =>
      columnsOf(used, setDeleting, (key) =>
        mutate(key, { onSuccess: () => say(t(key.Status === 'Active' ? 'disabled' : 'enabled')) }),
      ),
    [used, mutate],
  )
  return (
    <Section
      title={title}
      about={t('about')}
      actions={
        <Button icon="plus" onPress={() => setCreating(true)}>
          {t('create')}
        </Button>
      }
    >
      {turn.error !== null && <FaultPanel error={turn.error} />}
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        rowKey={({ AccessKeyId }) => AccessKeyId}
        empty={<Empty title={t('none')} />}
      />
      {creating && <CreateKey owner={owner} onClose={() => setCreating(false)} />}
      {deleting !== undefined && (
        <DeleteKey owner={owner} accessKey={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </Section>
  )
}

/** Moments of last use in milliseconds, by key. What cannot be read is left out: the keys themselves matter more. */
function useUses(keys: readonly AccessKey[]): ReadonlyMap<string, number> {
  const ids = keys.map(({ AccessKeyId }) => AccessKeyId)
  const { data } = useCall('GetSecurityLastUsed', ids.length === 0 ? undefined : { SecretIdList: ids })
  return useMemo(
    () =>
      new Map(
        data?.SecretIdLastUsedRows.map(({ SecretId, LastSecretUsedDate }) => [SecretId, LastSecretUsedDate ?? 0]),
      ),
    [data],
  )
}

function columnsOf(
  used: ReadonlyMap<string, number>,
  onDelete: (key: AccessKey) => void,
  onTurn: (key: AccessKey) => void,
): readonly Column<AccessKey>[] {
  const lastOf = ({ AccessKeyId }: AccessKey): number => used.get(AccessKeyId) ?? 0
  const on = ({ Status }: AccessKey): boolean => Status === 'Active'
  return [
    {
      title: t('key'),
      cell: ({ AccessKeyId, Description }) => (
        <>
          <Copyable text={AccessKeyId} label={AccessKeyId} />
          {Description !== null && <span className="help">{Description}</span>}
        </>
      ),
    },
    {
      title: t('status'),
      cell: (key) => <Badge tone={on(key) ? 'good' : 'plain'}>{on(key) ? t('active') : t('inactive')}</Badge>,
      fit: 'least',
    },
    {
      title: t('createdAt'),
      cell: ({ CreateTime }) => timeText(CreateTime),
      sort: ({ CreateTime }) => CreateTime,
      fit: 'least',
    },
    {
      title: t('lastUsed'),
      cell: (key) => (lastOf(key) === 0 ? t('never') : timeText(lastOf(key) / 1000)),
      sort: lastOf,
      fit: 'least',
    },
    {
      title: '',
      cell: (key) => (
        <div className="row-actions">
          <Button
            look="quiet"
            label={`${t(on(key) ? 'disable' : 'enable')}: ${key.AccessKeyId}`}
            onPress={() => onTurn(key)}
          >
            {t(on(key) ? 'disable' : 'enable')}
          </Button>
          <Button look="quiet" label={`${t('delete')}: ${key.AccessKeyId}`} onPress={() => onDelete(key)}>
            {t('delete')}
          </Button>
        </div>
      ),
      fit: 'right',
    },
  ]
}

interface OwnerParts {
  readonly owner: Owner
  readonly onClose: () => void
}

function CreateKey({ owner, onClose }: OwnerParts): ReactNode {
  const [description, setDescription] = useState('')
  const change = useChange(() =>
    call('CreateAccessKey', { TargetUin: owner, Description: description === '' ? undefined : description }),
  )
  const made = change.data?.AccessKey
  if (made !== undefined && made !== null) {
    const { AccessKeyId, SecretAccessKey } = made
    const rows = [
      ['SecretId', AccessKeyId],
      ['SecretKey', SecretAccessKey],
    ] as const
    return <SecretsDialog title={t('created')} rows={rows} fileName={`${AccessKeyId}.csv`} onClose={onClose} />
  }
  return (
    <FormDialog
      title={t('create')}
      button={t('create')}
      busy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('description')}
        value={description}
        onChange={setDescription}
        help={t('descriptionHelp')}
        lengthMax={1024}
        autoFocus
      />
    </FormDialog>
  )
}

function DeleteKey({
  owner,
  accessKey: { AccessKeyId },
  onClose,
}: OwnerParts & { readonly accessKey: AccessKey }): ReactNode {
  const change = useChange(() => call('DeleteAccessKey', { AccessKeyId, TargetUin: owner }))
  const done = (): void => {
    say(t('deleted'))
    onClose()
  }
  return (
    <Confirm
      title={t('deleteTitle')}
      button={t('delete')}
      lost={[t('lostCalls', { id: AccessKeyId }), t('lostSessions')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
