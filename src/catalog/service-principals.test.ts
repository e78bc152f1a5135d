import { describe, expect, test } from 'vitest'
import { derivedLinkedRole, isServicePrincipal, linkedRoleOf } from './service-principals.ts'

describe('service principals', () => {
  test('are known without regard to case', () => {
    for (const name of [
      'cvm.qcloud.com',
      'CVM.QCLOUD.COM',
      'cosacc.cos.cloud.tencent.com',
      'COSAcc.COS.cloud.tencent.com',
    ]) {
      expect(isServicePrincipal(name), name).toBe(true)
    }
  })

  test('no name of prototypes and no part of a name is one', () => {
    for (const name of [
      '',
      'constructor',
      '__proto__',
      'qcloud.com',
      'x.cvm.qcloud.com',
      'cvm.qcloud.com.evil.example',
    ]) {
      expect(isServicePrincipal(name), name).toBe(false)
      expect(linkedRoleOf(name), name).toBeUndefined()
    }
  })

  test('some have a role in its public spelling', () => {
    expect(linkedRoleOf('CIC.organization.cloud.tencent.com')).toEqual({
      principal: 'cic.organization.cloud.tencent.com',
      roleName: 'Orgnization_QCSLinkedRoleInCIC',
      policyName: 'QcloudAccessForOrganizationLinkedRoleInCIC',
    })
    expect(linkedRoleOf('cvm.qcloud.com')).toBeUndefined()
  })

  test.each([
    ['job.farm.cloud.tencent.com', 'Farm_QCSLinkedRoleInJob', 'QcloudAccessForFarmLinkedRoleInJob'],
    ['farm.cloud.tencent.com', 'Farm_QCSLinkedRole', 'QcloudAccessForFarmLinkedRole'],
    ['ccs.qcloud.com', 'Ccs_QCSLinkedRole', 'QcloudAccessForCcsLinkedRole'],
    ['jobs.corp.example', 'Corp_QCSLinkedRoleInJobs', 'QcloudAccessForCorpLinkedRoleInJobs'],
  ])('the role of %s would be %s', (principal, roleName, policyName) => {
    expect(derivedLinkedRole(principal)).toEqual({ principal, roleName, policyName })
  })
})
