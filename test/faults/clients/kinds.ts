// Kinds of clients. Each knows its own things only, so that it knows how each of its calls must end, whoever else calls.
import type { Signer } from '../../cluster/nodes.ts'
import { callSome, count, expectEnd, type Field, must, type Outcome } from './field.ts'

/** One piece of work after the other; rejects never. */
export type Client = () => Promise<void>

export interface ClientKind {
  readonly name: string
  readonly weight: number
  make(field: Field, name: string): Promise<Client>
}

const forbidden = 'AuthFailure.UnauthorizedOperation'
const ended = 'AuthFailure.TokenFailure'

const credentials = (answer: object, names: readonly [string, string]): Signer => {
  const given = answer as Record<string, string>
  return { secretId: given[names[0]] ?? '', secretKey: given[names[1]] ?? '' }
}

interface User {
  readonly uin: number
  readonly by: Signer
  readonly atLeast: string | undefined
}

async function user(field: Field, Name: string): Promise<User> {
  const { answer, revision: atLeast } = await must(field, 'AddUser', { Name, UseApi: 1 })
  return { uin: Number(answer['Uin']), by: credentials(answer, ['SecretId', 'SecretKey']), atLeast }
}

/** Makes groups and deletes some of them. */
async function writer(field: Field, name: string): Promise<Client> {
  const mine = new Map<string, number>()
  let made = 0
  return async () => {
    const [oldest] = mine
    if (oldest !== undefined && field.chance.next() < 0.4) {
      const [group, GroupId] = oldest
      mine.delete(group)
      // Whatever becomes of it: only an acknowledged deletion says more than that it may be gone.
      field.acknowledged.delete(group)
      const gone = await callSome(field, 'DeleteGroup', { GroupId })
      expectEnd(field, `deleting ${group}`, gone, undefined)
      if (gone.end === 'done') field.deleted.add(group)
      return
    }
    const group = `${name}-${++made}`
    const outcome = await callSome(field, 'CreateGroup', { GroupName: group })
    expectEnd(field, `making ${group}`, outcome, undefined)
    if (outcome.end !== 'done') return
    field.acknowledged.add(group)
    mine.set(group, Number(outcome.told?.answer['GroupId']))
  }
}

/** Somebody whose right comes and goes; each decision is asked of some server with the revision of the last change. */
async function decider(field: Field, name: string): Promise<Client> {
  const { uin, by, ...made } = await user(field, name)
  let right: boolean | undefined = false
  let { atLeast } = made
  let lost = false
  const change = async (): Promise<void> => {
    const give = right === undefined ? field.chance.next() < 0.5 : !right
    const parameters = { PolicyId: field.listing, ...(give ? { AttachUin: uin } : { DetachUin: uin }) }
    // Until it is acknowledged nobody knows.
    right = undefined
    const outcome = await callSome(field, give ? 'AttachUserPolicy' : 'DetachUserPolicy', parameters)
    expectEnd(field, `a right of ${name}`, outcome, undefined)
    // It may be carried out at any time to come.
    lost = outcome.end === 'late'
    if (outcome.end !== 'done') return
    right = give
    atLeast = outcome.told?.revision
  }
  return async () => {
    if (lost) return
    if (right === undefined || field.chance.next() < 0.25) return change()
    const outcome = await callSome(field, 'ListGroups', { Rp: 1 }, { by, atLeast })
    expectEnd(field, `a decision about ${name}`, outcome, right ? undefined : forbidden)
    decided(field, outcome)
  }
}

function decided(field: Field, { end }: Outcome): void {
  if (end === 'done') count(field, 'allowed')
  if (end === 'refused') count(field, 'forbidden')
}

