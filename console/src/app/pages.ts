// Every page of the console, one row each: where it is, what it is called, and what draws it, fetched when it is wanted. A row
// with a group stands in the navigation; a row without one is reached from another page.
import type { ComponentType } from 'react'
import type { IconName } from '../parts/icons.tsx'
import { t } from './words.ts'

type Group = 'start' | 'people' | 'access' | 'federation' | 'tools'

export interface PageRow {
  /** Below `/console`; `$name` is a part that stands for something. */
  readonly path: string
  readonly title: string
  readonly load: () => Promise<{ readonly Page: ComponentType }>
  readonly group?: Group
  readonly icon?: IconName
}

/** Groups of the navigation, in order; the first has no heading. */
export const groups: readonly (readonly [group: Group, title: string])[] = [
  ['start', ''],
  ['people', t('people')],
  ['access', t('access')],
  ['federation', t('federation')],
  ['tools', t('tools')],
]

export const pageRows: readonly PageRow[] = [
  {
    path: '/',
    title: t('overview'),
    group: 'start',
    icon: 'overview',
    load: () => import('../pages/overview/page.tsx'),
  },
  {
    path: '/users',
    title: t('users'),
    group: 'people',
    icon: 'account',
    load: () => import('../pages/users/page.tsx'),
  },
  { path: '/users/$name', title: t('users'), load: () => import('../pages/users/user.tsx') },
  {
    path: '/groups',
    title: t('groups'),
    group: 'people',
    icon: 'group',
    load: () => import('../pages/groups/page.tsx'),
  },
  { path: '/groups/$id', title: t('groups'), load: () => import('../pages/groups/group.tsx') },
  {
    path: '/receivers',
    title: t('receivers'),
    group: 'people',
    icon: 'mail',
    load: () => import('../pages/receivers/page.tsx'),
  },
  {
    path: '/policies',
    title: t('policies'),
    group: 'access',
    icon: 'policy',
    load: () => import('../pages/policies/page.tsx'),
  },
  { path: '/policies/by-tag', title: t('policies'), load: () => import('../pages/policies/by-tag/page.tsx') },
  { path: '/policies/new', title: t('policies'), load: () => import('../pages/policies/create.tsx') },
  {
    path: '/policies/$id/new-version',
    title: t('policies'),
    load: () => import('../pages/policies/new-version.tsx'),
  },
  { path: '/policies/$id', title: t('policies'), load: () => import('../pages/policies/policy.tsx') },
  { path: '/roles', title: t('roles'), group: 'access', icon: 'role', load: () => import('../pages/roles/page.tsx') },
  { path: '/new-role', title: t('roles'), load: () => import('../pages/roles/create.tsx') },
  { path: '/roles/$name', title: t('roles'), load: () => import('../pages/roles/role.tsx') },
  { path: '/roles/$name/trust', title: t('roles'), load: () => import('../pages/roles/trust.tsx') },
  { path: '/keys', title: t('keys'), group: 'access', icon: 'key', load: () => import('../pages/keys/page.tsx') },
  {
    path: '/tokens',
    title: t('tokens'),
    group: 'access',
    icon: 'token',
    load: () => import('../pages/tokens/page.tsx'),
  },
  {
    path: '/workshop',
    title: t('workshop'),
    group: 'tools',
    icon: 'workshop',
    load: () => import('../pages/workshop/page.tsx'),
  },
  { path: '/workshop/policy/$policy', title: t('workshop'), load: () => import('../pages/workshop/page.tsx') },
  { path: '/workshop/refusal/$refusal', title: t('workshop'), load: () => import('../pages/workshop/page.tsx') },
  { path: '/why', title: t('why'), group: 'tools', icon: 'warning', load: () => import('../pages/why/page.tsx') },
  { path: '/why/$requestId', title: t('why'), load: () => import('../pages/why/page.tsx') },
  {
    path: '/explorer',
    title: t('explorer'),
    group: 'tools',
    icon: 'try',
    load: () => import('../pages/explorer/page.tsx'),
  },
  { path: '/explorer/$product/$action', title: t('explorer'), load: () => import('../pages/explorer/page.tsx') },
  {
    path: '/sso',
    title: t('sso'),
    group: 'federation',
    icon: 'identity',
    load: () => import('../pages/sso/page.tsx'),
  },
  {
    path: '/providers',
    title: t('providers'),
    group: 'federation',
    icon: 'link',
    load: () => import('../pages/providers/page.tsx'),
  },
  { path: '/providers/saml/$name', title: t('providers'), load: () => import('../pages/providers/saml.tsx') },
  { path: '/providers/oidc/$name', title: t('providers'), load: () => import('../pages/providers/oidc.tsx') },
  {
    path: '/audit',
    title: t('audit'),
    group: 'tools',
    icon: 'list',
    load: () => import('../pages/audit/page.tsx'),
  },
  {
    path: '/services',
    title: t('services'),
    group: 'tools',
    icon: 'service',
    load: () => import('../pages/services/page.tsx'),
  },
  {
    path: '/settings',
    title: t('settings'),
    group: 'start',
    icon: 'settings',
    load: () => import('../pages/settings/page.tsx'),
  },
]

const why = '/why/$requestId'

/** Where a refused call is explained, where there is such a page. */
export const whyPath = pageRows.some(({ path }) => path === why)
  ? (requestId: string): string => why.replace('$requestId', requestId)
  : undefined
