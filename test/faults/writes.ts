// Writes of each kind that the server knows: one row, several rows, a key with its secret, rows that go, and calls that are
// refused half way. Each needs things of its own, made beforehand, so that it can be made again and again.
import type { Answer } from '../../src/client/call.ts'
import type { Caller } from '../server/load.ts'

export interface Write {
  readonly action: string
  readonly parameters: object
}
export interface WriteKind {
  readonly name: string
  readonly refused?: true
  /** `label` makes the names of one write its own. */
  prepare(call: Caller, label: string): Promise<Write>
}

const document = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: 'cam:GetUser', resource: '*' }],
})
const trust = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: ['cvm.qcloud.com'] } }],
})

async function made(call: Caller, action: string, parameters: object): Promise<Answer> {
  const answer = await call(action, parameters)
  if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code} ${answer.Error.Message}`)
  return answer
}

const user = (call: Caller, label: string): Promise<Answer> => made(call, 'AddUser', { Name: `u-${label}` })
const group = (call: Caller, label: string): Promise<Answer> => made(call, 'CreateGroup', { GroupName: `g-${label}` })
const policy = (call: Caller, label: string): Promise<Answer> =>
  made(call, 'CreatePolicy', { PolicyName: `p-${label}`, PolicyDocument: document })

export const writeKinds: readonly WriteKind[] = [
  { name: 'CreateGroup', prepare: async (_, label) => ({ action: 'CreateGroup', parameters: { GroupName: label } }) },
  { name: 'AddUser', prepare: async (_, label) => ({ action: 'AddUser', parameters: { Name: label, UseApi: 1 } }) },
  {
    name: 'CreatePolicy',
    prepare: async (_, label) => ({
      action: 'CreatePolicy',
      parameters: { PolicyName: label, PolicyDocument: document },
    }),
  },
  {
    name: 'CreateRole',
    prepare: async (_, label) => ({ action: 'CreateRole', parameters: { RoleName: label, PolicyDocument: trust } }),
  },
  {
    name: 'AttachUserPolicy',
    async prepare(call, label) {
      const [{ Uin }, { PolicyId }] = [await user(call, label), await policy(call, label)]
      return { action: 'AttachUserPolicy', parameters: { PolicyId, AttachUin: Uin } }
    },
  },
  {
    name: 'AddUserToGroup',
    async prepare(call, label) {
      const [{ Uin }, one, two] = [await user(call, label), await group(call, label), await group(call, `${label}-2`)]
      const Info = [one, two].map(({ GroupId }) => ({ GroupId, Uin }))
      return { action: 'AddUserToGroup', parameters: { Info } }
    },
  },
  {
    name: 'DeletePolicy',
    async prepare(call, label) {
      const { PolicyId } = await policy(call, label)
      return { action: 'DeletePolicy', parameters: { PolicyId: [PolicyId] } }
    },
  },
  {
    name: 'DeleteUser',
    async prepare(call, label) {
      const { Name } = await made(call, 'AddUser', { Name: `u-${label}`, UseApi: 1 })
      return { action: 'DeleteUser', parameters: { Name, Force: 1 } }
    },
  },
  {
    name: 'CreateGroup, its name is taken',
    refused: true,
    async prepare(call, label) {
      await group(call, label)
      return { action: 'CreateGroup', parameters: { GroupName: `G-${label}` } }
    },
  },
  {
    name: 'AddUserToGroup, the second group is not there',
    refused: true,
    async prepare(call, label) {
      const [{ Uin }, { GroupId }] = [await user(call, label), await group(call, label)]
      const Info = [GroupId, 999_999_999].map((one) => ({ GroupId: one, Uin }))
      return { action: 'AddUserToGroup', parameters: { Info } }
    },
  },
]
