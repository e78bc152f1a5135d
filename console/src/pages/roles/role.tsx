// One role: whom it trusts, what it may do, and how long its sessions are.
import { type ReactNode, useState } from 'react'
import type { AttachedPolicyOfRole, RoleInfo } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useCall, useRows } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Copyable } from '../../parts/copyable.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge, Facts, Loading, PageFrame, Section } from '../../parts/frame.tsx'
import { numberText, timeText } from '../../text/words.ts'
import { BoundarySection } from '../sharing/boundary-section.tsx'
import { type Held, PoliciesSection } from '../sharing/policies-section.tsx'
import { TagsSection } from '../sharing/tags-section.tsx'
import { DeleteRole } from './delete.tsx'
import { Deletion } from './deletion.tsx'
import { EditRole } from './edit.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const name = usePart('name')
  const { data, error, refetch } = useCall('GetRole', { RoleName: name })
  const parent = { to: '/roles', title: t('title') }
  if (data === undefined) {
    return (
      <PageFrame title={name} parent={parent}>
        {error === null ? <Loading /> : <FaultPanel error={error} onRetry={refetch} />}
      </PageFrame>
    )
  }
  const role = data.RoleInfo
  return (
    <PageFrame title={role.RoleName} parent={parent} actions={<Actions role={role} />}>
      <Details role={role} />
      {role.DeletionTaskId !== null && role.DeletionTaskId !== '' && (
        <Section title={t('deletion')}>
          <Deletion task={role.DeletionTaskId} />
        </Section>
      )}
      <Trust role={role} />
      <Policies role={role} />
      <SessionsSection role={role} />
      <Boundary role={role} />
      <TagsSection resource={`role/${role.RoleId}`} tags={role.Tags ?? []} />
    </PageFrame>
  )
}

function Actions({ role }: { readonly role: RoleInfo }): ReactNode {
  const [asking, setAsking] = useState<'edit' | 'delete'>()
  const close = (): void => setAsking(undefined)
  return (
    <>
      <Button onPress={() => setAsking('edit')}>{t('edit')}</Button>
      <Button onPress={() => setAsking('delete')}>{t('delete')}</Button>
      {asking === 'edit' && <EditRole role={role} onClose={close} />}
      {asking === 'delete' && <DeleteRole role={role} onClose={close} />}
    </>
  )
}

function Details({ role }: { readonly role: RoleInfo }): ReactNode {
  const duration = role.SessionDuration ?? 0
  return (
    <Section title={t('details')}>
      <Facts
        facts={[
          [t('id'), <Copyable key="id" text={role.RoleId} label={t('id')} />],
          [t('arn'), <Copyable key="arn" text={role.RoleArn} label={t('arn')} />],
          [t('kind'), role.RoleType === 'user' ? t('user') : t('linked')],
          [
            t('consoleLogin'),
            <Badge key="console" tone={role.ConsoleLogin === 1 ? 'good' : 'plain'}>
              {role.ConsoleLogin === 1 ? t('yes') : t('no')}
            </Badge>,
          ],
          [t('duration'), duration === 0 ? t('unbounded') : t('seconds', { n: numberText(duration) })],
          [t('createdAt'), timeText(role.AddTime)],
          [t('description'), role.Description],
        ]}
      />
    </Section>
  )
}

function Trust({ role }: { readonly role: RoleInfo }): ReactNode {
  return (
    <Section
      title={t('trust')}
      about={t('trustAbout')}
      actions={
        role.RoleType === 'user' && <ButtonLink to={`/roles/${role.RoleName}/trust`}>{t('editTrust')}</ButtonLink>
      }
    >
      <DocumentText text={role.PolicyDocument} />
    </Section>
  )
}

const paging = byPage<'ListAttachedRolePolicies'>()
const heldOf = ({ List }: Result<'ListAttachedRolePolicies'>): readonly Held[] => List.map(heldOfPolicy)

function heldOfPolicy({ PolicyId, PolicyName, PolicyType, AddTime }: AttachedPolicyOfRole): Held {
  return { id: PolicyId, name: PolicyName, preset: PolicyType === 'QCS', since: AddTime }
}

function Policies({ role: { RoleId, RoleName } }: { readonly role: RoleInfo }): ReactNode {
  const rows = useRows('ListAttachedRolePolicies', { RoleId, Page: 1, Rp: 1 }, paging, heldOf)
  return (
    <PoliciesSection
      who={RoleName}
      rows={rows}
      attach={(PolicyId) => call('AttachRolePolicy', { PolicyId, AttachRoleId: RoleId })}
      detach={(PolicyId) => call('DetachRolePolicy', { PolicyId, DetachRoleId: RoleId })}
    />
  )
}

function Boundary({ role: { RoleId } }: { readonly role: RoleInfo }): ReactNode {
  const boundary = useCall('GetRolePermissionBoundary', { RoleId })
  return (
    <BoundarySection
      boundary={boundary}
      put={(PolicyId) => call('PutRolePermissionsBoundary', { RoleId, PolicyId })}
      drop={() => call('DeleteRolePermissionsBoundary', { RoleId })}
    />
  )
}
