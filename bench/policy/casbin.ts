// The workload for casbin: a line per statement, with the same compiled expressions and conditions as the plain loop, so
// that what is measured is casbin's own way of going through its lines.

import { newEnforcer, newModelFromString } from 'casbin'
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

export const casbin: Peer = {
  name: 'casbin',
  async prepare(plain) {
    const statements = plain.map(compiledOf)
    const of = (line: string) => statements[Number(line)]
    const enforcer = await newEnforcer(newModelFromString(model))
    enforcer.addFunction('acts', (act: string, line: string) => of(line)?.actions.some((one) => one.test(act)))
    enforcer.addFunction('covers', (obj: string, line: string) => of(line)?.resources.some((one) => one.test(obj)))
    enforcer.addFunction('holds', (context: AccessRequest['context'], line: string) => {
      return of(line)?.conditions.every((holds) => holds(context))
    })
    // casbin leaves out a line that it has already, so each one has its number.
    await enforcer.addPolicies(statements.map(({ effect }, index) => [String(index), effect]))
    return ({ action, resources: [resource = ''], context }) => {
      return enforcer.enforceSync(action, resource, context) ? 'allow' : 'deny'
    }
  },
}
