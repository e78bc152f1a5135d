// A `principal` in an identity policy. By default it is refused, after it was looked at as closely as the call's table of
// codes allows; under the rule `attach` the policy goes to the users and groups that it names, as the oldest calls did.
// It never lets one account learn whether another one exists: every foreign number is answered alike.
import type { PolicyDocument, Principal } from '../../policy/document.ts'
import type { EntityKind, Reads } from '../../store/store.ts'
import { holder } from './find.ts'
import { type Listed, refuse } from './refuse.ts'

/** Somebody whom a policy can be attached to. */
export interface Entity {
  readonly kind: Extract<EntityKind, 'user' | 'group'>
  readonly id: number
}

export interface PrincipalPlace {
  readonly listed: Listed
  readonly store: Reads
  readonly account: number
  readonly rule: 'refuse' | 'attach'
}

/** The users and groups that the document names, each once. Ends the call where the principal is not acceptable. */
export async function entitiesNamed(place: PrincipalPlace, document: PolicyDocument): Promise<readonly Entity[]> {
  const principals = principalsOf(place.listed, document)
  if (principals.length === 0) return []
  const entities = principals.map((principal) => entityOf(place, principal))
  await mustExist(place, entities)
  if (place.rule === 'refuse') {
    refuse(place.listed, 'InvalidParameter.PrincipalError', {
      problem: 'a policy for users and groups cannot have a principal; attach it to them instead',
    })
  }
  return [...new Map(entities.map((entity) => [`${entity.kind} ${entity.id}`, entity])).values()]
}

/** Attaching hands over every statement, so all of them must be for the same. */
function principalsOf(listed: Listed, { statements }: PolicyDocument): readonly Principal[] {
  const [first, ...others] = statements.map((statement) => statement.principals)
  if (first === undefined) return []
  const text = JSON.stringify(first)
  if (others.some((other) => JSON.stringify(other) !== text)) {
    const problem = 'all statements of the policy must have the same principal'
    refuse(listed, 'InvalidParameter.PrincipalError', { problem })
  }
  return first
}

function entityOf(place: PrincipalPlace, principal: Principal): Entity {
  switch (principal.kind) {
    case 'user':
      own(place, principal.account)
      return { kind: 'user', id: principal.uin }
    case 'root':
      own(place, principal.account)
      return { kind: 'user', id: principal.account }
    case 'group':
      own(place, principal.account)
      return { kind: 'group', id: principal.groupId }
    default:
      return refuse(place.listed, 'InvalidParameter.PrincipalError', {
        problem: `a policy for users and groups cannot be for a principal of the kind \`${principal.kind}\``,
      })
  }
}

function own({ listed, account }: PrincipalPlace, named: number): void {
  if (named === account) return
  const problem = `there is no account \`${named}\` that this policy could be for`
  refuse(listed, 'InvalidParameter.PrincipalQcsNotExist', { problem })
}

/** One that is missing has a code of its own; several are answered together. */
async function mustExist(place: PrincipalPlace, entities: readonly Entity[]): Promise<void> {
  const missing: Entity[] = []
  for (const entity of entities) if (!(await exists(place, entity))) missing.push(entity)
  const [first] = missing
  if (first === undefined) return
  const shown = missing.map(({ kind, id }) => `${kind} ${id}`).join(', ')
  const problem = `the principal names what does not exist: ${shown}`
  if (missing.length > 1) refuse(place.listed, 'ResourceNotFound.NotFound', { resource: shown, problem })
  if (first.kind === 'group') {
    refuse(place.listed, 'ResourceNotFound.GroupNotExist', { group: String(first.id), problem })
  }
  await holder(place.store, place.listed, place.account, first.id)
}

async function exists({ store, account }: PrincipalPlace, { kind, id }: Entity): Promise<boolean> {
  if (kind === 'group') return (await store.groups.byId(account, id)) !== undefined
  const user = await store.users.byUin(account, id)
  return user !== undefined && user.type !== 5
}
