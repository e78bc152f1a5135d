import { expect, test } from 'vitest'
import { productOfHost } from './hosts.ts'

test.each([
  ['cam.tencentcloudapi.com', 'cam'],
  ['cam.ap-singapore.tencentcloudapi.com', 'cam'],
  ['cam.intl.tencentcloudapi.com', 'cam'],
  ['cam.internal.tencentcloudapi.com', 'cam'],
  ['cam.ap-shanghai-fsi.tencentcloudapi.com', 'cam'],
  ['STS.TencentCloudAPI.com:443', 'sts'],
  ['https://sts.tencentcloudapi.com.', 'sts'],
  ['tencentcloudapi.com', undefined],
  ['cam.tencentcloudapi.com.example.org', undefined],
  ['cam.xtencentcloudapi.com', undefined],
  ['cam.example.org', undefined],
  ['127.0.0.1:8600', undefined],
  ['', undefined],
])('%s names %s', (host, product) => {
  expect(productOfHost(host)).toBe(product)
})
