import { expect, test } from 'vitest'
import { audiencesOf } from './service-provider.ts'

test('an address is meant by itself, by its origin and by its host', () => {
  expect(audiencesOf(['https://cloud.tencent.com/login/saml', 'https://cam.example:8443/acs'])).toEqual([
    'https://cloud.tencent.com/login/saml',
    'https://cloud.tencent.com',
    'cloud.tencent.com',
    'https://cam.example:8443/acs',
    'https://cam.example:8443',
    'cam.example:8443',
  ])
})
