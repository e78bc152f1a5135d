// Rules about the values of conditions: wildcards, tags, addresses and times that do not mean what they look like.

import { readDate } from '../../operators/date.ts'
import { type Block, readBlock } from '../../operators/ip.ts'
import { hasVariable, templateText } from '../../variables.ts'
import { type CheckedRule, everyCondition, everyValue } from '../check.ts'
import { blockCovers, coveredItems, valueCovers } from '../contain.ts'
import { dropItem, rewrite } from '../edit.ts'
import type { ConditionPart } from '../facts.ts'
import { isTagList, keyRow } from '../keys.ts'
import { use } from './condition-key.ts'

export const CONDITION_VALUE_RULES: readonly CheckedRule[] = [
  {
    id: 'wildcard-in-equal',
    severity: 'warning',
    title: '`*` in a value of `string_equal`',
    why: 'It is a character like others there. `string_like` takes it for a wildcard.',
    check: everyCondition((condition, { facts, add }) => {
      const { form, values } = condition
      if (!/^string_(?:not_)?equal$/.test(form.operator.operator.name)) return
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
    title: '`string_like` without a `*`',
    why: '`string_equal` says the same, and works for lists too.',
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
    title: '`*` in the middle of a value of `string_like`',
    why: 'Elsewhere it is documented at the front and at the end only.',
    check: everyValue((value, { form }, { add }) => {
      if (form.operator.operator.name.endsWith('_like') && /[^*]\*+[^*]/.test(value.text)) {
        add(value, `"${value.text}" has a wildcard in the middle`)
      }
    }),
  },
  {
    id: 'repeated-value',
    severity: 'notice',
    title: 'A value that another one of the key covers',
    why: 'One of the values is enough, so the narrower one says nothing.',
    check: everyCondition(({ form, values }, { facts, add }) => {
      for (const [narrow, wide] of coveredItems(values, (a, b) => valueCovers(form.operator, a.form, b.form))) {
        add(narrow, `"${narrow.text}" is covered by "${wide.text}"`, dropItem(facts, narrow, 'safe'))
      }
    }),
  },
  {
    id: 'tag-without-value',
    severity: 'warning',
    title: 'A tag that is not written `key&value`',
    why: 'The key holds whole tags. Without `&` no tag is equal to it.',
    check: everyValue((value, { form }, { add }) => {
      if (!isTagValue(form, value.text) || value.text.includes('&') || value.text.includes('*')) return
      add(value, `"${value.text}" is no tag; one is written "key&value"`)
    }),
  },
  {
    id: 'tag-of-any-value',
    severity: 'warning',
    title: 'A tag with its key only',
    why: 'That a resource has a tag, whatever its value, is asked by `null_equal` of `qcs:resource_tag/<key>` with `"false"`.',
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
    title: 'A whole tag where only its value is compared',
    why: 'Behind the slash of `qcs:resource_tag/<key>` stands the key already, so the value is compared alone.',
    check: everyValue((value, { form }, { facts, add }) => {
      const [base, ...rest] = form.key.split('/')
      const tagKey = rest.join('/')
      if (!isTagList(base ?? '') || tagKey === '' || !value.text.startsWith(`${tagKey}&`)) return
      const fix = rewrite(facts, value, value.text.slice(tagKey.length + 1), 'suggestion')
      add(value, `"${value.text}" names the key "${tagKey}" once more`, fix)
    }),
  },
  {
    id: 'host-bits',
    severity: 'notice',
    title: 'A block of addresses that begins inside itself',
    why: 'The bits behind the prefix are ignored. Perhaps one address was meant, or another prefix.',
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
    title: 'A block of all addresses',
    why: 'Every address lies in it, so the condition says nothing, or never holds.',
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
    title: 'An IPv4 address in the clothes of an IPv6 one',
    why: 'It is compared as IPv4 here, and not everywhere.',
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
    title: 'Private addresses as the source of calls',
    why: 'Calls over the internet come from public addresses. Private ones are only seen from inside a network of the cloud.',
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
    title: 'A time that is not written as ISO 8601 with its zone',
    why: 'Blanks are tolerated and a missing zone means UTC here; other readers may refuse it or take it for local time.',
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
    title: 'A time that is over',
    why: 'The condition cannot hold any more: the allow is spent, or the deny has stopped biting.',
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
    title: 'A beginning that is past',
    why: 'The condition has held since then and always will; it can go.',
    check: everyCondition((condition, { facts, add }) => {
      const first = latest(condition, '_greater_')
      if (first === undefined || first.time >= (facts.options.nowMs ?? 0)) return
      add(first.value, `"${first.value.text}" is past, so the condition always holds`)
    }),
  },
  {
    id: 'unencoded-value',
    severity: 'warning',
    title: 'A parameter of object storage that is not URL-encoded',
    why: 'Values from parameters of a request are compared in their encoded form, such as `image%2Fjpeg`.',
    check: everyValue((value, { form }, { facts, add }) => {
      if (!/^cos:(?:response-)?content-type$/.test(form.key) || !value.text.includes('/')) return
      const encoded = value.text.replaceAll('/', '%2F')
      add(value, `"${value.text}" is compared as "${encoded}"`, rewrite(facts, value, encoded, 'suggestion'))
    }),
  },
  {
    id: 'value-placeholder',
    severity: 'warning',
    title: 'A placeholder among the values of a condition',
    why: 'It is text like any other, so nothing is equal to it.',
    check: everyValue((value, { form }, { add }) => {
      if (form.operator.operator.type !== 'string') return
      const literal = value.form.map((part) => ('text' in part ? part.text : ' ')).join('')
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
  if (prefix === undefined || plain === undefined || (address.includes(':') && block.family === 4)) return undefined
  if (plain.words.every((word, index) => word === block.words[index])) return text
  if (block.family === 4) return `${v4Text(block)}/${prefix}`
  const groups = block.words.flatMap((word) => [(word >>> 16) & 0xffff, word & 0xffff])
  return `${groups.map((group) => group.toString(16)).join(':')}/${prefix}`
}

/** Of the times that a positive comparison names the one that it comes down to. */
function latest({ form, values }: ConditionPart, order: '_less_' | '_greater_') {
  const { type, name } = form.operator.operator
  if (type !== 'date' || !name.includes(order) || keyRow(form.key)?.types[0] !== 'date') return undefined
  const times = values.flatMap((value) => {
    const time = hasVariable(value.form) ? undefined : readDate(value.text)
    return time === undefined ? [] : [{ value, time }]
  })
  // One of the values is enough, so of several ends the last counts, and of several beginnings the first.
  return times.toSorted((a, b) => (order === '_less_' ? b.time - a.time : a.time - b.time))[0]
}
