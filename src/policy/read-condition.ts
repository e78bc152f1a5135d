// The element `condition`: operators, keys and values. Blanks around names are ignored, because printed tables have
// them inside the quotes. An operator that cannot judge its key or its value is refused here, not at decision time.

import { isTagKey } from './condition.ts'
import type { ConditionForm } from './document.ts'
import { type Element, memberPath, spotOf } from './element.ts'
import type { JsonNode } from './json.ts'
import type { OperandType } from './operators/family.ts'
import { type OperatorUse, readOperator } from './operators/index.ts'
import { quote, type Report, type Spot } from './problem.ts'
import { hasVariable, parseTemplate, type Template } from './variables.ts'

export function readConditions(element: Element | undefined, report: Report): readonly ConditionForm[] {
  if (element === undefined) return []
  const { node, path, statement } = element
  if (node.kind !== 'object') {
    report.add('InvalidParameter.ConditionError', spotOf(element), 'condition must be a JSON object')
    return []
  }
  return node.members.flatMap((member) => {
    const block = { node: member.value, path: memberPath(path, member.name), statement }
    return readBlock(member.name, member.at, block, report)
  })
}

function readBlock(name: string, at: number, block: Element, report: Report): readonly ConditionForm[] {
  const use = readOperator(name.trim())
  if (use === undefined) {
    const spot = { ...spotOf(block), at }
    report.add('InvalidParameter.ConditionTypeError', spot, `there is no condition operator ${quote(name)}`)
  }
  const { node, path, statement } = block
  if (node.kind !== 'object' || node.members.length === 0) {
    const message = `${quote(name)} must be a JSON object with one or more condition keys`
    report.add('InvalidParameter.ConditionError', spotOf(block), message)
    return []
  }
  return node.members.flatMap((member) => {
    const element = { node: member.value, path: memberPath(path, member.name), statement }
    const key = readKey(member.name, { ...spotOf(element), at: member.at }, report)
    if (use !== undefined && key !== undefined) checkOperand(use, key, { ...spotOf(element), at: member.at }, report)
    const values = readValues(element, use, report)
    return use === undefined || key === undefined ? [] : [{ operator: use, key, values }]
  })
}

/** A condition key, without the blanks around it. */
export const KEY = /^[a-z0-9_]+:[A-Za-z0-9_.-]+(?:\/[^\u0000-\u001f\u007f]+)?$/

/** Keys without a product that vendor documents use. */
export const BARE_KEYS: readonly string[] = ['mfa', 'cvm_system_disk_size']

function readKey(name: string, spot: Spot, report: Report): string | undefined {
  const key = name.trim()
  if (key.includes('${')) {
    const message = `a condition key cannot contain a policy variable: ${quote(name)}`
    report.add('InvalidParameter.ConditionContentError', spot, message)
    return undefined
  }
  if (KEY.test(key) || BARE_KEYS.includes(key)) return key
  report.add('InvalidParameter.ConditionError', spot, `${quote(name)} is not a condition key`)
  return undefined
}

/** General keys whose type is fixed: another operator could never hold, or would hold by accident. */
export const KEY_TYPES: ReadonlyMap<string, OperandType> = new Map([
  ['qcs:ip', 'ip'],
  ['qcs:current_time', 'date'],
])

/** The type of operator that a key needs, where this one is of another; `undefined` where it can judge the key. */
export function neededType({ operator }: OperatorUse, key: string): OperandType | undefined {
  const type = isTagKey(key) ? 'string' : KEY_TYPES.get(key)
  if (type === undefined || operator.type === 'null' || operator.type === type) return undefined
  // An older document compares the text of the address.
  return key === 'qcs:ip' && operator.name === 'string_equal' ? undefined : type
}

function checkOperand(use: OperatorUse, key: string, spot: Spot, report: Report): void {
  const type = neededType(use, key)
  if (type === undefined) return
  const message = `${quote(use.text)} cannot judge ${quote(key)}, which needs an operator for type ${type}`
  report.add('InvalidParameter.ConditionTypeError', spot, message)
}

function readValues(element: Element, use: OperatorUse | undefined, report: Report): readonly Template[] {
  const { node, path, statement } = element
  const single = node.kind !== 'array'
  const items = single ? [node] : node.items
  if (items.length === 0) {
    report.add('InvalidParameter.ConditionError', spotOf(element), 'a condition needs one or more values')
  }
  return items.flatMap((item, index) => {
    const spot = { at: item.at, path: single ? path : `${path}[${index}]`, statement }
    return readValue(item, use, spot, report) ?? []
  })
}

function readValue(node: JsonNode, use: OperatorUse | undefined, spot: Spot, report: Report): [Template] | undefined {
  if (node.kind !== 'string' && node.kind !== 'number') {
    const message = `a condition value must be a text or a number, not a JSON ${node.kind}`
    report.add('InvalidParameter.ConditionError', spot, message)
    return undefined
  }
  if (use === undefined) return undefined
  const text = node.kind === 'string' ? node.value : plainNumber(node.text)
  const parsed = parseTemplate(text)
  if ('unknown' in parsed) return refuse(`unknown policy variable ${quote(parsed.unknown)}`, spot, report)
  const { operator } = use
  const legal = hasVariable(parsed.template) ? operator.variables : operator.accepts(text)
  return legal ? [parsed.template] : refuse(`${quote(use.text)} cannot use the value ${quote(text)}`, spot, report)
}

function refuse(message: string, spot: Spot, report: Report): undefined {
  report.add('InvalidParameter.ConditionContentError', spot, message)
  return undefined
}

/** `1.0` and `1` are one number, so they are one text too; what a double cannot hold keeps its spelling. */
function plainNumber(spelling: string): string {
  const number = Number(spelling)
  const exact = Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
  return exact ? String(number) : spelling
}
