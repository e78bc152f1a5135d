// One user group: its members and its policies.
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AttachPolicyInfo } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useCall, useChange, useRows } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { Copyable } from '../../parts/copyable.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Facts, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { OnePage } from '../sharing/one-page.tsx'
import { type Held, PoliciesSection } from '../sharing/policies-section.tsx'
import { GroupForm } from './form.tsx'
import { MembersSection } from './members.tsx'
import { t } from './words.ts'

export type Group = Result<'GetGroup'>

export function Page(): ReactNode {
  const id = Number(usePart('id'))
  return (
    <OnePage
      query={useCall('GetGroup', { GroupId: id })}
      name={String(id)}
      parent={{ to: '/groups', title: t('title') }}
      titleOf={({ GroupName }) => GroupName}
      edit={(group, close) => <EditGroup group={group} onClose={close} />}
      remove={(group, close) => <DeleteGroup group={group} onClose={close} />}
    >
      {(group) => <Parts group={group} />}
    </OnePage>
  )
}

function Parts({ group }: { readonly group: Group }): ReactNode {
  return (
    <>
      <Section title={t('details')}>
        <Facts
          facts={[
            [t('number'), <Copyable key="id" text={String(group.GroupId)} label={t('number')} />],
            [t('createdAt'), timeText(group.CreateTime)],
            [t('remark'), group.Remark],
          ]}
        />
      </Section>
      <MembersSection group={group} />
      <Policies group={group} />
    </>
  )
}

const paging = byPage<'ListAttachedGroupPolicies'>()
const heldOf = ({ List }: Result<'ListAttachedGroupPolicies'>): readonly Held[] => List.map(heldOfPolicy)

function heldOfPolicy({ PolicyId, PolicyName, PolicyType, AddTime }: AttachPolicyInfo): Held {
  return { id: PolicyId, name: PolicyName ?? '', preset: PolicyType === 'QCS', since: AddTime ?? '' }
}

function Policies({ group: { GroupId, GroupName } }: { readonly group: Group }): ReactNode {
  const rows = useRows('ListAttachedGroupPolicies', { TargetGroupId: GroupId }, paging, heldOf)
  return (
    <PoliciesSection
      who={GroupName}
      rows={rows}
      attach={(PolicyId) => call('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })}
      detach={(PolicyId) => call('DetachGroupPolicy', { PolicyId, DetachGroupId: GroupId })}
    />
  )
}

interface GroupParts {
  readonly group: Group
  readonly onClose: () => void
}

function EditGroup({ group: { GroupId, GroupName, Remark }, onClose }: GroupParts): ReactNode {
  const change = useChange(({ name, remark }: { readonly name: string; readonly remark: string }) =>
    call('UpdateGroup', { GroupId, Remark: remark, ...(name !== GroupName && { GroupName: name }) }),
  )
  return (
    <GroupForm
      title={t('editTitle', { name: GroupName })}
      button={t('save')}
      name={GroupName}
      remark={Remark ?? ''}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={(given) =>
        change.mutate(given, {
          onSuccess: () => {
            say(t('saved'))
            onClose()
          },
        })
      }
    />
  )
}

function DeleteGroup({ group: { GroupId, GroupName, GroupNum }, onClose }: GroupParts): ReactNode {
  const goTo = useNavigate()
  const policies = useCall('ListAttachedGroupPolicies', { TargetGroupId: GroupId, Rp: 1 }).data?.TotalNum ?? 0
  const change = useChange(() => call('DeleteGroup', { GroupId }))
  const lost = [
    t('lostGroup'),
    ...(GroupNum > 0 ? [t('lostMembers', { n: GroupNum })] : []),
    ...(policies > 0 ? [t('lostPolicies', { n: policies })] : []),
  ]
  const done = (): void => {
    say(t('deleted', { name: GroupName }))
    goTo({ to: '/groups' })
  }
  return (
    <Confirm
      title={t('deleteTitle', { name: GroupName })}
      button={t('delete')}
      lost={lost}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
