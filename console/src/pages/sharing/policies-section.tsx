// The policies that are attached to a user, a group or a role themselves: which they are, attaching and detaching.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { Rows } from '../../api/queries.ts'
import { useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Badge, Empty, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { PickPolicies } from './pick-policies.tsx'
import { t } from './words.ts'

export interface Held {
  readonly id: number
  readonly name: string
  readonly preset: boolean
  readonly since: string
}

interface PoliciesSectionParts {
  /** Whose policies they are, for questions. */
  readonly who: string
  readonly rows: Rows<Held>
  readonly attach: (policyId: number) => Promise<unknown>
  readonly detach: (policyId: number) => Promise<unknown>
}

export function PoliciesSection({ who, rows, attach, detach }: PoliciesSectionParts): ReactNode {
  const [attaching, setAttaching] = useState(false)
  const [detaching, setDetaching] = useState<Held>()
  const columns = useMemo(() => columnsOf(setDetaching), [])
  return (
    <Section title={t('policies')} actions={<Button onPress={() => setAttaching(true)}>{t('attach')}</Button>}>
      <DataTable
        label={t('policies')}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => String(id)}
        empty={<Empty title={t('noPolicies')} about={t('noPoliciesWhy')} />}
      />
      {attaching && <Attach attach={attach} onClose={() => setAttaching(false)} />}
      {detaching !== undefined && (
        <Detach who={who} held={detaching} detach={detach} onClose={() => setDetaching(undefined)} />
      )}
    </Section>
  )
}

function columnsOf(onDetach: (held: Held) => void): readonly Column<Held>[] {
  return [
    {
      title: t('policy'),
      cell: ({ id, name }) => <Link to={`/policies/${id}`}>{name}</Link>,
      sort: ({ name }) => name,
    },
    {
      title: t('kind'),
      cell: ({ preset }) => <Badge tone={preset ? 'plain' : 'accent'}>{preset ? t('preset') : t('custom')}</Badge>,
      fit: 'least',
    },
    { title: t('since'), cell: ({ since }) => timeText(since), sort: ({ since }) => since, fit: 'least' },
    {
      title: '',
      cell: (held) => (
        <Button look="quiet" label={`${t('detach')}: ${held.name}`} onPress={() => onDetach(held)}>
          {t('detach')}
        </Button>
      ),
      fit: 'right',
    },
  ]
}

interface AttachParts {
  readonly attach: PoliciesSectionParts['attach']
  readonly onClose: () => void
}

function Attach({ attach, onClose }: AttachParts): ReactNode {
  const change = useChange(async (ids: readonly number[]) => {
    for (const id of ids) await attach(id)
    return ids.length
  })
  return (
    <PickPolicies
      title={t('attach')}
      button={t('attach')}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onPick={(picked) =>
        change.mutate(
          picked.map(({ PolicyId }) => PolicyId),
          {
            onSuccess: (n) => {
              say(t('attached', { n }))
              onClose()
            },
          },
        )
      }
    />
  )
}

interface DetachParts {
  readonly who: string
  readonly held: Held
  readonly detach: PoliciesSectionParts['detach']
  readonly onClose: () => void
}

function Detach({ who, held: { id, name }, detach, onClose }: DetachParts): ReactNode {
  const change = useChange(() => detach(id))
  return (
    <Confirm
      title={t('detachTitle', { name })}
      button={t('detach')}
      lost={[t('rightsLost', { name, who })]}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() =>
        change.mutate(undefined, {
          onSuccess: () => {
            say(t('detached', { name }))
            onClose()
          },
        })
      }
    />
  )
}
