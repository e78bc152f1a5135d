// The judge itself: it knows a fitting answer from each kind of wrong one.
import { expect, test } from 'vitest'
import { checkModel } from './models.ts'

const RequestId = 'r'
const Credentials = { Token: 't', TmpSecretId: 'i', TmpSecretKey: 'k' }

test('an answer that fits', () => {
  expect(checkModel('sts', 'AssumeRole', { Credentials, ExpiredTime: 1, Expiration: 'e', RequestId })).toEqual([])
  const IdKeys = [{ SecretId: 'i', CreateTime: 1, Status: 2 }]
  expect(checkModel('sts', 'QueryApiKey', { IdKeys, RequestId })).toEqual([])
  const nothing = { PolicyId: null, PolicyName: null, PolicyDocument: null, PolicyType: null, CreateMode: null }
  expect(checkModel('cam', 'GetRolePermissionBoundary', { ...nothing, RequestId })).toEqual([])
  expect(checkModel('tag', 'ModifyResourceTags', { RequestId })).toEqual([])
})

test.each([
  [{ Credentials, ExpiredTime: '1', Expiration: 'e', RequestId }, 'AssumeRole.ExpiredTime: "1" is no number'],
  [{ Credentials, ExpiredTime: 1.5, Expiration: 'e', RequestId }, 'AssumeRole.ExpiredTime: 1.5 is no number'],
  [{ Credentials, ExpiredTime: 1, RequestId }, 'AssumeRole.Expiration: missing'],
  [{ Credentials, ExpiredTime: 1, Expiration: null, RequestId }, 'AssumeRole.Expiration: null'],
  [{ Credentials: [], ExpiredTime: 1, Expiration: 'e', RequestId }, 'AssumeRole.Credentials: no object'],
  [{ Credentials, ExpiredTime: 1, Expiration: 'e', RequestId, More: 1 }, 'AssumeRole.More: not declared'],
  ['text', 'AssumeRole: no object'],
])('%j', (answer, problem) => {
  expect(checkModel('sts', 'AssumeRole', answer)).toEqual([problem])
})

test('lists, and actions that are not there', () => {
  expect(checkModel('sts', 'QueryApiKey', { IdKeys: {}, RequestId })).toEqual(['QueryApiKey.IdKeys: no list'])
  const IdKeys = [{ SecretId: 1, CreateTime: 1, Status: 2 }]
  expect(checkModel('sts', 'QueryApiKey', { IdKeys, RequestId })).toEqual([
    'QueryApiKey.IdKeys.0.SecretId: 1 is no string',
  ])
  expect(checkModel('sts', 'NoSuch', {})).toEqual(['NoSuch: the library has no such answer'])
})
