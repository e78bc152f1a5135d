// Rules about the values of conditions: wildcards, tags, addresses and times that do not mean what they look like.

import { readDate } from '../../operators/date.ts'
import { type Block, readBlock } from '../../operators/ip.ts'
import { templateText } from '../../variables.ts'
import { type CheckedRule, everyCondition, everyValue } from '../check.ts'
import { blockCovers, coveredItems, valueCovers } from '../contain.ts'
import { dropItem, rewrite } from '../edit.ts'
import type { ConditionPart } from '../facts.ts'
import { baseOf, isTagList, keyRow } from '../keys.ts'
import { use } from './condition-key.ts'

export const CONDITION_VALUE_RULES: readonly CheckedRule[] = [
  {
    id: 'wildcard-in-equal',
    severity: 'warning',
    check: everyCondition((condition, { facts, add }) => {
      const { form, values } = condition
      if (!/^string_(?:not_)?equal$/.test(form.operator.operator.name) || form.key === 'qcs:ip') return
      const starred = values.find(
        ({ form: one, text }) => text.includes('*') && !isWholeTag(form.key, templateText(one)),
      )
      if (starred === undefined) return
      const like = form.operator.operator.negated ? 'string_not_like' : 'string_like'
      add(starred, `the * in "${starred.text}" is no wildcard`, use(facts, condition, like, 'suggestion'))
    }),
  },
  {
    id: 'like-without-wildcard',
    severity: 'notice',
    check: everyCondition((condition, { facts, add }) => {
      const { form, values, key } = condition
      const { name, negated } = form.operator.operator
      if (!name.endsWith('_like') || values.some(({ text }) => text.includes('*'))) return
      const equal = negated ? 'string_not_equal' : 'string_equal'
      add(key, `no value of "${form.key}" has a wildcard`, use(facts, condition, equal, 'safe'))
    }),
  },
  {
    id: 'inner-like-wildcard',
    severity: 'notice',
    check: everyValue((value, { form }, { add }) => {
      if (form.operator.operator.name.endsWith('_like') && /[^*]\*+[^*]/.test(value.text)) {
        add(value, `"${value.text}" has a wildcard in the middle`)
      }
    }),
  },
  {
    id: 'repeated-value',
    severity: 'notice',
    check: everyCondition(({ form, values }, { facts, add }) => {
      for (const [narrow, wide] of coveredItems(values, (a, b) => valueCovers(form.operator, a.form, b.form))) {
        add(narrow, `"${narrow.text}" is covered by "${wide.text}"`, dropItem(facts, narrow, 'safe'))
      }
    }),
  },
  {
    id: 'tag-without-value',
    severity: 'warning',
    check: everyValue((value, { form }, { add }) => {
      if (!isTagValue(form, value.text) || value.text.includes('&') || value.text.includes('*')) return
      add(value, `"${value.text}" is no tag; one is written "key&value"`)
    }),
  },
  {
    id: 'tag-of-any-value',
    severity: 'warning',
    check: everyValue((value, { form }, { add }) => {
      const key = /^([^&]+)&\**$/.exec(value.text)?.[1]
      if (key === undefined || !isTagValue(form, value.text)) return
      if (value.text.endsWith('*') && form.operator.operator.name.endsWith('_like')) return
      add(value, `"${value.text}" is only equal to the tag "${key}" without a value`)
    }),
  },
  {
    id: 'tag-pair-in-value',
    severity: 'warning',
    check: everyValue((value, { form }, { facts, add }) => {
      const base = baseOf(form.key)
      const tagKey = form.key.slice(base.length + 1)
      if (!isTagList(base) || tagKey === '' || !value.text.startsWith(`${tagKey}&`)) return
      const fix = rewrite(facts, value, value.text.slice(tagKey.length + 1), 'suggestion')
      add(value, `"${value.text}" names the key "${tagKey}" once more`, fix)
    }),
  },
  {
    id: 'host-bits',
    severity: 'notice',
    check: everyValue((value, { form }, { facts, add }) => {
      const block = blockOf(form, value.text)
      const network = block && networkText(block, value.text)
      if (network === undefined || network === value.text) return
      add(value, `"${value.text}" is the block ${network}`, rewrite(facts, value, network, 'safe'))
    }),
  },
  {
    id: 'every-address',
    severity: 'warning',
    check: everyValue((value, { form }, { add }) => {
      const block = blockOf(form, value.text)
      if (block?.mask[3] !== 0) return
      const bits = block.family === 4 || block.mask[0] === 0
      if (bits) add(value, `every IPv${block.family} address lies in "${value.text}"`)
    }),
  },
  {
    id: 'mapped-address',
    severity: 'notice',
    check: everyValue((value, { form }, { facts, add }) => {
      const block = blockOf(form, value.text)
      if (block?.family !== 4 || !value.text.includes(':')) return
      const prefix = /\/(\d+)$/.exec(value.text)?.[1]
      const text = v4Text(block) + (prefix === undefined ? '' : `/${Number(prefix) - 96}`)
      add(value, `"${value.text}" is ${text}`, rewrite(facts, value, text, 'safe'))
    }),
  },
  {
    id: 'private-address',
    severity: 'notice',
    check: everyValue((value, { form }, { add }) => {
      const block = blockOf(form, value.text)
      if (block !== undefined && form.key === 'qcs:ip' && PRIVATE.some((wide) => blockCovers(wide, block))) {
        add(value, `"${value.text}" is private: no call over the internet comes from there`)
      }
    }),
  },
  {
    id: 'date-form',
    severity: 'notice',
    check: everyValue((value, { form }, { facts, add }) => {
      if (form.operator.operator.type !== 'date') return
      const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/
      const milliseconds = readDate(value.text)
      if (milliseconds === undefined || iso.test(value.text)) return
      const text = new Date(milliseconds).toISOString().replace('.000Z', 'Z')
      const fix =
        Number.isInteger(milliseconds) && /^\d{4}-/.test(text) ? rewrite(facts, value, text, 'safe') : undefined
      add(value, `"${value.text}" is written "${text}"`, fix)
    }),
  },
  {
    id: 'date-over',
    severity: 'warning',
    needs: 'nowMs',
    check: everyCondition((condition, { facts, add }) => {
      const last = latest(condition, '_less_')
      if (last === undefined || last.time >= (facts.options.nowMs ?? 0)) return
      add(last.value, `"${last.value.text}" is over, so the condition cannot hold any more`)
    }),
  },
  {
    id: 'date-begun',
    severity: 'notice',
    needs: 'nowMs',
    check: everyCondition((condition, { facts, add }) => {
      const first = latest(condition, '_greater_')
      if (first === undefined || first.time >= (facts.options.nowMs ?? 0)) return
      add(first.value, `"${first.value.text}" is past, so the condition always holds`)
    }),
  },
  {
    id: 'unencoded-value',
    severity: 'warning',
    check: everyValue((value, { form }, { facts, add }) => {
      const text = form.operator.operator.type === 'string' && /^cos:(?:response-)?content-type$/.test(form.key)
      if (!text || !value.text.includes('/')) return
      const encoded = value.text.replaceAll('/', '%2F')
      add(value, `"${value.text}" is compared as "${encoded}"`, rewrite(facts, value, encoded, 'suggestion'))
    }),
  },
  {
    id: 'value-placeholder',
    severity: 'warning',
    check: everyValue((value, { form }, { add }) => {
      if (form.operator.operator.type !== 'string') return
      // No placeholder has a line break, so none begins in front of a variable and ends behind it.
      const literal = value.form.map((part) => ('text' in part ? part.text : '\n')).join('')
      const found = /\$[A-Za-z_]\w*|<[\w .-]+>|\{\{[\w .-]+\}\}|\b(?:x{4,}|your[-_]\w+)/i.exec(literal)?.[0]
      if (found !== undefined) add(value, `"${found}" looks like a placeholder`)
    }),
  },
]

