// The catalogs of the server's own products, cam, sts, tag and cloudaudit: the actions that have handlers (handed in by main) and all
// other names that policies in the field carry. A name missing here makes a correct policy refused.
import {
  camDocumented,
  camFurther,
  camNewer,
  cloudauditDocumented,
  stsDocumented,
  tagDocumented,
  tagFurther,
} from './own-names.ts'
import type { ActionClass, CatalogAction, ServiceCatalog } from './service.ts'

/** The part of an action row that a catalog needs. */
export interface OwnAction {
  readonly product: 'cam' | 'sts' | 'tag' | 'cloudaudit'
  readonly name: string
  readonly access: 'read' | 'write'
  readonly summary: string
}

/**
 * Rows of cam that name a resource even where our own calls are otherwise checked on `*`. The printed form of
 * CreateAccessKey repeats `${uin}` for the user; the hole is named for the parameter here, because the two differ.
 */
const camResources: ReadonlyMap<string, string> = new Map([
  ['CreateAccessKey', 'qcs::cam::uin/${uin}:uin/${TargetUin}'],
  ['CreateApiKey', 'qcs::cam::uin/${uin}:uin/${ApiUin}'],
  ['AddSubAccountCheckingMFA', 'qcs::cam::uin/${uin}:uin/${subUin}'],
  ['BuildDataFlowAuthToken', 'qcs::cam:${ResourceRegion}:uin/:resourceUser/${ResourceId}/${ResourceAccount}'],
  ['AuthorizeRequest', 'qcs::cam::uin/${uin}:guard/${Service}'],
  ['GetGuardCaller', 'qcs::cam::uin/${uin}:guard/${Service}'],
  ['GetGuardState', 'qcs::cam::uin/${uin}:guard/${Service}'],
  ['ListRoleSessions', 'qcs::cam::uin/${uin}:roleName/${roleName}'],
  ['LogoutConsoleSessions', 'qcs::cam::uin/${uin}:uin/${TargetUin}'],
  ['LogoutRoleSessions', 'qcs::cam::uin/${uin}:roleName/${roleName}'],
  ['PassRole', 'qcs::cam::uin/${uin}:roleName/${roleName}'],
])

const stsResources: ReadonlyMap<string, string> = new Map([['AssumeRole', 'qcs::cam::uin/${uin}:roleName/${roleName}']])

/** The catalog of cam. Actions of other products in the list are passed over. */
export function camCatalog(actions: readonly OwnAction[]): ServiceCatalog {
  const names = [...camDocumented, ...camNewer, ...camFurther]
  return {
    service: 'cam',
    product: 'Cloud Access Management',
    own: true,
    console: true,
    tags: false,
    level: 'operation',
    ip: 'partial',
    updated: '',
    actions: rowsOf('cam', actions, names, camResources, true),
  }
}

/** The catalog of sts. Its printed level is resource although only AssumeRole has a resource. */
export function stsCatalog(actions: readonly OwnAction[]): ServiceCatalog {
  return {
    service: 'sts',
    product: 'Security Token Service',
    own: true,
    console: true,
    tags: false,
    level: 'resource',
    ip: 'none',
    updated: '',
    actions: rowsOf('sts', actions, stsDocumented, stsResources, false),
  }
}

/** The catalog of tag. Its calls change what they name, so they are checked on `*`, as for products without tags. */
export function tagCatalog(actions: readonly OwnAction[]): ServiceCatalog {
  return {
    service: 'tag',
    product: 'Tag',
    own: true,
    console: true,
    tags: false,
    level: 'operation',
    ip: 'supported',
    updated: '',
    actions: rowsOf('tag', actions, [...tagDocumented, ...tagFurther], new Map(), true),
  }
}

/** The catalog of cloudaudit, of which only the look-up is served here. */
export function cloudauditCatalog(actions: readonly OwnAction[]): ServiceCatalog {
  return {
    service: 'cloudaudit',
    product: 'CloudAudit',
    own: true,
    console: true,
    tags: false,
    level: 'operation',
    ip: 'supported',
    updated: '',
    actions: rowsOf('cloudaudit', actions, cloudauditDocumented, new Map(), true),
  }
}

/** The catalogs of all our own products. */
export function ownCatalogs(actions: readonly OwnAction[]): readonly ServiceCatalog[] {
  return [camCatalog(actions), stsCatalog(actions), tagCatalog(actions), cloudauditCatalog(actions)]
}

function rowsOf(
  product: OwnAction['product'],
  actions: readonly OwnAction[],
  names: readonly string[],
  resources: ReadonlyMap<string, string>,
  ip: boolean,
): ReadonlyMap<string, CatalogAction> {
  const handled = new Map(actions.filter((action) => action.product === product).map((action) => [action.name, action]))
  const all = [...new Set([...handled.keys(), ...names])].sort()
  return new Map(all.map((name) => [name, rowOf(name, handled.get(name), resources.get(name), ip)]))
}

function rowOf(name: string, action: OwnAction | undefined, resource: string | undefined, ip: boolean): CatalogAction {
  return {
    class: classOf(name, action?.access),
    level: resource === undefined ? 'operation' : 'resource',
    resources: resource === undefined ? [] : [resource],
    ip,
    summary: action?.summary ?? '',
  }
}

function classOf(name: string, access: 'read' | 'write' | undefined): ActionClass {
  if (access === 'write') return 'write'
  if (name.startsWith('List')) return 'list'
  return access === 'read' || /^(?:Describe|Get|Query|Check|Lookup)/.test(name) ? 'read' : 'write'
}
