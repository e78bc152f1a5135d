// The workload for casbin: a line per statement, with the same compiled expressions and conditions as the plain loop, so
// that what is measured is casbin's own way of going through its lines.

import { type Enforcer, newEnforcer, newModelFromString } from 'casbin'
import type { AccessRequest } from '../../src/policy/index.ts'
import { compiledOf } from './naive.ts'
import type { Peer } from './peer.ts'

const model = `
[request_definition]
r = act, obj, ctx
[policy_definition]
p = line, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = acts(r.act, p.line) && covers(r.obj, p.line) && holds(r.ctx, p.line)
`

export const casbin: Peer<Enforcer> = {
  name: 'casbin',
  async prepare(policies) {
    const statements = policies.flatMap((policy) => policy.statements.map(compiledOf))
    const of = (line: string) => statements[Number(line)]
    const enforcer = await newEnforcer(newModelFromString(model))
    await enforcer.addFunction('acts', (act: string, line: string) => {
      return of(line)?.actions.some((one) => one.test(act)) === true
    })
    await enforcer.addFunction('covers', (obj: string, line: string) => {
      return of(line)?.resources.some((one) => one.test(obj)) === true
    })
    await enforcer.addFunction('holds', (context: AccessRequest['context'], line: string) => {
      return of(line)?.conditions.every((holds) => holds(context)) === true
    })
    // casbin leaves out a line that it has already, so each one has its number.
    await enforcer.addPolicies(statements.map(({ effect }, index) => [String(index), effect]))
    return enforcer
  },
  ask(enforcer, { action, resources: [resource = ''], context }) {
    return enforcer.enforceSync(action, resource, context) ? 'allow' : 'deny'
  },
}