/** The value is compared with whole tags. */
function isTagValue({ key, operator }: ConditionPart['form'], text: string): boolean {
  return isTagList(key) && operator.operator.type === 'string' && text !== '' && !text.includes('${')
}

/** `key&*`, which another rule is about. */
function isWholeTag(key: string, text: string): boolean {
  return isTagList(key) && /^[^&]+&\*+$/.test(text)
}

function blockOf({ operator }: ConditionPart['form'], text: string): Block | undefined {
  return operator.operator.type === 'ip' ? readBlock(text) : undefined
}

const PRIVATE: readonly Block[] =
  '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 169.254.0.0/16 100.64.0.0/10 fc00::/7 fe80::/10 ::1'
    .split(' ')
    .flatMap((text) => readBlock(text) ?? [])

function v4Text({ words }: Block): string {
  return [24, 16, 8, 0].map((shift) => (words[3] >>> shift) & 255).join('.')
}

/** The block as a text whose address is its first; the text itself where it says so already. */
function networkText(block: Block, text: string): string | undefined {
  const [address = '', prefix] = text.split('/')
  const plain = readBlock(address)
  if (plain === undefined || (address.includes(':') && block.family === 4)) return undefined
  if (plain.words.every((word, index) => word === block.words[index])) return text
  if (block.family === 4) return `${v4Text(block)}/${prefix}`
  const groups = block.words.flatMap((word) => [(word >>> 16) & 0xffff, word & 0xffff])
  return `${groups.map((group) => group.toString(16)).join(':')}/${prefix}`
}

/** Of the times that a positive comparison names the one that it comes down to. */
function latest({ form, values }: ConditionPart, order: '_less_' | '_greater_') {
  const { name } = form.operator.operator
  if (!name.includes(order) || keyRow(form.key)?.types[0] !== 'date') return undefined
  const times = values.flatMap((value) => {
    const time = readDate(value.text)
    return time === undefined ? [] : [{ value, time }]
  })
  // One of the values is enough, so of several ends the last counts, and of several beginnings the first.
  return times.toSorted((a, b) => (order === '_less_' ? b.time - a.time : a.time - b.time))[0]
}
