// Policy variables: `${uin}`, `${owner_uin}`, `${app_id}`, and how their values enter a text. A value is always
// literal: a `*` inside it never becomes a wildcard.

import type { PatternPart } from './pattern.ts'

export const VARIABLE_NAMES = ['uin', 'owner_uin', 'app_id'] as const
export type VariableName = (typeof VARIABLE_NAMES)[number]

/** What each variable stands for; `undefined` where it has no value (`${uin}` in a session of a foreign caller). */
export type VariableValues = Readonly<Record<VariableName, string | undefined>>

/** A text cut at its variables. */
export type Template = readonly TemplatePart[]
export type TemplatePart = { readonly text: string } | { readonly variable: VariableName }

const VARIABLE = /\$\{([^}]*)(\}?)/g

/** Cuts a text at its variables. An unknown or unclosed `${…` is named in `unknown`. */
export function parseTemplate(text: string): { readonly template: Template } | { readonly unknown: string } {
  const parts: TemplatePart[] = []
  let from = 0
  for (const found of text.matchAll(VARIABLE)) {
    const variable = VARIABLE_NAMES.find((name) => name === found[1])
    if (variable === undefined || found[2] === '') return { unknown: found[0] }
    if (found.index > from) parts.push({ text: text.slice(from, found.index) })
    parts.push({ variable })
    from = found.index + found[0].length
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from) })
  return { template: parts }
}

export function hasVariable(template: Template): boolean {
  return template.some((part) => 'variable' in part)
}

/** The text that a template was cut from. */
export function templateText(template: Template): string {
  return template.map((part) => ('text' in part ? part.text : `\${${part.variable}}`)).join('')
}

/** Puts the values in. `undefined` when a variable has none: the caller decides what fails closed. */
export function substitute(template: Template, values: VariableValues | undefined): readonly PatternPart[] | undefined {
  const parts: PatternPart[] = []
  for (const part of template) {
    const text = 'text' in part ? part.text : values?.[part.variable]
    if (text === undefined) return undefined
    parts.push({ text, literal: 'variable' in part })
  }
  return parts
}

/** The substituted text where wildcards have no meaning. */
export function joinParts(parts: readonly PatternPart[]): string {
  return parts.length === 1 ? (parts[0]?.text ?? '') : parts.map((part) => part.text).join('')
}
