import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { makeThings, type Things, tag, tagsOf, wrongDescriptions, wrongKeys, wrongValues } from './things.ts'

describe('TagResources', () => {
  let server: Harness
  let things: Things
  beforeAll(async () => {
    server = await openHarness()
    things = await makeThings(server, 'ours')
  })
  afterAll(() => server.close())

  const put = (ResourceList: readonly string[], Tags: readonly object[]) =>
    server.ok('TagResources', { ResourceList, Tags })
  const refused = (code: string, given: object) =>
    server.refused(code, 'TagResources', { ResourceList: [things.texts[0]], Tags: [tag('a', '1')], ...given })

  test('ok: user, policy and role at once; a key that is there gets the new value', async () => {
    expect(await put(things.texts, [tag('team', 'a'), tag('环境', '生产')])).toEqual({ FailedResources: [] })
    await put([things.texts[0]], [tag('team', 'b'), { ...tag('Team', 'c'), Category: 'Custom' }])
    expect(await tagsOf(server, things.texts[0])).toEqual(['Team=c', 'team=b', '环境=生产'])
    for (const text of things.texts.slice(1)) expect(await tagsOf(server, text)).toEqual(['team=a', '环境=生产'])
  })

  test('ok: the same tags that the calls of policies and roles show', async () => {
    await put(things.texts.slice(1), [tag('shown', 'yes')])
    const { Tags } = await server.ok('GetPolicy', { PolicyId: things.policyId })
    expect(Tags).toContainEqual({ Key: 'shown', Value: 'yes' })
    const { RoleInfo } = await server.ok('GetRole', { RoleId: things.roleId })
    expect((RoleInfo as { Tags: unknown }).Tags).toContainEqual({ Key: 'shown', Value: 'yes' })
    await server.ok('TagRole', { RoleId: things.roleId, Tags: [{ Key: 'shown', Value: 'again' }] })
    expect(await tagsOf(server, things.texts[2])).toContain('shown=again')
  })

  test('ok: with a region, without an owner, by AppId, in another case of the product', async () => {
    const { AppId } = await server.ok('GetUserAppId')
    const texts = [
      `qcs::cam:ap-guangzhou:uin/:uin/${things.uin}`,
      `qcs::cam:::uin/${things.uin}`,
      `qcs::CAM::uid/${AppId}:uin/${things.uin}`,
      `qcs:id/0:cam::uin/${server.root.account}:uin/${things.uin}`,
    ]
    for (const [n, text] of texts.entries()) {
      expect(await put([text], [tag('spelled', String(n))])).toEqual({ FailedResources: [] })
      expect(await tagsOf(server, things.texts[0])).toContain(`spelled=${n}`)
    }
  })

  test('partly: what is not there is named and passed over', async () => {
    const absent = ['uin/1', 'policy/1', 'policy/99999999', 'role/1', `uin/${server.root.uin}`].map(
      (one) => `qcs::cam:ap-guangzhou:uin/:${one}`,
    )
    const { FailedResources } = await put([...absent, things.texts[0]], [tag('partly', 'yes')])
    expect(FailedResources).toEqual(
      absent.map((Resource) => ({
        Resource,
        Code: 'InvalidParameterValue.ResourceIdInvalid',
        Message: `The resource id is not valid: there is no \`${Resource.split(':').at(-1)}\``,
      })),
    )
    expect(await tagsOf(server, things.texts[0])).toContain('partly=yes')
  })

  test('partly: a resource that would have more than fifty', async () => {
    const full = await makeThings(server, 'full')
    for (let n = 0; n < 5; n++) {
      await put(
        [full.texts[0]],
        Array.from({ length: 10 }, (_, i) => tag(`k${n}${i}`, 'v')),
      )
    }
    expect(await put([full.texts[0]], [tag('k00', 'changed')])).toEqual({ FailedResources: [] })
    const { FailedResources } = await put([full.texts[0], full.texts[1]], [tag('one more', 'v')])
    expect(FailedResources).toEqual([
      {
        Resource: full.texts[0],
        Code: 'LimitExceeded.ResourceAttachedTags',
        Message: 'A resource can have at most `50` tags.',
      },
    ])
    expect(await tagsOf(server, full.texts[1])).toEqual(['one more=v'])
  })

  test('gone with the resource: nobody else gets its tags', async () => {
    const { texts, uin } = await makeThings(server, 'gone')
    await put([texts[0]], [tag('a', '1')])
    await server.ok('DeleteUser', { Name: 'gone-user' })
    expect(await tagsOf(server, texts[0])).toEqual([])
    const { FailedResources } = await put([`qcs::cam:::uin/${uin}`], [tag('a', '1')])
    expect(FailedResources).toHaveLength(1)
  })

  test('wrong resources', async () => {
    await refused('InvalidParameterValue.ResourceDescriptionError', { ResourceList: [] })
    for (const text of wrongDescriptions(server.root.account)) {
      await refused('InvalidParameterValue.ResourceDescriptionError', { ResourceList: [things.texts[0], text] })
    }
    for (const service of ['cvm', '', 'constructor']) {
      await refused('InvalidParameter.UnsupportedService', { ResourceList: [`qcs::${service}::uin/:instance/ins-1`] })
    }
    expect(await tagsOf(server, things.texts[0])).not.toContain('a=1')
  })

  test.each(wrongKeys)('wrong key: %s %j', async (code, key) => {
    await refused(code, { Tags: [tag('fine', 'v'), tag(key, 'v')] })
  })
  test.each([...wrongValues, ['InvalidParameterValue.TagValueEmpty', ''] as const])(
    'wrong value: %s',
    async (code, value) => {
      await refused(code, { Tags: [tag('a', value)] })
    },
  )

  test('too many, none, or one twice', async () => {
    const many = Array.from({ length: 11 }, (_, n) => n)
    await refused('LimitExceeded.TagNumPerRequest', { Tags: many.map((n) => tag(`k${n}`, 'v')) })
    await refused('LimitExceeded.ResourceNumPerRequest', { ResourceList: many.map((n) => `qcs::cam:::uin/${n + 1}`) })
    await refused('InvalidParameter.Tag', { Tags: [] })
    await refused('InvalidParameterValue.TagKeyDuplicate', { Tags: [tag('a', '1'), tag('a', '2')] })
  })

  test('denied: a user without the permission; the right to tag is tag:TagResources', async () => {
    const given = { ResourceList: [things.texts[0]], Tags: [tag('by', 'anna')] }
    const nobody = await server.user('nobody', allow('cam:*'))
    const message = await server.refused('AuthFailure.UnauthorizedOperation', 'TagResources', given, { as: nobody })
    expect(message).toContain('(tag:TagResources)')
    const anna = await server.user('anna', allow('tag:TagResources'))
    await server.ok('TagResources', given, { as: anna })
    expect(await tagsOf(server, things.texts[0])).toContain('by=anna')
  })
})
