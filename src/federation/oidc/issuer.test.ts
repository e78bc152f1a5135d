import { describe, expect, test } from 'vitest'
import { readAuthorizationEndpoint, readIssuer } from './issuer.ts'

test.each(['https://idp.example', 'https://idp.example/', 'http://10.0.0.1:8080/realms/a', 'https://[::1]:8443/x'])(
  '%s stays as it is',
  (url) => {
    expect(readIssuer(url)).toEqual({ url })
  },
)

describe('refused', () => {
  test.each([
    ['', 'begin'],
    ['idp.example', 'begin'],
    ['ftp://idp.example', 'begin'],
    ['HTTPS://idp.example', 'begin'],
    ['https://', 'no URL'],
    ['https://idp.example?x=1', 'query'],
    ['https://idp.example#x', 'fragment'],
    ['https://user@idp.example', '@'],
    ['https://idp.example\\x', 'characters'],
    ['https://idp.example/a b', 'characters'],
    ['https://idp.ex\u00e4mple', 'characters'],
    [`https://${'a'.repeat(1024)}`, 'more than 1024'],
    ['https://idp.example:99999', 'no URL'],
  ])('%s', (url, problem) => {
    expect(readIssuer(url)).toEqual({ problem: expect.stringContaining(problem) })
  })
  test('plain http where browsers are sent', () => {
    expect(readAuthorizationEndpoint('http://idp.example/auth')).toEqual({ problem: expect.stringContaining('https') })
    expect(readAuthorizationEndpoint('https://idp.example/auth')).toEqual({ url: 'https://idp.example/auth' })
  })
})
