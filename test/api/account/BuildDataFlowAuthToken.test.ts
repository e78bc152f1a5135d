import { createDecipheriv, createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataFlowPassword, nextRotationMs, rotationMs } from '../../../src/actions/account/data-flow-token.ts'
import { allow, deny, type Harness, openHarness, startMs } from '../harness.ts'

const given = { ResourceId: 'cdb-1a2b', ResourceRegion: 'ap-guangzhou', ResourceAccount: 'app_user' }
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** What the database clients do with a token: numbered fields, texts and numbers. */
function open(token: string, { ResourceId, ResourceRegion, ResourceAccount } = given): Map<number, string | number> {
  const seed = sha256(`${ResourceId}_${ResourceRegion}_${ResourceAccount}`)
  const decipher = createDecipheriv('aes-256-cbc', seed.slice(0, 32), seed.slice(33, 49))
  const plain = Buffer.concat([decipher.update(Buffer.from(token.slice(64), 'base64')), decipher.final()])
  expect(token.slice(0, 64)).toBe(sha256(plain))
  const message = plain.subarray(4)
  expect(plain.readUInt32BE()).toBe(message.length)
  const fields = new Map<number, string | number>()
  let at = 0
  const number = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const tag = number()
    const value = number()
    if ((tag & 7) === 0) fields.set(tag >> 3, value)
    else {
      fields.set(tag >> 3, message.toString('utf8', at, at + value))
      at += value
    }
  }
  return fields
}

describe('BuildDataFlowAuthToken', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  interface Credentials {
    readonly Token: string
    readonly CurrentTime: number
    readonly NextRotationTime: number
  }
  const credentials = async (parameters: object = given, as = server.root): Promise<Credentials> =>
    (await server.ok('BuildDataFlowAuthToken', parameters, { as }))['Credentials'] as Credentials
  const password = ({ Token }: Credentials, of = given) => open(Token, of).get(8)

  test('ok: a token that the database clients open, and the times of the rotation', async () => {
    const answer = await server.call('BuildDataFlowAuthToken', given)
    const made = answer['Credentials'] as Credentials
    const { account } = server.root
    expect(made).toEqual({
      Token: made.Token,
      CurrentTime: startMs,
      NextRotationTime: Date.UTC(2026, 0, 2, 12),
      LastRotationTimeCost: 0,
      RotationStatus: 'success',
      RotationMessage: 'success',
    })
    const secret = dataFlowPassword(
      server.world.sealer,
      { account, region: given.ResourceRegion, resourceId: given.ResourceId, user: given.ResourceAccount },
      startMs,
    )
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect([...open(made.Token)]).toEqual([
      [1, (await server.ok('GetUserAppId'))['AppId']],
      [2, server.root.uin],
      [3, account],
      [4, answer.RequestId],
      [5, given.ResourceId],
      [6, given.ResourceRegion],
      [7, given.ResourceAccount],
      [8, secret],
      [9, startMs],
    ])
  })

  test('ok: everybody allowed gets the same password until the rotation, and then another', async () => {
    const anna = await server.user('anna', allow('cam:BuildDataFlowAuthToken'))
    const first = await credentials()
    expect(password(await credentials(given, anna))).toBe(password(first))
    server.clock.advance(first.NextRotationTime - first.CurrentTime - 1)
    expect(password(await credentials())).toBe(password(first))
    server.clock.advance(1)
    const next = await credentials()
    expect(next.CurrentTime).toBe(first.NextRotationTime)
    expect(next.NextRotationTime).toBe(first.NextRotationTime + rotationMs)
    expect(password(next)).not.toBe(password(first))
    expect(nextRotationMs(0)).toBe(rotationMs)
  })

  test('ok: each instance, region, user and root account has a password of its own', async () => {
    const others = [
      { ...given, ResourceId: 'cdb-2' },
      { ...given, ResourceRegion: 'ap-beijing' },
      { ...given, ResourceAccount: 'other' },
    ]
    const passwords = [password(await credentials()), password(await credentials(given, await server.account('other')))]
    for (const other of others) passwords.push(password(await credentials(other), other))
    expect(new Set(passwords).size).toBe(5)
  })

  test('denied: a grant is as narrow as the user of one database', async () => {
    const own = (text: string) => `qcs::cam:ap-guangzhou:uin/${server.root.account}:resourceUser/${text}`
    const call = (parameters: object, as: typeof server.root) =>
      server.call('BuildDataFlowAuthToken', { ...given, ...parameters }, { as })
    const narrow = await server.user('narrow', allow('cam:BuildDataFlowAuthToken', own('cdb-1a2b/app_user')))
    expect((await call({}, narrow)).Error).toBeUndefined()
    for (const other of [{ ResourceId: 'cdb-2' }, { ResourceRegion: 'ap-beijing' }, { ResourceAccount: 'root' }]) {
      expect((await call(other, narrow)).Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    }
    const most = await server.user('most', allow('cam:*'), deny('cam:BuildDataFlowAuthToken', own('*/root')))
    expect((await call({}, most)).Error).toBeUndefined()
    expect((await call({ ResourceAccount: 'root' }, most)).Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'BuildDataFlowAuthToken', given, { as: nobody })
  })

  test('wrong values: nothing that divides a resource or is a wildcard', async () => {
    for (const wrong of [
      { ResourceId: 'cdb/1' },
      { ResourceId: '' },
      { ResourceRegion: 'ap:x' },
      { ResourceRegion: '' },
      { ResourceAccount: 'a/b' },
      { ResourceAccount: 'a:b' },
      { ResourceAccount: '*' },
      { ResourceAccount: 'a b' },
    ]) {
      const parameters = { ...given, ...wrong }
      await server.refused('InvalidParameter.ParamError', 'BuildDataFlowAuthToken', parameters)
    }
  })
})
