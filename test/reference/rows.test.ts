// Our rows against the reference, which states the same facts independently. Differences that we mean are listed with
// their reasons; everything else must agree.
import { describe, expect, test } from 'vitest'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import { type Fields, type Shape, wireType } from '../../src/protocol/shape.ts'
import { camApi, type ReferenceField } from './cam-api.ts'
import { differences } from './differences.ts'

const documented = actions.filter((row) => Object.hasOwn(camApi.actions, row.name))

interface Seen {
  readonly type: string
  readonly array: boolean
  readonly nullable: boolean
  readonly required: boolean
}

function seen(shape: Shape<unknown>): Seen {
  return { ...wireType(shape), nullable: shape.nullable, required: shape.required }
}

function wanted(field: ReferenceField, side: 'input' | 'output'): Seen {
  return {
    type: field.type,
    array: field.array,
    nullable: side === 'output' && (field.nullable ?? false),
    required: side === 'input' ? (field.required ?? false) : true,
  }
}

/** `CreateGroup.input.Remark: …` for each field that differs and is not listed. */
function compare(
  owner: string,
  side: 'input' | 'output',
  ours: Fields,
  theirs: readonly ReferenceField[],
): readonly string[] {
  const faults: string[] = []
  for (const field of theirs) {
    if (side === 'output' && field.name === 'RequestId') continue
    const shape = Object.hasOwn(ours, field.name) ? ours[field.name] : undefined
    const place = `${owner}.${side}.${field.name}`
    if (shape === undefined) faults.push(`${place}: missing`)
    else if (JSON.stringify(sorted(seen(shape))) !== JSON.stringify(sorted(wanted(field, side)))) {
      faults.push(`${place}: ${JSON.stringify(seen(shape))} instead of ${JSON.stringify(wanted(field, side))}`)
    }
  }
  for (const [name, shape] of Object.entries(ours)) {
    if (theirs.every((field) => field.name !== name) && shape.data.newer !== true) {
      faults.push(`${owner}.${side}.${name}: not in the reference and not marked as newer`)
    }
  }
  return faults.filter((fault) => !Object.hasOwn(differences, fault.slice(0, fault.indexOf(':'))))
}

const sorted = (value: Seen): object => Object.fromEntries(Object.entries(value).sort())

function structsOf(
  row: ActionRow,
): ReadonlyMap<string, { readonly fields: Fields; readonly side: 'input' | 'output' }> {
  const found = new Map<string, { fields: Fields; side: 'input' | 'output' }>()
  const visit = (shape: Shape<unknown>, side: 'input' | 'output'): void => {
    if (shape.data.kind === 'list') visit(shape.data.of, side)
    if (shape.data.kind !== 'struct') return
    found.set(shape.data.name, { fields: shape.data.fields, side })
    for (const field of Object.values(shape.data.fields)) visit(field, side)
  }
  for (const shape of Object.values(row.params)) visit(shape, 'input')
  for (const shape of Object.values(row.returns)) visit(shape, 'output')
  return found
}

describe.each(documented.map((row) => [row.name, row] as const))('%s', (name, row) => {
  const reference = camApi.actions[name]
  if (reference === undefined) throw new Error(name)

  test('parameters and results', () => {
    expect(compare(name, 'input', row.params, reference.input)).toEqual([])
    expect(compare(name, 'output', row.returns, reference.output)).toEqual([])
  })

  test('types', () => {
    for (const [type, { fields, side }] of structsOf(row)) {
      const theirs = camApi.types[type]
      if (theirs === undefined)
        expect(
          Object.values(fields).every((field) => field.data.newer),
          type,
        ).toBe(true)
      else expect(compare(type, side, fields, theirs.fields)).toEqual([])
    }
  })

  test('error codes', () => {
    expect([...row.errors].sort()).toEqual([...reference.errors].sort())
  })

  test('rate and chapter', () => {
    expect(row.perSecond).toBe(reference.rateLimitPerSecond)
    expect(row.group).toBe(reference.group)
  })
})

test('every action of the reference is here', () => {
  const here = new Set(actions.map((row) => row.name))
  const missing = Object.keys(camApi.actions).filter((name) => !here.has(name))
  expect(missing).toEqual([])
})

test('every listed difference is one', () => {
  for (const [place, reason] of Object.entries(differences)) {
    expect(reason.length, place).toBeGreaterThan(10)
  }
})
