// Recorded requests: events of an audit log, of the store or as exported, and lines of a file of one's own. What the log does not say
// of a request (a second factor, tags of resources, policies of sessions) is said to be left out, not guessed.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { recordsOf } from '../../audit/export.ts'
import { NotRecorded, type RecordedCall, recordsIn } from '../../least/recorded.ts'
import type { ContextValue, Granularity } from '../../policy/index.ts'
import { FACTORS } from '../../reach/how/permit.ts'
import type { Population, Who } from '../../reach/population.ts'
import type { Recorded } from '../../reach/shadow.ts'
import { keysKnownOf } from '../../reach/who-can.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'
import { levelOf, type Scene, whoNamed } from './scene.ts'

/** Why some were passed over, with how many. */
export type PassedOver = Map<string, number>

/** Events of the store's own log. */
export async function* ofStore(scene: Scene, over: PassedOver): AsyncGenerator<Recorded> {
  const { store, population } = scene
  const chain = await store.read.audit.chain(population.account)
  if (chain === undefined) return
  for await (const record of recordsOf(store, chain)) {
    for (const call of recordsIn(record, '')) {
      const found = ofCall(scene, call, '', over)
      if (found !== undefined) yield found
    }
  }
}

/** Lines of a file; `-` is standard input. */
export async function* ofFile(scene: Scene, file: string, io: Io, over: PassedOver): AsyncGenerator<Recorded> {
  let number = 0
  for await (const line of linesOf(file, io)) {
    number += 1
    if (line.trim() === '') continue
    yield* ofLine(scene, line, `${file} line ${number}`, over)
  }
}

async function* linesOf(file: string, io: Io): AsyncGenerator<string> {
  if (file === '-') {
    yield* (await io.input()).split('\n')
    return
  }
  const input = createReadStream(file)
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new CommandFailure(`${harmless(file)} cannot be read: ${code === 'ENOENT' ? 'it is not there' : code}`)
  }
}

const text = z.string()
const scalar = z.union([text, z.number(), z.boolean()])
const ownLine = z.strictObject({
  principal: text,
  action: text.regex(/^[^:\s]+:[^:\s]+$/),
  resource: z.union([text, z.array(text).min(1)]).optional(),
  context: z.record(text, z.union([scalar, z.array(scalar)])).optional(),
})
/** A request of one's own, or recorded calls in any form that they come in. */
function ofLine(scene: Scene, line: string, at: string, over: PassedOver): readonly Recorded[] {
  const value = parsed(line, at)
  const own = ownLine.safeParse(value)
  if (own.success) return [ofOwn(scene, own.data, at)]
  try {
    return recordsIn(value, '').flatMap((call) => ofCall(scene, call, at, over) ?? [])
  } catch (error) {
    if (!(error instanceof NotRecorded)) throw error
  }
  const [issue] = own.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new CommandFailure(
    harmless(
      `${at} is neither an event of an audit log nor a request: ${where === '' ? '' : `${where}: `}${issue?.message ?? ''}`,
    ),
  )
}

function parsed(line: string, at: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new CommandFailure(harmless(`${at} is not JSON`))
  }
}

function ofOwn(scene: Scene, own: z.infer<typeof ownLine>, at: string): Recorded {
  const { resource = '*', context = {}, action } = own
  const who = whoNamed(scene.population, own.principal)
  const given = new Map<string, ContextValue>(Object.entries(context))
  const resources = typeof resource === 'string' ? [resource] : resource
  return {
    who,
    request: requestOf(scene, action, resources, new Map([...keysKnownOf(scene.population, who), ...given])),
    variants: given.has('mfa') || given.has('qcs:mfa') ? [[]] : FACTORS,
    at,
  }
}

/** The last one that a date can say. */
const LAST_MOMENT_MS = 8.64e15

function ofCall(scene: Scene, call: RecordedCall, at: string, over: PassedOver): Recorded | undefined {
  const { population } = scene
  const { account, action, asked, resources, sourceIp, timeMs, session, requestId = '' } = call
  const pass = (why: string): undefined => void over.set(why, (over.get(why) ?? 0) + 1)
  // Answers of DescribeAuditEvents do not tell it: they are of the account that asked.
  if (account !== 0 && account !== population.account) return pass('of other accounts')
  if (!asked || resources.length === 0) return pass('on which policies were not asked')
  const who = whoOf(population, call)
  if (who === undefined) return pass('by users and roles that are gone')
  const context = new Map(keysKnownOf(population, who))
  if (timeMs > 0 && timeMs <= LAST_MOMENT_MS) context.set('qcs:current_time', new Date(timeMs).toISOString())
  if (sourceIp !== '') context.set('qcs:ip', sourceIp)
  const variants = session === null ? FACTORS.slice(0, 1) : session?.kind === 'mfa' ? FACTORS.slice(1) : FACTORS
  const request = requestOf(scene, action, resources, context)
  return { who, request, variants, at: requestId === '' ? at : `request ${requestId}` }
}

function whoOf({ users, roles }: Population, { who, session, uin }: RecordedCall): Who | undefined {
  const named = who.kind === 'role' ? [...roles.values()].find(({ name }) => name === who.role)?.roleId : undefined
  const roleId = session?.roleId ?? named
  if (roleId !== undefined) {
    const caller = session?.callerUin === 0 ? undefined : session?.callerUin
    return roles.has(roleId) ? { kind: 'role', roleId, uin: caller } : undefined
  }
  // Nobody of here made the call, be it one that nobody signs.
  if (who.kind === 'role' || uin === 0) return undefined
  return who.kind === 'root' || users.has(who.uin) ? who : undefined
}

function requestOf(
  scene: Scene,
  action: string,
  resources: readonly string[],
  context: ReadonlyMap<string, ContextValue>,
) {
  const onStar = resources.every((one) => one === '*')
  const known = levelOf(scene, action)
  const granularity: Granularity = known === 'service' ? known : onStar ? 'operation' : 'resource'
  return { action, resources, granularity, context }
}
