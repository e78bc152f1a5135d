import { expect, test } from 'vitest'
import { type Door, doorOf } from './door.ts'

const door = (path: string): Door => ({
  path,
  bodyBytesMax: 0,
  respond: () => Promise.reject(new Error('not asked')),
})

test('a path leads through its own door, or through the longest one above it', () => {
  const doors = [door('/scim/'), door('/scim/v2/'), door('/component')]
  const through = (path: string): string | undefined => doorOf(doors, path)?.path
  expect(through('/scim/v2/Users')).toBe('/scim/v2/')
  expect(through('/scim/other')).toBe('/scim/')
  expect(through('/scim')).toBeUndefined()
  expect(through('/component')).toBe('/component')
  expect(through('/component/more')).toBeUndefined()
  expect(through('/')).toBeUndefined()
})
