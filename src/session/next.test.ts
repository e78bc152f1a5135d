import { describe, expect, test } from 'vitest'
import { home, safeNext } from './next.ts'

describe('a path of ours is kept', () => {
  test.each(['/console/', '/console/users?page=2#top', '/session/security', '/console/a%20b'])('%s', (path) => {
    expect(safeNext(path)).toBe(path)
  })
})

describe('everything else leads to the console', () => {
  test.each([
    undefined,
    '',
    'console/',
    'https://evil.example/',
    '//evil.example/console/',
    '///evil.example',
    '/\\evil.example/console/',
    '\\\\evil.example',
    '/console//evil.example',
    '/%2f/evil.example',
    '/%5cevil.example',
    '/\tevil.example',
    '/%09/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/console/../signin/',
    '/signin/',
    '/session/../../evil',
    '/console/\r\nSet-Cookie: a=b',
    '/console/<script>',
    ' /console/',
    '/@evil.example',
    `/console/${'a'.repeat(3000)}`,
    '/consolex/',
    '/ｅｖｉｌ.example',
  ])('%s', (path) => {
    expect(safeNext(path)).toBe(home)
  })
})
