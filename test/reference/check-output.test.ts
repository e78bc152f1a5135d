// The checker of answers must see every kind of fault, or the tests that rely on it prove nothing.
import { describe, expect, test } from 'vitest'
import { actions } from '../../src/actions/index.ts'
import { camApi } from './cam-api.ts'
import { checkOutput } from './check-output.ts'

const row = (name: string) => {
  const found = actions.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

const member = {
  Uid: 1,
  Uin: 2,
  Name: 'a',
  PhoneNum: '',
  CountryCode: '86',
  PhoneFlag: 0,
  Email: '',
  EmailFlag: 0,
  UserType: 3,
  CreateTime: '2026-01-02 03:04:05',
  IsReceiverOwner: 0,
}
const good = { TotalNum: 1, UserInfo: [member], RequestId: 'r' }
const { Uid: _, ...incomplete } = member

describe('an answer', () => {
  test('fits', () => {
    expect(checkOutput(row('ListUsersForGroup'), good)).toEqual([])
    const withNewer = { ...good, UserInfo: [{ ...member, Remark: null }] }
    expect(checkOutput(row('ListUsersForGroup'), withNewer)).toEqual([])
  })

  test.each([
    ['a list is none', { ...good, UserInfo: member }, 'ListUsersForGroup.UserInfo: '],
    ['a member is missing', { ...good, UserInfo: [incomplete] }, 'ListUsersForGroup.UserInfo.0.Uid: missing'],
    ['an integer is text', { ...good, TotalNum: '1' }, 'ListUsersForGroup.TotalNum: "1" is no Integer'],
    ['an integer has a fraction', { ...good, TotalNum: 1.5 }, 'ListUsersForGroup.TotalNum: 1.5 is no Integer'],
    ['null where none may be', { ...good, UserInfo: [{ ...member, Name: null }] }, 'ListUsersForGroup.UserInfo.0.Name'],
    ['a member of our own', { ...good, More: 1 }, 'ListUsersForGroup.More: not in the reference'],
    [
      'a member of our own inside',
      { ...good, UserInfo: [{ ...member, More: 1 }] },
      'ListUsersForGroup.UserInfo.0.More',
    ],
    ['no RequestId', { TotalNum: 1, UserInfo: [] }, 'ListUsersForGroup.RequestId: missing'],
  ])('is at fault: %s', (_, answer, fault) => {
    const found = checkOutput(row('ListUsersForGroup'), answer)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(fault)
  })

  test('is at fault: a time in another form', () => {
    const key = { AccessKeyId: 'a', Status: 'Active', CreateTime: '2026-01-02T03:04:05Z' }
    expect(checkOutput(row('ListAccessKeys'), { AccessKeys: [key], RequestId: 'r' })).toHaveLength(1)
  })

  test('may lack or be null where the tables say so, or where we differ on purpose', () => {
    expect(checkOutput(row('ListAccessKeys'), { AccessKeys: null, RequestId: 'r' })).toEqual([])
    expect(checkOutput(row('GetCustomMFATokenInfo'), { Uin: null, RequestId: 'r' })).toHaveLength(1)
    const flags = { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 }
    const offsite = { VerifyFlag: 0, NotifyPhone: 0, NotifyEmail: 0, NotifyWechat: 0, Tips: 0 }
    const answer = { LoginFlag: flags, ActionFlag: flags, OffsiteFlag: offsite, RequestId: 'r' }
    expect(checkOutput(row('DescribeSafeAuthFlagColl'), answer)).toEqual([])
    const viaModel = { ...answer, LoginFlag: { ...flags, Mail: null, U2FToken: null } }
    expect(checkOutput(row('DescribeSafeAuthFlagColl'), viaModel)).toHaveLength(2)
    expect(checkOutput(row('DescribeSafeAuthFlagColl'), viaModel, { nullIsAbsent: true })).toEqual([])
  })
})

test('the reference has no type of value that the checker does not know', () => {
  const fields = [...Object.values(camApi.actions).flatMap((one) => [...one.input, ...one.output])]
  const types = Object.values(camApi.types).flatMap((one) => one.fields)
  const simple = new Set(['Integer', 'Boolean', 'String', 'Timestamp', 'Date'])
  const unknown = [...fields, ...types].filter(({ type }) => !simple.has(type) && !Object.hasOwn(camApi.types, type))
  expect(unknown).toEqual([])
})