/** A role of its own: sessions are taken, used, and all ended at once. */
async function actor(field: Field, name: string): Promise<Client> {
  const principal = { qcs: [`qcs::cam::uin/${field.account}:root`] }
  const trust = { version: '2.0', statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal }] }
  await must(field, 'CreateRole', { RoleName: name, PolicyDocument: JSON.stringify(trust) })
  await must(field, 'AttachRolePolicy', { PolicyId: field.listing, AttachRoleName: name })
  let session: Signer | undefined
  let [before, over]: (Signer | undefined)[] = []
  let atLeast: string | undefined
  let [unsure, lost] = [false, false]
  const take = async (): Promise<void> => {
    const RoleArn = `qcs::cam::uin/${field.account}:roleName/${name}`
    const outcome = await callSome(field, 'AssumeRole', { RoleArn, RoleSessionName: 'client' })
    expectEnd(field, `taking ${name}`, outcome, undefined)
    if (outcome.end !== 'done') return
    const given = outcome.told?.answer['Credentials'] as Record<string, string>
    session = { ...credentials(given, ['TmpSecretId', 'TmpSecretKey']), token: given['Token'] ?? '' }
    atLeast = outcome.told?.revision ?? atLeast
  }
  const endAll = async (): Promise<void> => {
    before = session ?? before
    session = undefined
    const outcome = await callSome(field, 'LogoutRoleSessions', { RoleName: name })
    expectEnd(field, `ending sessions of ${name}`, outcome, undefined)
    // No session is taken before the end of those before is certain: it would be hit by an end that is still on its way.
    unsure = outcome.end !== 'done'
    lost = outcome.end === 'late'
    if (unsure) return
    over = before
    atLeast = outcome.told?.revision
  }
  const use = async (by: Signer, what: string, wanted: string | undefined): Promise<void> => {
    const outcome = await callSome(field, 'ListGroups', { Rp: 1 }, { by, atLeast })
    expectEnd(field, `${what} session of ${name}`, outcome, wanted)
    decided(field, outcome)
  }
  return async () => {
    if (lost) return
    if (unsure) return endAll()
    if (over !== undefined && field.chance.next() < 0.3) return use(over, 'an ended', ended)
    if (session === undefined) return take()
    return field.chance.next() < 0.2 ? endAll() : use(session, 'a', undefined)
  }
}

/** Signs with a secret that is not the key's, or with a key that nobody has. */
async function forger(field: Field, name: string): Promise<Client> {
  let made = 0
  const wrongSecret = { ...field.may, secretKey: 'x'.repeat(32) }
  const nobody = { secretId: `AKID${'n'.repeat(32)}`, secretKey: 'x'.repeat(32) }
  return async () => {
    const group = `${name}-${++made}`
    field.refused.add(group)
    const known = field.chance.next() < 0.5
    const by = known ? wrongSecret : nobody
    const outcome = await callSome(field, 'CreateGroup', { GroupName: group }, { by })
    expectEnd(field, group, outcome, known ? 'AuthFailure.SignatureFailure' : 'AuthFailure.SecretIdNotFound')
  }
}

/** Has a key and no right. */
async function intruder(field: Field, name: string): Promise<Client> {
  const { by, atLeast } = await user(field, name)
  let made = 0
  return async () => {
    const group = `${name}-${++made}`
    field.refused.add(group)
    const outcome = await callSome(field, 'CreateGroup', { GroupName: group }, { by, atLeast })
    expectEnd(field, group, outcome, forbidden)
    decided(field, outcome)
  }
}

/** Asks what others may; the answers never change. */
async function asker(field: Field, name: string): Promise<Client> {
  const { uin, by } = await user(field, name)
  const given = await must(field, 'AttachUserPolicy', { PolicyId: field.listing, AttachUin: uin })
  const atLeast = given.revision
  const questions = ['cam:ListGroups', 'cam:CreateGroup'].map((ActionName) => {
    return { TargetUin: uin, ActionName, Resource: ['*'] }
  })
  return async () => {
    if (field.chance.next() < 0.5) {
      const outcome = await callSome(field, 'ListGroups', { Rp: 1 }, { by, atLeast })
      expectEnd(field, `a call of ${name}`, outcome, undefined)
      return decided(field, outcome)
    }
    const outcome = await callSome(field, 'CheckAccessBatch', { Questions: questions }, { atLeast })
    expectEnd(field, `questions about ${name}`, outcome, undefined)
    if (outcome.end !== 'done') return
    const answers = outcome.told?.answer['Decisions'] as readonly { readonly Effect: string }[]
    const said = answers.map(({ Effect }) => Effect)
    for (const one of said) count(field, one === 'allow' ? 'allowed' : 'forbidden')
    if (said.join() !== 'allow,deny') field.wrong.push(`questions about ${name} were answered ${said.join()}`)
  }
}

export const clientKinds: readonly ClientKind[] = [
  { name: 'writer', weight: 25, make: writer },
  { name: 'decider', weight: 25, make: decider },
  { name: 'actor', weight: 15, make: actor },
  { name: 'asker', weight: 15, make: asker },
  { name: 'intruder', weight: 10, make: intruder },
  { name: 'forger', weight: 10, make: forger },
]
