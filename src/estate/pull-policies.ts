// Policies of an account and which presets there are; and documents with names for numbers.
import { listOf, type Members, numberOf, textOf } from './answers.ts'
import { type Policy, type PolicyRef, presetRef } from './model.ts'
import { withNames } from './names.ts'
import { everyPage, type Reading } from './reading.ts'
import { plainName } from './schema.ts'

export interface FoundPolicies {
  readonly policies: readonly Policy[]
  /** How files call a policy of that number; `undefined` where it is not among what was listed and has no name. */
  refOf(id: number, name: string, preset: boolean): PolicyRef | undefined
}

export async function pullPolicies(reading: Reading): Promise<FoundPolicies> {
  const { directory, attempt, progress } = reading
  progress('policies')
  const listed = await attempt('policies', [], () => everyPage(reading.ask, 'ListPolicies', { Scope: 'Local' }, 'List'))
  for (const policy of listed) {
    directory.add('policy', textOf(policy, 'PolicyName'), String(numberOf(policy, 'PolicyId')))
  }
  const presets = await attempt('presets', [], () => everyPage(reading.ask, 'ListPolicies', { Scope: 'QCS' }, 'List'))
  for (const preset of presets) {
    directory.add('preset', textOf(preset, 'PolicyName'), String(numberOf(preset, 'PolicyId')))
  }
  const policies: Policy[] = []
  for (const policy of listed) {
    const read = await onePolicy(reading, policy)
    if (read !== undefined) policies.push(read)
  }
  return {
    policies,
    refOf(id, name, preset) {
      const known = directory.nameOf('policy', String(id))
      if (known !== undefined) return known
      const given = directory.nameOf('preset', String(id)) ?? name
      return preset && given !== '' ? presetRef(given) : given === '' ? undefined : given
    },
  }
}

async function onePolicy(reading: Reading, listed: Members): Promise<Policy | undefined> {
  const name = textOf(listed, 'PolicyName')
  const path = `policies/${name}`
  if (listed['IsServiceLinkedPolicy'] === 1) {
    reading.gap(path, 'it belongs to a role of a product, whose calls alone change it')
    return undefined
  }
  if (!plainName.test(name)) {
    reading.gap(path, 'its name cannot be that of a file')
    return undefined
  }
  reading.progress(`policy ${name}`)
  return reading.attempt<Policy | undefined>(path, undefined, async () => {
    const answer = await reading.ask('cam', 'GetPolicy', { PolicyId: numberOf(listed, 'PolicyId') })
    const document = withNames(textOf(answer, 'PolicyDocument'), reading.directory)
    if (document === undefined) {
      reading.gap(path, 'its document is no JSON that can be read for certain')
      return undefined
    }
    const tags = listOf(answer, 'Tags').map((tag) => ({ key: textOf(tag, 'Key'), value: textOf(tag, 'Value') }))
    return { name, description: textOf(answer, 'Description'), document, tags }
  })
}

/** The trust policy of a role as files have it, or a gap. */
export function pullTrust(reading: Reading, role: string, text: string): string | undefined {
  const document = withNames(text, reading.directory)
  if (document === undefined) reading.gap(`roles/${role}`, 'its trust policy is no JSON that can be read for certain')
  return document
}
