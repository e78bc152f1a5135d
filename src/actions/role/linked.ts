// Service-linked roles: which role the products named in a call share, what it is trusted with, and which preset it has.
import { derivedLinkedRole, type LinkedRole, linkedRoleOf } from '../../catalog/service-principals.ts'
import { refuse } from '../policy/refuse.ts'
import { readTrust, type TrustPlace } from './trust.ts'
import { roleNamePattern, roleNameRule } from './types.ts'

/** What a call asks for, judged. */
export interface LinkedPlan {
  readonly name: string
  /** Domains, each once, known ones in the spelling of their product. */
  readonly services: readonly string[]
  /** Trust policy: JSON text. */
  readonly trust: string
  /** Preset to attach; `undefined` where the server has none of that name. */
  readonly policyId: number | undefined
}

/** The plan for these domains. Ends the call with the code of the first fault in them. */
export async function planLinked(place: TrustPlace, named: readonly string[], suffix: string): Promise<LinkedPlan> {
  await notAccounts(place, named)
  const services = [...new Map(named.map((name) => [name.toLowerCase(), spelled(name)])).values()]
  const document = await readTrust(place, trustText({ service: services }))
  const role = sharedRole(place, services)
  // Clients find the suffix behind the last underscore of the name: the Terraform provider does.
  const joint = suffix === '' || suffix.startsWith('_') ? '' : '_'
  const name = `${role.roleName}${joint}${suffix}`
  if (!roleNamePattern.test(name)) {
    const problem = `the role would be called \`${name}\`, and names are ${roleNameRule}`
    refuse(place.listed, 'InvalidParameter.RoleNameError', { problem })
  }
  return { name, services, trust: document.text, policyId: presetOf(place, role) }
}

const spelled = (name: string): string => linkedRoleOf(name)?.principal ?? name

/** Without `name/` before the action, as these policies are printed everywhere. */
function trustText(principal: object): string {
  const statement = [{ action: 'sts:AssumeRole', effect: 'allow', principal }]
  return JSON.stringify({ version: '2.0', statement })
}

/** A qcs is looked at as closely as the table of codes allows and then refused: such a role is for products only. */
async function notAccounts(place: TrustPlace, named: readonly string[]): Promise<void> {
  const qcs = named.filter((name) => name.startsWith('qcs:'))
  if (qcs.length === 0) return
  await readTrust(place, trustText({ qcs }))
  refuse(place.listed, 'InvalidParameter.PrincipalError', {
    problem: 'a service-linked role can only be trusted to products',
  })
}

/** Several products share a role unless two of them are known to have different ones. */
function sharedRole(place: TrustPlace, services: readonly string[]): LinkedRole {
  const known = services.flatMap((service) => linkedRoleOf(service) ?? [])
  const [first = derivedLinkedRole(services[0] ?? '')] = known
  const other = known.find((row) => row.roleName !== first.roleName)
  if (other !== undefined) {
    const problem = `\`${first.principal}\` and \`${other.principal}\` have roles of their own`
    refuse(place.listed, 'InvalidParameter.PrincipalError', { problem })
  }
  return first
}

/** With strict services a role that could do nothing is not made. */
function presetOf({ listed, world }: TrustPlace, { policyName }: LinkedRole): number | undefined {
  const preset = world.presets.byName(policyName)
  if (preset === undefined && world.rules.strictServices) {
    const problem = `there is no preset policy \`${policyName}\` for the role`
    refuse(listed, 'InvalidParameter.PolicyIdNotExist', { policy: policyName, problem })
  }
  return preset?.policyId
}

/** `COS_QCSLinkedRoleInCOSAcc` belongs to `COS`. */
export function productOfLinked(roleName: string): string {
  return roleName.replace(/_QCSLinkedRole.*$/, '')
}
