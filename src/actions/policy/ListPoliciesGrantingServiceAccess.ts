// Lists the products that the policies of a user, role or group grant something of, with those policies; for one product
// also the actions. A user's groups count as its own.

import type { ActionMatcher } from '../../policy/action.ts'
import { int, list, optional, struct, text, wideInt } from '../../protocol/shape.ts'
import type { Reads } from '../../store/store.ts'
import { type ActionInput, action } from '../define.ts'
import { roleSegment } from '../role/find.ts'
import type { World } from '../world.ts'
import { actionsGranted, allowedActions, grantsService, servicesGranted } from './granting.ts'
import { facesOf, type Shelf } from './listing.ts'

const newer = true

const Service = struct(
  'ListGrantServiceAccessService',
  {
    ServiceType: text({ about: 'Abbreviation of the product.', newer }),
    ServiceName: text({ about: 'Name of the product; the abbreviation where no other is known.', newer }),
  },
  { about: 'A product.', newer },
)
const Action = struct(
  'ListGrantServiceAccessActionNode',
  {
    Name: text({ about: 'Name of the action.', newer }),
    Description: text({ about: 'What it does; empty where that is not known.', newer }),
  },
  { about: 'An action that is granted.', newer },
)
const Policy = struct(
  'ListGrantServiceAccessPolicy',
  {
    PolicyId: text({ about: 'Number of the policy.', newer }),
    PolicyName: text({ about: 'Name of the policy.', newer }),
    PolicyType: text({ about: 'Custom or Presetting.', oneOf: ['Custom', 'Presetting'], newer }),
    PolicyDescription: text({ about: 'What the policy is for.', newer }),
  },
  { about: 'A policy that grants.', newer },
)
const Node = struct(
  'ListGrantServiceAccessNode',
  {
    Service,
    Action: list(Action, { about: 'Granted actions; only where one product is asked for.', newer }),
    Policy: list(Policy, { about: 'The policies that grant them.', newer }),
  },
  { about: 'What is granted of a product.', newer },
)

export const ListPoliciesGrantingServiceAccess = action({
  name: 'ListPoliciesGrantingServiceAccess',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists the products that somebody is granted something of.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    // Clients that cannot leave a number out send 0 for it.
    TargetUin: optional(int({ about: 'Account number of a sub-account; or one of the next two.', min: 0, newer })),
    RoleId: optional(wideInt({ about: 'Id of a role.', newer })),
    GroupId: optional(int({ about: 'Number of a user group.', min: 0, newer })),
    ServiceType: optional(text({ about: 'Abbreviation of one product, to see its actions.', min: 1, max: 64, newer })),
  },
  returns: { List: list(Node, { about: 'The products, by abbreviation.', newer }) },
  errors: ['InternalError.SystemError', 'InvalidParameter.ParamError'],
  resource: {
    level: 'operation',
    fine: async (input) => {
      const { TargetUin, RoleId, GroupId } = namedIn(input.params)
      const { caller, read } = input
      const segments = [
        ...(TargetUin === undefined ? [] : [`uin/${TargetUin}`]),
        ...(RoleId === undefined ? [] : await roleSegment({ caller, read, params: { RoleId } })),
        ...(GroupId === undefined ? [] : [`groupid/${GroupId}`]),
      ]
      return segments.length === 0 ? ['uin/*'] : segments
    },
  },
  async handle({ params, caller, store, world, fail }) {
    const shelf = { account: caller.account, policies: store.policies, presets: world.presets }
    const granting = await readAll(store, shelf, await attachedIds(store, caller.account, params, fail))
    const service = params.ServiceType?.toLowerCase()
    return { List: service === undefined ? everything(world, granting) : one(world, granting, service) }
  },
})

