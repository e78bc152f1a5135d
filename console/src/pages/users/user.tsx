// One user: what is known of them, groups, policies, boundary and keys.
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AttachPolicyInfo, ListAllUser } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useCall, useRows } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { Copyable } from '../../parts/copyable.tsx'
import { Badge, Facts, Section } from '../../parts/frame.tsx'
import { timeText } from '../../text/words.ts'
import { KeysSection } from '../keys/keys-section.tsx'
import { BoundarySection } from '../sharing/boundary-section.tsx'
import { OnePage } from '../sharing/one-page.tsx'
import { type Held, PoliciesSection } from '../sharing/policies-section.tsx'
import { DeleteUser } from './delete.tsx'
import { EditUser } from './edit.tsx'
import { FactorsSection } from './factors-section.tsx'
import { GroupsSection } from './groups-section.tsx'
import { SignOut } from './sign-out.tsx'
import { ThroughGroups } from './through-groups.tsx'
import { t } from './words.ts'

export type User = Result<'GetUser'>
export type UserName = Pick<ListAllUser, 'Uin' | 'Uid' | 'Name'>

export function Page(): ReactNode {
  const name = usePart('name')
  const goTo = useNavigate()
  return (
    <OnePage
      query={useCall('GetUser', { Name: name })}
      name={name}
      parent={{ to: '/users', title: t('title') }}
      titleOf={({ Name }) => Name}
      more={(user) => user.ConsoleLogin === 1 && <SignOut user={user} />}
      edit={(user, close) => <EditUser user={user} onClose={close} />}
      remove={(user, close) => <DeleteUser user={user} onDeleted={() => goTo({ to: '/users' })} onClose={close} />}
    >
      {(user) => <Parts user={user} />}
    </OnePage>
  )
}

function Parts({ user }: { readonly user: User }): ReactNode {
  return (
    <>
      <Details user={user} />
      <GroupsSection user={user} />
      <Policies user={user} />
      <ThroughGroups uin={user.Uin} />
      <Boundary uin={user.Uin} />
      <FactorsSection user={user} signsIn={user.ConsoleLogin === 1} />
      <KeysSection owner={user.Uin} />
    </>
  )
}

function Details({ user }: { readonly user: User }): ReactNode {
  const signsIn = user.ConsoleLogin === 1
  return (
    <Section title={t('details')}>
      <Facts
        facts={[
          [t('number'), <Copyable key="uin" text={String(user.Uin)} label={t('number')} />],
          [
            t('consoleLogin'),
            <Badge key="login" tone={signsIn ? 'good' : 'plain'}>
              {signsIn ? t('yes') : t('no')}
            </Badge>,
          ],
          [t('remark'), user.Remark],
          [t('email'), user.Email],
          [t('phone'), user.PhoneNum === '' ? '' : `+${user.CountryCode.replace('+', '')} ${user.PhoneNum}`],
          [t('lastLogin'), user.RecentlyLoginTime ? timeText(user.RecentlyLoginTime) : t('never')],
          [t('lastAddress'), user.RecentlyLoginIP],
        ]}
      />
    </Section>
  )
}

const paging = byPage<'ListAttachedUserPolicies'>()
const heldOf = ({ List }: Result<'ListAttachedUserPolicies'>): readonly Held[] => List.map(heldOfPolicy)

function heldOfPolicy({ PolicyId, PolicyName, PolicyType, AddTime }: AttachPolicyInfo): Held {
  return { id: PolicyId, name: PolicyName ?? '', preset: PolicyType === 'QCS', since: AddTime ?? '' }
}

function Policies({ user: { Uin, Name } }: { readonly user: UserName }): ReactNode {
  const rows = useRows('ListAttachedUserPolicies', { TargetUin: Uin }, paging, heldOf)
  return (
    <PoliciesSection
      who={Name}
      rows={rows}
      attach={(PolicyId) => call('AttachUserPolicy', { PolicyId, AttachUin: Uin })}
      detach={(PolicyId) => call('DetachUserPolicy', { PolicyId, DetachUin: Uin })}
    />
  )
}

function Boundary({ uin }: { readonly uin: number }): ReactNode {
  const boundary = useCall('GetUserPermissionBoundary', { TargetUin: uin })
  return (
    <BoundarySection
      boundary={boundary}
      put={(PolicyId) => call('PutUserPermissionsBoundary', { TargetUin: uin, PolicyId })}
      drop={() => call('DeleteUserPermissionsBoundary', { TargetUin: uin })}
    />
  )
}
