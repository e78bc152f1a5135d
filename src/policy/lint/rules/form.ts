// Rules about how a document is written: nothing here changes what it grants.

import { withoutApiPrefix } from '../../action.ts'
import { POLICY_LENGTH_MAX } from '../../read-options.ts'
import { policyLength } from '../../validate.ts'
import { type CheckedRule, everyAction, everyCondition, everyStatement } from '../check.ts'
import { dropMember, endOf, rename, replaceNode, rewrite } from '../edit.ts'
import type { Member } from '../facts.ts'

/** A document is near its limit from this share on. */
const NEAR = 0.9
const STATEMENTS_MAX = 30

export const FORM_RULES: readonly CheckedRule[] = [
  {
    id: 'capital-element',
    severity: 'notice',
    check: (facts, add) => {
      const places = [facts, ...facts.statements]
      for (const [lower, member] of places.flatMap(({ elements }) => [...elements])) {
        if (member.name !== lower)
          add(member, `"${member.name}" is spelled "${lower}"`, rename(facts, member, lower, 'safe'))
      }
    },
  },
  {
    id: 'capital-effect',
    severity: 'notice',
    check: everyStatement(({ elements, form }, { facts, add }) => {
      const effect = elements.get('effect')
      if (effect?.node.kind !== 'string' || effect.node.value === form.effect) return
      const fix = rewrite(facts, effect, form.effect, 'safe')
      add(placeOf(effect), `"${effect.node.value}" is spelled "${form.effect}"`, fix)
    }),
  },
  {
    id: 'ignored-element',
    severity: 'notice',
    check: everyStatement(({ elements }, { facts, add }) => {
      for (const name of ['sid', 'id']) {
        const member = elements.get(name)
        if (member !== undefined) add(member, `"${member.name}" has no meaning`, dropMember(facts, member, 'safe'))
      }
    }),
  },
  {
    id: 'single-statement',
    severity: 'notice',
    check: (facts, add) => {
      const { node } = facts.elements.get('statement') ?? {}
      if (node?.kind !== 'object') return
      const json = `[${facts.text.slice(node.at, endOf(facts.text, node))}]`
      const place = { node, path: '$.statement', statement: 0 }
      add(place, 'statement is a list of statements', replaceNode(facts, node, json, 'safe'))
    },
  },
  {
    id: 'mixed-lists',
    severity: 'notice',
    check: (facts, add) => {
      for (const name of ['action', 'resource']) {
        const elements = facts.statements.flatMap((statement) => statement.elements.get(name) ?? [])
        if (!elements.some(({ node }) => node.kind === 'string' && node.value !== '*')) continue
        for (const element of elements) {
          const { node } = element
          const [only, ...more] = node.kind === 'array' ? node.items : []
          if (only?.kind !== 'string' || more.length > 0) continue
          const fix = replaceNode(facts, node, JSON.stringify(only.value), 'safe')
          add(placeOf(element), `${name} is a text elsewhere and a list of one text here`, fix)
        }
      }
    },
  },
  {
    id: 'outer-principal',
    severity: 'notice',
    check: ({ elements }, add) => {
      const member = elements.get('principal')
      if (member !== undefined) add(member, 'a principal belongs into its statement')
    },
  },
  {
    id: 'blank-in-action',
    severity: 'notice',
    check: everyAction((action, { facts, add }) => {
      const tight = action.text.replaceAll(/[ \t]/g, '')
      if (tight !== action.text) add(action, `"${action.text}" has blanks`, rewrite(facts, action, tight, 'safe'))
    }),
  },
  {
    id: 'blank-in-name',
    severity: 'notice',
    check: everyCondition(({ operator, key }, { facts, add }) => {
      const names = key.index === 0 ? [operator, key] : [key]
      for (const member of names) {
        const name = member.name.trim()
        if (name !== member.name) add(member, `"${member.name}" has blanks`, rename(facts, member, name, 'safe'))
      }
    }),
  },
  {
    id: 'mixed-prefix',
    severity: 'notice',
    check: (facts, add) => {
      const actions = facts.statements.flatMap((statement) => statement.actions).filter(({ text }) => text !== '*')
      const prefixed = actions.filter(({ text }) => withoutApiPrefix(text) !== text)
      if (prefixed.length === actions.length) return
      for (const action of prefixed) {
        const fix = rewrite(facts, action, withoutApiPrefix(action.text), 'safe')
        add(action, `"${action.text}" has the prefix name/, other actions have not`, fix)
      }
    },
  },
  {
    id: 'capital-product',
    severity: 'notice',
    check: (facts, add) => {
      for (const { actions, resources } of facts.statements) {
        for (const part of [...actions, ...resources]) {
          const lower = lowerProduct(part.text)
          if (lower === part.text) continue
          add(part, `the product in "${part.text}" is written in lowercase`, rewrite(facts, part, lower, 'safe'))
        }
      }
    },
  },
  {
    id: 'double-wildcard',
    severity: 'notice',
    check: (facts, add) => {
      for (const { actions, resources } of facts.statements) {
        for (const part of [...actions, ...resources]) {
          const from = part.text.startsWith('qcs:') ? contentFrom(part.text) : 0
          const content = part.text.slice(from)
          const single = content.replaceAll(/\*{2,}/g, '*')
          // Written out as name and value, everything has a spelling of its own.
          const fix = single === '*/*' ? undefined : rewrite(facts, part, part.text.slice(0, from) + single, 'safe')
          if (single !== content) add(part, `"${part.text}" has ** where * says the same`, fix)
        }
      }
    },
  },
  {
    id: 'empty-condition',
    severity: 'notice',
    check: everyStatement(({ elements }, { facts, add }) => {
      const member = elements.get('condition')
      if (member?.node.kind !== 'object' || member.node.members.length > 0) return
      add(member, 'the condition is empty and always holds', dropMember(facts, member, 'safe'))
    }),
  },
  {
    id: 'near-length-limit',
    severity: 'notice',
    check: ({ text, options, root }, add) => {
      const [length, max] = [policyLength(text), options.lengthMax ?? POLICY_LENGTH_MAX]
      if (length <= max * NEAR) return
      add({ node: root, path: '$', statement: undefined }, `the document has ${length} of ${max} characters`)
    },
  },
  {
    id: 'many-statements',
    severity: 'notice',
    check: ({ statements, root }, add) => {
      if (statements.length <= STATEMENTS_MAX) return
      add({ node: root, path: '$', statement: undefined }, `the document has ${statements.length} statements`)
    },
  },
]

/** The place of a member's value. */
function placeOf({ node, path, statement }: Member) {
  return { node, path, statement }
}

/** An action or a resource with its product in lowercase. */
function lowerProduct(text: string): string {
  const segments = text.split(':')
  const at = text.startsWith('qcs:') ? 2 : 0
  return segments.map((segment, index) => (index === at ? segment.toLowerCase() : segment)).join(':')
}

/** Where the last of the six segments begins. */
function contentFrom(text: string): number {
  return /^(?:[^:]*:){5}/.exec(text)?.[0].length ?? text.length
}
