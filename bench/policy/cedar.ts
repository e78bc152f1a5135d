// The workload for cedar: one parsed policy set per principal, as its stateful interface wants it. Actions and contents
// are compared with `like`, addresses and times with cedar's own types.

import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import type { AccessRequest } from '../../src/policy/index.ts'
import type { Peer } from './peer.ts'
import type { PlainStatement } from './workload.ts'

let sets = 0
const somebody = { type: 'User', id: 'u' }
const something = { type: 'Thing', id: 't' }
const call = { type: 'Action', id: 'call' }

export const cedar: Peer<string> = {
  name: 'cedar-wasm',
  prepare(policies) {
    sets += 1
    const id = `set-${sets}`
    const staticPolicies = policies.flatMap(({ statements }) => statements.map(policy)).join('\n')
    const parsed = preparsePolicySet(id, { staticPolicies })
    if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message)
    return id
  },
  ask(preparsedPolicySetId, request) {
    const context = contextOf(request)
    const shared = { principal: somebody, action: call, resource: something, entities: [] }
    const answer = statefulIsAuthorized({ ...shared, context, preparsedPolicySetId })
    if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
    const [error] = answer.response.diagnostics.errors
    if (error !== undefined) throw new Error(error.error.message)
    return answer.response.decision
  },
}

function policy({ effect, action, resource, condition }: PlainStatement): string {
  const actions = action.map((one) => like('action', one.replace('name/', '')))
  const conditions = Object.entries(condition ?? {}).map(([operator, keys]) => {
    const values = Object.values(keys).flat()
    return any(values.map((value) => test(operator, value)))
  })
  const clauses = [any(actions), any(resource.map(resourceText)), ...conditions]
  return `${effect === 'deny' ? 'forbid' : 'permit'}(principal, action, resource) when { ${clauses.join(' && ')} };`
}

function any(clauses: readonly string[]): string {
  return `(${clauses.join(' || ')})`
}

function resourceText(text: string): string {
  const [, , product = '', region = '', , content = ''] = text.split(':')
  const regions = region === '' ? [] : [`context.region == "${region}"`]
  return `(${[`context.product == "${product}"`, ...regions, like('content', content)].join(' && ')})`
}

function like(name: string, pattern: string): string {
  return pattern.includes('*') ? `context.${name} like "${pattern}"` : `context.${name} == "${pattern}"`
}

function test(operator: string, value: string): string {
  if (operator === 'ip_equal') return `context.ip.isInRange(ip("${value}"))`
  return operator === 'date_less_than' ? `context.time < datetime("${value}")` : `context.tags.contains("${value}")`
}

function contextOf({ action, resources: [resource = ''], context }: AccessRequest) {
  const [, , product = '', region = '', , content = ''] = resource.split(':')
  return {
    action,
    product,
    region,
    content,
    ip: { __extn: { fn: 'ip', arg: String(context.get('qcs:ip')) } },
    time: { __extn: { fn: 'datetime', arg: String(context.get('qcs:current_time')) } },
    tags: [context.get('qcs:resource_tag') ?? []].flat().map(String),
  }
}
