import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, deny, type Harness, openHarness } from '../harness.ts'

interface Node {
  readonly Service: { readonly ServiceType: string; readonly ServiceName: string }
  readonly Action: readonly { readonly Name: string; readonly Description: string }[]
  readonly Policy: readonly { readonly PolicyId: string; readonly PolicyName: string; readonly PolicyType: string }[]
}

describe('ListPoliciesGrantingServiceAccess', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const ask = async (given: object) =>
    (await server.ok('ListPoliciesGrantingServiceAccess', given))['List'] as readonly Node[]
  const summary = (nodes: readonly Node[]) =>
    nodes.map(({ Service, Policy }) => [Service.ServiceType, ...Policy.map(({ PolicyName }) => PolicyName)])
  async function policy(PolicyName: string, document: object): Promise<number> {
    const given = { PolicyName, Description: `About ${PolicyName}.`, PolicyDocument: JSON.stringify(document) }
    return Number((await server.ok('CreatePolicy', given))['PolicyId'])
  }

  test('ok: products of own policies and those of groups, without actions', async () => {
    const anna = await server.user('anna', allow(['cam:GetUser', 'ses:SendEmail']), deny('cvm:*'))
    const shared = await policy('shared', allow(['cam:List*', 'nosuchproduct:*']))
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'readers' })
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uin: anna.uin }] })
    await server.ok('AttachGroupPolicy', { PolicyId: shared, AttachGroupId: GroupId })
    const found = await ask({ TargetUin: anna.uin })
    expect(summary(found)).toEqual([
      ['cam', 'anna-0', 'shared'],
      ['nosuchproduct', 'shared'],
      ['ses', 'anna-0'],
    ])
    expect(found[0]).toEqual({
      Service: { ServiceType: 'cam', ServiceName: 'Cloud Access Management' },
      Action: [],
      Policy: [
        { PolicyId: expect.any(String), PolicyName: 'anna-0', PolicyType: 'Custom', PolicyDescription: '' },
        {
          PolicyId: String(shared),
          PolicyName: 'shared',
          PolicyType: 'Custom',
          PolicyDescription: 'About shared.',
        },
      ],
    })
    expect(found[1]?.Service).toEqual({ ServiceType: 'nosuchproduct', ServiceName: 'nosuchproduct' })
    expect(summary(await ask({ GroupId }))).toEqual([
      ['cam', 'shared'],
      ['nosuchproduct', 'shared'],
    ])
  })

  test('ok: the actions of one product, from its catalog or as they are named', async () => {
    const bert = await server.user(
      'bert',
      allow(['name/cam:getuser', 'cam:ListGroups*', 'cvm:DescribeInstances', 'cvm:Run*', 'cam:Nonsense*']),
    )
    const names = async (ServiceType: string) => {
      const [node, ...rest] = await ask({ TargetUin: bert.uin, ServiceType })
      expect(rest).toEqual([])
      return node?.Action.map(({ Name }) => Name)
    }
    expect(await names('cam')).toEqual([
      'GetUser',
      'ListGroups',
      'ListGroupsForConsole',
      'ListGroupsForUser',
      'ListGroupsPolicies',
    ])
    expect(await names('CAM')).toHaveLength(5)
    expect(await names('cvm')).toEqual(['DescribeInstances'])
    expect(await names('ses')).toBeUndefined()
    const [cam] = await ask({ TargetUin: bert.uin, ServiceType: 'cam' })
    expect(cam?.Action[0]).toEqual({ Name: 'GetUser', Description: 'Reads a sub-user.' })
  })

  test('ok: a policy for everything grants each product that is known; one for no action none', async () => {
    const carla = await server.user('carla', allow('cam:NoSuch*'))
    expect(await ask({ TargetUin: carla.uin })).toEqual([])
    await server.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: carla.uin })
    const services = (await ask({ TargetUin: carla.uin })).map(({ Service }) => Service.ServiceType)
    expect(services).toEqual(server.world.vocabulary.services.map(({ service }) => service))
    expect(services.length).toBeGreaterThan(50)
    const [tag] = await ask({ TargetUin: carla.uin, ServiceType: 'tag' })
    expect(tag?.Policy).toMatchObject([{ PolicyId: '1', PolicyType: 'Presetting' }])
    expect(tag?.Action).toHaveLength(33)
  })

  test('ok: a role, whose id is beyond what numbers hold', async () => {
    const trust = {
      version: '2.0',
      statement: [
        { effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${server.root.uin}:root`] } },
      ],
    }
    const { RoleId } = await server.ok('CreateRole', { RoleName: 'reader', PolicyDocument: JSON.stringify(trust) })
    expect(await ask({ RoleId })).toEqual([])
    await server.ok('AttachRolePolicy', { AttachRoleId: RoleId, PolicyId: await policy('for-role', allow('ses:*')) })
    expect(summary(await ask({ RoleId }))).toEqual([['ses', 'for-role']])
    // Clients that cannot leave a number out send 0.
    expect(summary(await ask({ RoleId, TargetUin: 0, GroupId: 0 }))).toEqual([['ses', 'for-role']])
  })

  test('none or several of the three, or somebody who is not there', async () => {
    const { Uin: theirs } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const given of [
      {},
      { ServiceType: 'cam' },
      { TargetUin: 1, GroupId: 1 },
      { TargetUin: 1 },
      { TargetUin: server.root.uin },
      { TargetUin: theirs },
      { GroupId: 99_999_999 },
      { RoleId: '4611686018999999999' },
      { TargetUin: 0 },
      { GroupId: 0 },
      { TargetUin: 1, ServiceType: '' },
    ]) {
      await server.refused('InvalidParameter.ParamError', 'ListPoliciesGrantingServiceAccess', given)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { TargetUin: nobody.uin }
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListPoliciesGrantingServiceAccess', given, {
      as: nobody,
    })
  })
})
