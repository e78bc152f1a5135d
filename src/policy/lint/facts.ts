// What all rules look at: an accepted document together with the nodes of the text that it was read from. Prepared once
// per document; the reader's forms and the nodes are in one order, so they are only put side by side here.

import type { ActionForm, ConditionForm, PolicyDocument, Principal, ResourceForm, Statement } from '../document.ts'
import { type Element, memberPath } from '../element.ts'
import type { JsonArray, JsonNode, JsonObject } from '../json.ts'
import type { ReadOptions } from '../read-options.ts'
import type { Template } from '../variables.ts'
import type { LintOptions } from './finding.ts'

/** A member of an object. `node` is its value. */
export interface Member extends Element {
  /** As written. */
  readonly name: string
  /** Offset of the name. */
  readonly at: number
  readonly owner: JsonObject
  readonly index: number
}

/** One text of an element that may be a text or a list of texts. */
export interface Part<Form> extends Element {
  readonly form: Form
  /** As written, without its quotes. */
  readonly text: string
  readonly list: JsonArray | undefined
  readonly index: number
}

/** One key of one operator. */
export interface ConditionPart {
  readonly form: ConditionForm
  readonly operator: Member
  readonly key: Member
  readonly values: readonly Part<Template>[]
}

export interface StatementPart extends Element {
  readonly form: Statement
  readonly list: JsonArray | undefined
  readonly index: number
  /** By lowercase name. */
  readonly elements: ReadonlyMap<string, Member>
  readonly actions: readonly Part<ActionForm>[]
  /** Empty for trust policies. */
  readonly resources: readonly Part<ResourceForm>[]
  readonly conditions: readonly ConditionPart[]
  readonly principals: readonly Part<Principal>[]
}

export interface Facts {
  readonly text: string
  readonly options: LintOptions & ReadOptions
  readonly document: PolicyDocument
  readonly root: JsonObject
  /** By lowercase name. */
  readonly elements: ReadonlyMap<string, Member>
  readonly statements: readonly StatementPart[]
}

export function factsOf(text: string, root: JsonObject, document: PolicyDocument, options: Facts['options']): Facts {
  const elements = membersByName({ node: root, path: '$', statement: undefined })
  const node = elements.get('statement')?.node
  const list = node?.kind === 'array' ? node : undefined
  const nodes = list?.items ?? (node === undefined ? [] : [node])
  const statements = document.statements.map((form, index) => {
    const path = list === undefined ? '$.statement' : `$.statement[${index}]`
    const element = { node: nodes[index] ?? root, path, statement: form.index }
    return statementOf(element, form, list, elements.get('principal'), options)
  })
  return { text, options, document, root, elements, statements }
}

function statementOf(
  element: Element,
  form: Statement,
  list: JsonArray | undefined,
  outer: Member | undefined,
  { purpose }: Facts['options'],
): StatementPart {
  const elements = membersByName(element)
  const principal = elements.get('principal') ?? outer
  return {
    ...element,
    form,
    list,
    index: form.index,
    elements,
    actions: partsOf(elements.get('action'), form.actions),
    resources: purpose === 'trust' ? [] : partsOf(elements.get('resource'), form.resources),
    conditions: conditionsOf(elements.get('condition'), form.conditions),
    principals: principalsOf(principal, form.principals),
  }
}

function membersByName(element: Element): ReadonlyMap<string, Member> {
  return new Map(membersOf(element).map((one) => [one.name.slice(0, 1).toLowerCase() + one.name.slice(1), one]))
}

/** The members of an object in order; none for any other node. */
export function membersOf({ node, path, statement }: Element): readonly Member[] {
  if (node.kind !== 'object') return []
  return node.members.map(({ name, at, value }, index) => {
    return { name, at, node: value, path: memberPath(path, name), statement, owner: node, index }
  })
}

function partsOf<Form>(element: Element | undefined, forms: readonly Form[]): readonly Part<Form>[] {
  if (element === undefined) return []
  const { node, path, statement } = element
  const list = node.kind === 'array' ? node : undefined
  return (list?.items ?? [node]).flatMap((item, index) => {
    const form = forms[index]
    if (form === undefined) return []
    const at = list === undefined ? path : `${path}[${index}]`
    return [{ node: item, path: at, statement, form, text: textOf(item), list, index }]
  })
}

/** A text or a number as it is written, without quotes. */
function textOf(node: JsonNode): string {
  return node.kind === 'string' ? node.value : node.kind === 'number' ? node.text : ''
}

function conditionsOf(element: Element | undefined, forms: readonly ConditionForm[]): readonly ConditionPart[] {
  const uses = (element === undefined ? [] : membersOf(element)).flatMap((operator) =>
    membersOf(operator).map((key) => ({ operator, key })),
  )
  return uses.flatMap(({ operator, key }, index) => {
    const form = forms[index]
    return form === undefined ? [] : [{ form, operator, key, values: partsOf(key, form.values) }]
  })
}

function principalsOf(element: Element | undefined, forms: readonly Principal[]): readonly Part<Principal>[] {
  if (element === undefined) return []
  const kinds = element.node.kind === 'object' ? membersOf(element) : [element]
  let seen = 0
  return kinds.flatMap((kind) => {
    const parts = partsOf(kind, forms.slice(seen))
    seen += parts.length
    return parts
  })
}
