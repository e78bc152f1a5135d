// The permissions boundary of a user or a role: shown, set and removed.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Empty, Loading, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { PickPolicies } from './pick-policies.tsx'
import { t } from './words.ts'

export interface Boundary {
  readonly PolicyId: number | null
  readonly PolicyName: string | null
}

interface BoundarySectionParts {
  readonly boundary: { readonly data: Boundary | undefined; readonly error: unknown; readonly isPending: boolean }
  readonly put: (policyId: number) => Promise<unknown>
  readonly drop: () => Promise<unknown>
}

export function BoundarySection({ boundary: { data, error, isPending }, put, drop }: BoundarySectionParts): ReactNode {
  const [asking, setAsking] = useState<'put' | 'drop'>()
  const close = (): void => setAsking(undefined)
  const name = data?.PolicyName ?? ''
  const set = data !== undefined && data.PolicyId !== null
  return (
    <Section
      title={t('boundary')}
      about={t('boundaryAbout')}
      actions={
        data !== undefined && (
          <>
            {set && <Button onPress={() => setAsking('drop')}>{t('drop')}</Button>}
            <Button onPress={() => setAsking('put')}>{set ? t('change') : t('set')}</Button>
          </>
        )
      }
    >
      {isPending && <Loading />}
      {error !== null && <FaultPanel error={error} />}
      {data !== undefined && !set && <Empty title={t('noBoundary')} />}
      {set && (
        <p>
          <Link to={`/policies/${data.PolicyId}`}>{name}</Link>
        </p>
      )}
      {asking === 'put' && <Put put={put} onClose={close} />}
      {asking === 'drop' && <Drop name={name} drop={drop} onClose={close} />}
    </Section>
  )
}

function Put({ put, onClose }: { readonly put: BoundarySectionParts['put']; readonly onClose: () => void }): ReactNode {
  const change = useChange(put)
  const done = (): void => {
    say(t('boundarySet'))
    onClose()
  }
  return (
    <PickPolicies
      title={t('setBoundary')}
      button={t('set')}
      one
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onPick={([policy]) => policy !== undefined && change.mutate(policy.PolicyId, { onSuccess: done })}
    />
  )
}

interface DropParts {
  readonly name: string
  readonly drop: BoundarySectionParts['drop']
  readonly onClose: () => void
}

function Drop({ name, drop, onClose }: DropParts): ReactNode {
  const change = useChange(drop)
  const done = (): void => {
    say(t('boundaryDropped'))
    onClose()
  }
  return (
    <Confirm
      title={t('dropTitle')}
      button={t('drop')}
      lost={[t('boundaryLost', { name })]}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
    />
  )
}
