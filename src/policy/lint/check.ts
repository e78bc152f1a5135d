// How rules are written: a check goes through the parts of a document that it is about and says what it finds.

import type { ActionForm, ResourceForm, SixSegments } from '../document.ts'
import type { Element } from '../element.ts'
import type { Template } from '../variables.ts'
import type { ConditionPart, Facts, Member, Part, StatementPart } from './facts.ts'
import type { Fix, LintRule } from './finding.ts'

/** Says that a rule found something at a place. For members the place is their name. */
export type Add = (place: Element | Member, message: string, fix?: Fix) => void

export type Check = (facts: Facts, add: Add) => void

/** A rule that looks at accepted documents. */
export interface CheckedRule extends LintRule {
  readonly check: Check
}

type Judge<Subject> = (subject: Subject, scene: { facts: Facts; statement: StatementPart; add: Add }) => void

export function everyStatement(judge: Judge<StatementPart>): Check {
  return (facts, add) => {
    for (const statement of facts.statements) judge(statement, { facts, statement, add })
  }
}

function every<Subject>(subjects: (statement: StatementPart) => readonly Subject[], judge: Judge<Subject>): Check {
  return everyStatement((statement, scene) => {
    for (const subject of subjects(statement)) judge(subject, scene)
  })
}

export function everyAction(judge: Judge<Part<ActionForm>>): Check {
  return every(({ actions }) => actions, judge)
}

export type SegmentsPart = Part<SixSegments>

/** Resources in six segments; the bare `*` is left out. */
export function everyResource(judge: Judge<SegmentsPart>): Check {
  return every(({ resources }) => resources.flatMap(segmentsOf), judge)
}

export function segmentsOf(part: Part<ResourceForm>): readonly SegmentsPart[] {
  const { form } = part
  return form.every ? [] : [{ ...part, form }]
}

export function everyCondition(judge: Judge<ConditionPart>): Check {
  return every(({ conditions }) => conditions, judge)
}

export function everyValue(
  judge: (value: Part<Template>, condition: ConditionPart, scene: Parameters<Judge<unknown>>[1]) => void,
): Check {
  return everyCondition((condition, scene) => {
    for (const value of condition.values) judge(value, condition, scene)
  })
}

/** A few names for a message, and how many more there are. */
export function some(names: readonly string[]): string {
  const shownMax = 3
  const shown = names.slice(0, shownMax).join(', ')
  return names.length > shownMax ? `${shown} and ${names.length - shownMax} more` : shown
}

/** Actions by full name, apart by blanks. `text` keeps the spelling. */
export function actionForms(names: string): readonly ActionForm[] {
  return names.split(' ').map((text) => {
    const [product = '', name = ''] = text.toLowerCase().split(':')
    return { text, product, name }
  })
}
