// Documents that a plan would send, judged before anything is sent: as the server would, but for what only it knows.
import { readPolicy } from '../policy/index.ts'
import type { Change } from './change.ts'
import { nameKey } from './model.ts'
import { type Numbers, withNumbers } from './names.ts'
import type { Places } from './places.ts'
import type { Fault } from './source.ts'

export type DocumentFault = Fault

/** Faults of the documents of policies and roles that the changes make or change. */
export function documentFaults(changes: readonly Change[], places: Places, numbers: Numbers): readonly Fault[] {
  const touched = new Set(changes.filter(({ verb }) => verb !== 'delete').map(({ id }) => id))
  const sent = (kind: 'policy' | 'role', name: string, what: string) =>
    touched.has(`${kind}/${nameKey(name)} ${what}`) ||
    changes.some(({ id, verb }) => verb === 'create' && id === `${kind}/${nameKey(name)}`)
  const some = forAll(numbers)
  return [
    ...places.policies
      .filter(({ value }) => sent('policy', value.name, 'document'))
      .flatMap((one) => faultsOf(one, 'identity', some)),
    ...places.roles
      .filter(({ value }) => sent('role', value.name, 'trust'))
      .flatMap((one) => faultsOf(one, 'trust', some)),
  ]
}

/** Which products and actions there are, the server knows better. */
const anyProduct = { service: () => undefined }

function faultsOf(
  { text, inText }: Places['policies'][number] | Places['roles'][number],
  purpose: 'identity' | 'trust',
  numbers: Numbers,
): readonly Fault[] {
  const read = readPolicy(withNumbers(text, numbers).text, { purpose, vocabulary: anyProduct })
  if (read.document !== undefined) return []
  return read.problems.map(({ line, message }) => inText(startOf(text, line), message))
}

/** The beginning of what a line says. Names are as long as they are, so columns of the text with numbers mean nothing here. */
function startOf(text: string, line: number): number {
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  return before + (/^\s*/.exec(lines[line - 1] ?? '')?.[0].length ?? 0)
}

/** What is only going to be made has no number yet; any will do to judge the form. */
const forAll = (numbers: Numbers): Numbers => ({
  ...numbers,
  numberOf: (kind, name) => numbers.numberOf(kind, name) ?? '990000000001',
})
