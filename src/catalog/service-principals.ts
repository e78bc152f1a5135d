// Products as principals: the domains by which trust policies name them, and the roles that belong to some of them. Public
// names only; an account that trusts a domain which no product of the operator answers to trusts nobody.

/** Domains without a service-linked role of their own. */
const domains = [
  'aegis.qcloud.com',
  'apigateway.qcloud.com',
  'as.cloud.tencent.com',
  'baas.qq.com',
  'blueking.cloud.tencent.com',
  'cbsinit.cvm.cloud.tencent.com',
  'ccs.qcloud.com',
  'ccslinked.qcloud.com',
  'cdb.qcloud.com',
  'cge.cloud.tencent.com',
  'ckafka.qcloud.com',
  'cloudaudit.cloud.tencent.com',
  'cls.cloud.tencent.com',
  'cls.qcloud.com',
  'cos.cloud.tencent.com',
  'cos.qcloud.com',
  'cvm.qcloud.com',
  'iotcloud.qcloud.com',
  'mongodb.qcloud.com',
  'mts.tencent.com',
  'qco.qcloud.com',
  'scf.qcloud.com',
  'sls.cloud.tencent.com',
  'tcb.cloud.tencent.com',
  'tsf.qcloud.com',
  'tss.qcloud.com',
  'zhiyun.cloud.tencent.com',
] as const

export interface LinkedRole {
  /** Domain in the spelling of its product. */
  readonly principal: string
  /** Name of the role, misspellings in public use included. */
  readonly roleName: string
  /** Name of the preset that such a role has. */
  readonly policyName: string
}

const linkedRoles: readonly LinkedRole[] = [
  linked('COSAcc.COS.cloud.tencent.com', 'COS_QCSLinkedRoleInCOSAcc'),
  linked('cosoclsr.cos.cloud.tencent.com', 'COS_QCSLinkedRoleInCLSAccess'),
  linked('lhmounting.cos.cloud.tencent.com', 'COS_QCSLinkedRoleInLighthouseMounting'),
  linked('cvmsmartdiagnostic.cvm.cloud.tencent.com', 'CVM_QCSLinkedRoleInCVMSmartDiagnostic'),
  linked(
    'cic.organization.cloud.tencent.com',
    'Orgnization_QCSLinkedRoleInCIC',
    'QcloudAccessForOrganizationLinkedRoleInCIC',
  ),
  linked('defaultmng.organization.cloud.tencent.com', 'Organization_QCSLinkedRoleInDefaultMng'),
  linked('servicecontrol.orgnization.cloud.tencent.com', 'Orgnization_QCSLinkedRoleInServiceControl'),
  linked('command.tat.cloud.tencent.com', 'TAT_QCSLinkedRoleInCommand'),
  linked('ekslog.tke.cloud.tencent.com', 'TKE_QCSLinkedRoleInEKSLog'),
]

function linked(principal: string, roleName: string, policyName = policyNameFor(roleName)): LinkedRole {
  return { principal, roleName, policyName }
}

/** `COS_QCSLinkedRoleInCOSAcc` → `QcloudAccessForCOSLinkedRoleInCOSAcc`. */
function policyNameFor(roleName: string): string {
  return `QcloudAccessFor${roleName.replace('_QCS', '')}`
}

const byPrincipal = new Map(linkedRoles.map((row) => [row.principal.toLowerCase(), row]))
const known = new Set<string>([...domains, ...byPrincipal.keys()])

/** The domains of all known products, in lowercase and in order. */
export const servicePrincipals: readonly string[] = [...known].sort()

/** Whether a product is known by this domain. Domains are compared without regard to case. */
export function isServicePrincipal(name: string): boolean {
  return known.has(name.toLowerCase())
}

/** The role that is known to belong to the domain. */
export function linkedRoleOf(principal: string): LinkedRole | undefined {
  return byPrincipal.get(principal.toLowerCase())
}

/**
 * The role that a domain without a row would have: `<purpose>.<product>.cloud.tencent.com` has
 * `<Product>_QCSLinkedRoleIn<Purpose>`, a domain with nothing before the product `<Product>_QCSLinkedRole`.
 */
export function derivedLinkedRole(principal: string): LinkedRole {
  const labels = principal.replace(/\.(?:cloud\.tencent\.com|qcloud\.com|tencent\.com|qq\.com)$/i, '').split('.')
  const [first = '', second] = labels
  const roleName =
    second === undefined ? `${capital(first)}_QCSLinkedRole` : `${capital(second)}_QCSLinkedRoleIn${capital(first)}`
  return linked(principal, roleName)
}

const capital = (label: string): string => `${label.charAt(0).toUpperCase()}${label.slice(1)}`
