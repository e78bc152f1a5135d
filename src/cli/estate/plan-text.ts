// A plan for people: what happens to each object, and what every user and role may do more or less afterwards.

import type { AccessChange } from '../../estate/access.ts'
import type { Change } from '../../estate/change.ts'
import type { Plan } from '../../estate/plan.ts'
import type { Proof } from '../../policy/index.ts'
import { harmless, type Io } from '../io.ts'
import { toned } from '../output.ts'
import { requestText } from '../policy/requests.ts'

const signs = { create: '+', update: '~', delete: '-' } as const
const tones = { create: 'green', update: 'yellow', delete: 'red' } as const

export function planText(plan: Plan, io: Io): string {
  const tone = toned(io)
  const objects = objectsOf(plan.changes)
  const lines = objects.flatMap(({ object, verb, changes }) => [
    tone(tones[verb], `${signs[verb]} ${harmless(object)}`),
    ...changes.map(({ text }) => `    ${harmless(text)}`),
  ])
  const access = plan.access.flatMap((one) => accessText(one, plan, io))
  const extra = plan.extra.map((object) => tone('dim', `  ${harmless(object)} is not in the folder and stays`))
  const notes = plan.notes.map((note) => tone('dim', `  ${harmless(note)}`))
  const counts = (['create', 'update', 'delete'] as const)
    .map((verb) => `${objects.filter((one) => one.verb === verb).length} to ${verb}`)
    .join(', ')
  return [
    ...lines,
    ...(access.length > 0 ? ['', 'Access:', ...access] : []),
    ...(extra.length + notes.length > 0 ? ['', 'As it is:', ...extra, ...notes] : []),
    ...(lines.length + access.length + extra.length + notes.length > 0 ? [''] : []),
    plan.changes.length === 0 ? 'Nothing to do.' : `${counts}; ${callsText(plan.changes.length)}.`,
    '',
  ].join('\n')
}

interface OneObject {
  readonly object: string
  readonly verb: Change['verb']
  readonly changes: readonly Change[]
}

/** By object, in the order in which each is first touched; what is made or deleted is that, whatever else happens to it. */
export function objectsOf(changes: readonly Change[]): readonly OneObject[] {
  const objects = new Map<string, Change[]>()
  for (const change of changes) objects.set(change.object, [...(objects.get(change.object) ?? []), change])
  return [...objects].map(([object, all]) => ({
    object,
    verb: all.find(({ verb }) => verb !== 'update')?.verb ?? 'update',
    changes: all,
  }))
}

function accessText(
  { principal, newAccess, lostAccess, trustChanged }: AccessChange,
  { invented }: Plan,
  io: Io,
): readonly string[] {
  const tone = toned(io)
  return [
    `  ${harmless(principal)}`,
    tone(newAccess.answer === 'yes' ? 'dim' : 'green', `    + new access${proofText(newAccess, invented)}`),
    tone(lostAccess.answer === 'yes' ? 'dim' : 'red', `    - lost access${proofText(lostAccess, invented)}`),
    ...(trustChanged === true ? ['    ~ who may use it changes: compare its trust policies'] : []),
  ]
}

function proofText(proof: Proof, invented: Plan['invented']): string {
  if (proof.answer === 'yes') return ': none, proven'
  if (proof.answer === 'unknown') return harmless(`: not known: ${proof.why}`)
  let text = requestText(proof.counterexample)
  for (const [number, name] of invented) text = text.replaceAll(number, name)
  return harmless(`, for example: ${text}`)
}

export const callsText = (count: number): string => (count === 1 ? '1 call' : `${count} calls`)
