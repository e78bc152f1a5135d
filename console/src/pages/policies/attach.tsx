// Giving a policy to users, groups or roles from the policy's own page: first whom to, then which of them.
import { type ReactNode, useState } from 'react'
import type { GroupInfo, RoleInfo, SubAccountInfo } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage, whole } from '../../api/paging.ts'
import { type Rows, useChange, useNarrowed, useRows } from '../../api/queries.ts'
import { Choice } from '../../parts/fields.tsx'
import { holds, type Keyword, useKeyword } from '../../parts/keyword.ts'
import { PickDialog } from '../../parts/pick.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

type Kind = 'user' | 'group' | 'role'

/** Somebody who can have a policy. */
interface Holder {
  readonly key: string
  readonly name: string
  readonly about: string
  readonly attach: (policyId: number) => Promise<unknown>
}

interface AttachParts {
  readonly policyId: number
  readonly onClose: () => void
}

export function Attach(parts: AttachParts): ReactNode {
  const [kind, setKind] = useState<Kind>('user')
  const kinds = [
    ['user', t('users')],
    ['group', t('groups')],
    ['role', t('roles')],
  ] as const
  const choice = <Choice label={t('who')} value={kind} onChange={setKind} options={kinds} />
  switch (kind) {
    case 'user':
      return <AttachTo key={kind} {...parts} choice={choice} useHolders={useUsers} />
    case 'group':
      return <AttachTo key={kind} {...parts} choice={choice} useHolders={useGroups} />
    case 'role':
      return <AttachTo key={kind} {...parts} choice={choice} useHolders={useRoles} />
  }
}

interface AttachToParts extends AttachParts {
  readonly choice: ReactNode
  readonly useHolders: (keyword: Keyword) => Rows<Holder>
}

function AttachTo({ policyId, choice, useHolders, onClose }: AttachToParts): ReactNode {
  const keyword = useKeyword()
  const rows = useHolders(keyword)
  const change = useChange(async (holders: readonly Holder[]) => {
    for (const holder of holders) await holder.attach(policyId)
    return holders.length
  })
  const done = (n: number): void => {
    say(t('attached', { n }))
    onClose()
  }
  return (
    <PickDialog
      title={t('attach')}
      button={t('attachButton')}
      before={choice}
      rows={rows}
      keyword={keyword}
      keyOf={({ key }) => key}
      nameOf={({ name }) => name}
      aboutOf={({ about }) => about}
      busy={change.isPending}
      error={change.error}
      onPick={(holders) => change.mutate(holders, { onSuccess: done })}
      onClose={onClose}
    />
  )
}

const allUsers = whole<'ListUsers'>()
const usersOf = ({ Data }: Result<'ListUsers'>): readonly Holder[] => Data.map(holderOfUser)
const fits = ({ name, about }: Holder, word: string): boolean => holds(word, name, about)

function holderOfUser({ Uin, Name, Remark }: SubAccountInfo): Holder {
  const attach = (PolicyId: number) => call('AttachUserPolicy', { PolicyId, AttachUin: Uin })
  return { key: String(Uin), name: Name, about: Remark ?? '', attach }
}

const useUsers = ({ word }: Keyword): Rows<Holder> =>
  useNarrowed(useRows('ListUsers', {}, allUsers, usersOf), word, fits)

const pagesOfGroups = byPage<'ListGroups'>()
const groupsOf = ({ GroupInfo }: Result<'ListGroups'>): readonly Holder[] => GroupInfo.map(holderOfGroup)

function holderOfGroup({ GroupId, GroupName, Remark }: GroupInfo): Holder {
  const attach = (PolicyId: number) => call('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
  return { key: String(GroupId), name: GroupName, about: Remark, attach }
}

const useGroups = ({ word }: Keyword): Rows<Holder> => useRows('ListGroups', { Keyword: word }, pagesOfGroups, groupsOf)

const pagesOfRoles = byPage<'DescribeRoleList'>()
const rolesOf = ({ List }: Result<'DescribeRoleList'>): readonly Holder[] => (List ?? []).map(holderOfRole)
/** Filled in by the paging. */
const anyPage = { Page: 1, Rp: 1 }

function holderOfRole({ RoleId, RoleName, Description }: RoleInfo): Holder {
  const attach = (PolicyId: number) => call('AttachRolePolicy', { PolicyId, AttachRoleId: RoleId })
  return { key: RoleId, name: RoleName, about: Description, attach }
}

const useRoles = ({ word }: Keyword): Rows<Holder> =>
  useNarrowed(useRows('DescribeRoleList', anyPage, pagesOfRoles, rolesOf), word, fits)
