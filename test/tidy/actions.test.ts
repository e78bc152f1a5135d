import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actions } from '../../src/actions/index.ts'
import { commonNames } from '../../src/protocol/common-parameters.ts'
import { errors } from '../../src/protocol/errors.ts'
import type { Shape } from '../../src/protocol/shape.ts'
import { camApi } from '../reference/cam-api.ts'
import { filesUnder, read, root } from './source.ts'

const actionFiles = filesUnder('src/actions', (path) => /\/[A-Z]\w+\.ts$/.test(path) && !path.endsWith('.test.ts'))

test('every action file is in the index, once, in order', () => {
  const names = actionFiles.map((path) => path.replace(/.*\//, '').replace('.ts', '')).sort()
  expect(actions.map((row) => row.name).sort()).toEqual(names)
  expect(new Set(names).size).toBe(names.length)
})

test('each folder lists its actions in order', () => {
  for (const path of filesUnder('src/actions', (path) => path.endsWith('/index.ts'))) {
    const listed = [...read(path).matchAll(/from '\.\/([A-Z]\w+)\.ts'/g)].map((match) => match[1])
    expect(listed, path).toEqual([...listed].sort())
  }
})

test('an action file bears the name of its action', () => {
  for (const path of actionFiles) {
    const name = path.replace(/.*\//, '').replace('.ts', '')
    expect(read(path)).toMatch(new RegExp(`export const ${name} = action\\(\\{\\s*name: '${name}'`))
  }
})

test('every action has its test file', () => {
  const untested = actionFiles
    .map((path) => path.replace('src/actions/', 'test/api/').replace('.ts', '.test.ts'))
    .filter((path) => !existsSync(join(root, path)))
  expect(untested).toEqual([])
})

test('an action or field unknown to the reference says so', () => {
  for (const row of actions) expect(row.newer ?? false, row.name).toBe(!Object.hasOwn(camApi.actions, row.name))
})

test('every service error code is listed by an action, here or in one still to come', () => {
  const listed = new Set<string>(actions.flatMap((row) => row.errors))
  const here = new Set(actions.map((row) => row.name))
  const later = new Set(Object.entries(camApi.actions).flatMap(([name, row]) => (here.has(name) ? [] : row.errors)))
  const orphans = Object.entries(errors).filter(
    ([code, row]) => row.kind === 'service' && !listed.has(code) && !later.has(code),
  )
  expect(orphans.map(([code]) => code)).toEqual([])
})

test('every parameter and result says what it is', () => {
  const silent: string[] = []
  const visit = (path: string, shape: Shape<unknown>): void => {
    if (!/^\S.*\.$/s.test(shape.data.about)) silent.push(path)
    if (shape.data.kind === 'list') visit(`${path}[]`, shape.data.of)
    if (shape.data.kind === 'struct') {
      for (const [name, field] of Object.entries(shape.data.fields)) visit(`${path}.${name}`, field)
    }
  }
  for (const row of actions) {
    for (const [name, shape] of Object.entries({ ...row.params, ...row.returns })) visit(`${row.name}.${name}`, shape)
    if (!/^\S.*\.$/.test(row.summary)) silent.push(row.name)
  }
  expect(silent).toEqual([])
})

test('no parameter of an action bears the name of a common one: in a query or form they stand side by side', () => {
  const taken = rows().filter(([, parameter]) => commonNames.has(parameter))
  expect(taken.map(([name, parameter]) => `${name}.${parameter}`)).toEqual([])
})

function rows(): readonly (readonly [action: string, parameter: string])[] {
  return actions.flatMap((row) => Object.keys(row.params).map((parameter) => [row.name, parameter] as const))
}
