// A server with the people of a scenario and the doors of AuthZEN, asked as a service with a bearer token asks.
import { authzenDoors } from '../../src/gateway/authzen/door.ts'
import { doorOf, type Reply } from '../../src/protocol/door.ts'
import type { HttpRequest } from '../../src/protocol/request.ts'
import { type Harness, openHarness } from '../api/harness.ts'
import people from '../vectors/authzen/people.json' with { type: 'json' }

export type Headers = Readonly<Record<string, string>>

export interface Scene {
  readonly server: Harness
  /** Authorization of a service that may ask about the scenario's product. */
  readonly bearer: Headers
  /** Sends a request to the door of its path. */
  ask(path: string, body: string | object, headers?: Headers, method?: string): Promise<Heard>
}
export interface Heard {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  /** The body as JSON; `undefined` where it is none. */
  readonly json: unknown
}

/** A server that has only the doors. */
export async function openScene(publicUrl?: string): Promise<Omit<Scene, 'bearer'>> {
  const server = await openHarness()
  const doors = authzenDoors({ world: server.world, publicUrl })
  return {
    server,
    async ask(path, body, headers = {}, method = 'POST') {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const given = new Map(Object.entries({ host: 'pdp.example', 'content-type': 'application/json', ...headers }))
      const request: HttpRequest = {
        method,
        path,
        rawQuery: '',
        header: (name) => given.get(name),
        body: Buffer.from(text),
        from: { address: '10.0.0.9', tls: true },
      }
      const door = doorOf(doors, path)
      if (door === undefined) throw new Error(`no door at ${path}`)
      return heard(await door.respond(request))
    },
  }
}

export function heard({ status, headers, body }: Reply): Heard {
  const pairs = new Map<string, string>()
  for (let at = 0; at < headers.length; at += 2) pairs.set((headers[at] ?? '').toLowerCase(), headers[at + 1] ?? '')
  const text = Buffer.from(body).toString()
  return { status, headers: pairs, text, json: pairs.get('content-type') === 'application/json' && JSON.parse(text) }
}

type Statements = readonly object[]
interface Scenario {
  readonly service: string
  readonly groups: Readonly<Record<string, Statements>>
  readonly users: Readonly<Record<string, Person>>
  readonly owners: Statements
  /** The policy of nobody, which names what there is. */
  readonly named?: Statements
}
interface Person {
  readonly groups?: readonly string[]
  readonly owner?: string
  readonly policy?: Statements
}

/** A server with everybody of a scenario and a token of its product. */
export async function openScenario(name: 'todo' | 'certification' | 'search'): Promise<Scene> {
  const scene = await openScene()
  const { server } = scene
  const scenario: Scenario = people[name]
  const groups = new Map<string, unknown>()
  const policyOf = async (policyName: string, statement: Statements): Promise<unknown> => {
    const document = JSON.stringify({ version: '2.0', statement })
    return (await server.ok('CreatePolicy', { PolicyName: policyName, PolicyDocument: document }))['PolicyId']
  }
  for (const [group, statements] of Object.entries(scenario.groups)) {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: group })
    groups.set(group, GroupId)
    const PolicyId = await policyOf(`group-${group}`, statements)
    await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
  }
  for (const [index, [user, person]] of Object.entries(scenario.users).entries()) {
    const { Uin } = await server.ok('AddUser', { Name: user })
    for (const group of person.groups ?? []) {
      await server.ok('AddUserToGroup', { Info: [{ GroupId: groups.get(group), Uin }] })
    }
    for (const [kind, statements] of Object.entries(ownPolicies(scenario, person))) {
      const PolicyId = await policyOf(`${kind}-${index}`, statements)
      await server.ok('AttachUserPolicy', { PolicyId, AttachUin: Uin })
    }
  }
  if (scenario.named !== undefined) await policyOf('named', scenario.named)
  const { Token } = await server.ok('CreateDecisionToken', { Service: scenario.service })
  return { ...scene, bearer: { authorization: `Bearer ${Token}` } }
}

function ownPolicies({ owners }: Scenario, { owner, policy }: Person): Readonly<Record<string, Statements>> {
  const owned = owner === undefined ? undefined : JSON.stringify(owners).replaceAll('${owner}', owner)
  return {
    ...(owned !== undefined && { owner: JSON.parse(owned) as Statements }),
    ...(policy !== undefined && { own: policy }),
  }
}