interface Target {
  readonly TargetUin: number | undefined
  readonly RoleId: string | undefined
  readonly GroupId: number | undefined
}
/** Without the numbers that stand for nothing. */
function namedIn({ TargetUin, RoleId, GroupId }: Target): Target {
  const some = <T>(value: T): T | undefined => (value === 0 || value === '0' ? undefined : value)
  return { TargetUin: some(TargetUin), RoleId: some(RoleId), GroupId: some(GroupId) }
}

type Fail = ActionInput<object, 'InvalidParameter.ParamError'>['fail']

/** The policies of the one that is named, each once. */
async function attachedIds(store: Reads, account: number, target: Target, fail: Fail): Promise<readonly number[]> {
  const { TargetUin, RoleId, GroupId } = namedIn(target)
  const given = [TargetUin, RoleId, GroupId].filter((one) => one !== undefined)
  const problem = 'give one of `TargetUin`, `RoleId` and `GroupId`'
  if (given.length !== 1) return fail('InvalidParameter.ParamError', { problem })
  const absent = (what: string): never =>
    fail('InvalidParameter.ParamError', { problem: `there is no ${what} \`${given[0]}\`` })
  if (TargetUin !== undefined) {
    const policies = await store.policies.ofPrincipal(account, TargetUin)
    if (policies === undefined) return absent('user')
    return [...new Set([...policies.direct, ...policies.groups.flatMap(({ policyIds }) => policyIds)])]
  }
  if (RoleId !== undefined) {
    const policies = await store.roles.policiesOf(account, RoleId)
    return policies?.direct ?? absent('role')
  }
  if (GroupId === undefined || (await store.groups.byId(account, GroupId)) === undefined) return absent('user group')
  const attached = await store.policies.attachedTo(account, 'group', String(GroupId))
  return attached.map(({ policyId }) => policyId)
}

interface Granting {
  readonly shown: {
    readonly PolicyId: string
    readonly PolicyName: string
    readonly PolicyType: string
    readonly PolicyDescription: string
  }
  readonly allowed: readonly ActionMatcher[]
}

async function readAll(store: Reads, shelf: Shelf, ids: readonly number[]): Promise<readonly Granting[]> {
  const faces = await facesOf(shelf, ids)
  const own = new Map((await store.policies.byIds(shelf.account, [...ids])).map((row) => [row.policyId, row]))
  const granting: Granting[] = []
  for (const id of ids) {
    const face = faces.get(id)
    if (face === undefined) continue
    const version = own.get(id)?.defaultVersion
    const document =
      version === undefined
        ? shelf.presets.byId(id)?.document
        : (await store.policies.version(shelf.account, id, version))?.document
    if (document === undefined) continue
    const PolicyType = face.preset ? 'Presetting' : 'Custom'
    const shown = { PolicyId: String(id), PolicyName: face.name, PolicyType, PolicyDescription: face.description }
    granting.push({ shown, allowed: allowedActions(document, face.preset) })
  }
  return granting
}

const named = ({ vocabulary }: World, service: string) => ({
  ServiceType: service,
  ServiceName: vocabulary.services.find((one) => one.service === service)?.product ?? service,
})

function everything(world: World, granting: readonly Granting[]) {
  const byService = new Map<string, Granting['shown'][]>()
  for (const { shown, allowed } of granting) {
    for (const service of servicesGranted(world.vocabulary, allowed)) {
      byService.set(service, [...(byService.get(service) ?? []), shown])
    }
  }
  const services = [...byService].sort(([a], [b]) => (a < b ? -1 : 1))
  return services.map(([service, policies]) => ({ Service: named(world, service), Action: [], Policy: policies }))
}

function one(world: World, granting: readonly Granting[], service: string) {
  const those = granting.filter(({ allowed }) => grantsService(world.vocabulary, allowed, service))
  if (those.length === 0) return []
  const actions = actionsGranted(
    world.vocabulary,
    those.flatMap(({ allowed }) => allowed),
    service,
  )
  return [
    {
      Service: named(world, service),
      Action: actions.map(({ name, summary }) => ({ Name: name, Description: summary })),
      Policy: those.map(({ shown }) => shown),
    },
  ]
}
