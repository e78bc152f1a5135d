// Verdicts, obstacles, edits and requests of the engine in words of both languages.
import type { AccessRequest, Edit, Obstacle, Reason, StatementFinding } from '../../../../src/policy/index.ts'
import { t } from './words.ts'

const listedMax = 6

export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, listedMax).join(', ')
  return texts.length > listedMax ? `${shown} … (+${texts.length - listedMax})` : shown
}

interface Face {
  readonly policyName: string
  readonly statement: number
}

export const placeText = ({ policyName, statement }: Face): string =>
  t('place', { n: statement, policy: policyName === '' ? t('draft') : policyName })

export function verdictText({ effect, cause, layer, statement }: Reason): string {
  const place = statement === undefined ? '' : placeText(statement.by)
  if (cause === 'foreign-resource') return t('foreign')
  if (cause === 'root') return t('rootMay')
  if (effect === 'allow') return t('allowedBy', { place })
  if (cause === 'explicit-deny') return layer === 'general' ? t('deniedGenerally') : t('deniedBy', { place })
  if (layer === 'boundary') return t('boundarySilent')
  return t('nothingAllows')
}

/** How the deciding statement came to whoever asks. */
export const viaText = ({ by: { via } }: StatementFinding): string =>
  via.kind === 'group' ? t('viaGroup', { group: via.groupName }) : t('viaDirect')

export function obstacleText(one: ObstacleShown): string {
  const wanted = listed(one.wanted)
  if (one.element === 'action') return t('otherActions', { wanted })
  if (one.element === 'resource') return t('otherResources', { wanted })
  const seen = one.seen === undefined ? t('keyMissing') : t('keySeen', { seen: listed(one.seen) })
  return t('otherCondition', { operator: one.operator ?? '', key: one.key ?? '', wanted, seen })
}

/** An obstacle of the engine, or one that a call answered. */
export interface ObstacleShown {
  readonly element: string
  readonly wanted: readonly string[]
  readonly operator?: string | undefined
  readonly key?: string | undefined
  readonly seen?: readonly string[] | undefined
}

export function shownObstacle(one: Obstacle): ObstacleShown {
  if (one.element !== 'condition') return one
  const { element, wanted, operator, key, seen } = one
  return { element, wanted, operator, key, seen: seen?.map(String) }
}

export function editWords(edit: Edit): string {
  switch (edit.kind) {
    case 'set-key':
      return t('setKey', { key: edit.key, value: String(edit.value) })
    case 'drop-key':
      return t('dropKey', { key: edit.key })
    case 'add-action':
      return t('addAction', { action: edit.action, place: placeText(edit.by) })
    case 'add-resources':
      return t('addResources', { resources: listed(edit.resources), place: placeText(edit.by) })
    case 'narrow':
      return t('narrow', { texts: listed(edit.texts), place: placeText(edit.by) })
    case 'remove-statement':
      return t('removeStatement', { place: placeText(edit.by) })
    case 'add-statement': {
      const what = { action: edit.action, resources: listed(edit.resources) }
      if (edit.policy === undefined) return t('attachPolicy', what)
      return t('addStatement', { ...what, policy: edit.policy.policyName === '' ? t('draft') : edit.policy.policyName })
    }
  }
}

/** A request that was found, in one line. */
export function requestText({
  action,
  resources,
  context,
}: Pick<AccessRequest, 'action' | 'resources' | 'context'>): string {
  const keys = context instanceof Map ? [...context].map(([key, value]) => `${key} = ${String(value)}`) : []
  const where = keys.length === 0 ? '' : ` ${t('requestKeys', { keys: keys.join('; ') })}`
  return `${t('requestOn', { action, resources: listed(resources) })}${where}`
}
