// Policies of the account and the presets together, newest first.
import { int, list, nullable, optional, text } from '../../protocol/shape.ts'
import type { Reads } from '../../store/store.ts'
import { action } from '../define.ts'
import { pageTo200, rpTo200, slicePage } from '../paging.ts'
import { hasWord, type Named, namesOf, strategyRows } from './listing.ts'
import { StrategyInfo } from './types.ts'

/** As long as the longest name. */
const keywordLengthMax = 128
const newer = true

export const ListPolicies = action({
  name: 'ListPolicies',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists custom and preset policies.',
  access: 'read',
  perSecond: 20,
  params: {
    Rp: optional(rpTo200, 20),
    Page: optional(pageTo200, 1),
    Scope: optional(
      text({
        about: 'All for every policy, QCS for presets, Local for custom ones.',
        oneOf: ['All', 'QCS', 'Local'],
        fault: 'InvalidParameter.ScopeError',
      }),
      'All',
    ),
    Keyword: optional(
      text({
        about: 'Part of the name, at most 128 characters.',
        pattern: /^\P{Cc}*$/u,
        fault: 'InvalidParameter.KeywordError',
      }),
      '',
    ),
    Uin: optional(
      int({ about: 'User that IsAttached is told for.', min: 1, fault: 'InvalidParameter.UinError', newer }),
    ),
    GroupId: optional(
      int({ about: 'User group that IsAttached is told for.', min: 1, fault: 'InvalidParameter.GroupIdError', newer }),
    ),
    ServiceType: optional(
      text({
        about: 'Only presets that belong to this product.',
        pattern: /^[a-z][a-z0-9-]{0,63}$/,
        fault: 'InvalidParameter.ServiceTypeError',
        newer,
      }),
    ),
  },
  returns: {
    ServiceTypeList: nullable(list(text({ about: 'Reserved.' }), { about: 'Reserved; always empty.' })),
    List: list(StrategyInfo, { about: 'Policies of the page.' }),
    TotalNum: int({ about: 'How many policies match.' }),
  },
  errors: [
    'InternalError.SystemError',
    'InvalidParameter.GroupIdError',
    'InvalidParameter.KeywordError',
    'InvalidParameter.ParamError',
    'InvalidParameter.ScopeError',
    'InvalidParameter.SearchKeywordLengthError',
    'InvalidParameter.ServiceTypeError',
    'InvalidParameter.UinError',
  ],
  resource: { level: 'operation', fine: () => ['policyid/*'] },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    const { Rp, Page, Scope, Keyword, Uin, GroupId, ServiceType } = params
    if ([...Keyword].length > keywordLengthMax) {
      fail('InvalidParameter.SearchKeywordLengthError', { problem: `at most ${keywordLengthMax} characters` })
    }
    if (Uin !== undefined && (await store.users.byUin(account, Uin)) === undefined) {
      fail('InvalidParameter.UinError', { problem: `there is no user \`${Uin}\`` })
    }
    if (GroupId !== undefined && (await store.groups.byId(account, GroupId)) === undefined) {
      fail('InvalidParameter.GroupIdError', { problem: `there is no user group \`${GroupId}\`` })
    }
    const shelf = { account, policies: store.policies, presets: world.presets }
    const fits = (policy: Named): boolean =>
      hasWord(policy.name, Keyword) &&
      (ServiceType === undefined || world.presets.byId(policy.policyId)?.serviceType === ServiceType)
    const all = await namesOf(shelf, Scope)
    const matching = Keyword === '' && ServiceType === undefined ? all : all.filter(fits)
    const ids = slicePage(matching, { Page, Rp }).map((policy) => policy.policyId)
    const attached = await attachedTo(store, account, Uin, GroupId)
    return { ServiceTypeList: [], List: await strategyRows(shelf, ids, attached), TotalNum: matching.length }
  },
})

/** Policies that the entity asked for has itself; `undefined` when none was asked for. Of two, either one counts. */
async function attachedTo(
  store: Reads,
  account: number,
  uin: number | undefined,
  groupId: number | undefined,
): Promise<ReadonlySet<number> | undefined> {
  if (uin === undefined && groupId === undefined) return undefined
  const user = uin === undefined ? [] : await store.policies.attachedTo(account, 'user', String(uin))
  const group = groupId === undefined ? [] : await store.policies.attachedTo(account, 'group', String(groupId))
  return new Set([...user, ...group].map((row) => row.policyId))
}
