// Calls to catalogued services: verified, throttled and decided by the stages of the pipeline, then handed to whoever
// carries them out. Nothing goes on that was not signed; only the verdict of policies can be soft.
import { auditSessionOf, type Caller } from '../actions/define.ts'
import type { CatalogAction } from '../catalog/service.ts'
import { userAgentOf } from '../dispatch/audit-event.ts'
import { Refused } from '../dispatch/authorize.ts'
import { CallContext } from '../dispatch/context.ts'
import type { Elsewhere, Stages } from '../dispatch/elsewhere.ts'
import { stillThere } from '../dispatch/execute.ts'
import type { AccessRequest } from '../policy/types.ts'
import { apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'
import { commonNames } from '../protocol/common-parameters.ts'
import type { Reply, StreamedReply } from '../protocol/door.ts'
import type { ArrivedRequest } from '../protocol/request.ts'
import { clip } from '../protocol/utf8.ts'
import { accessOf } from './access.ts'
import { resourcesOf } from './resources.ts'
import type { GatewayService, GatewayServices } from './services.ts'

/** A call of a catalogued service that may go on. */
export interface Admitted {
  readonly call: Call
  readonly caller: Caller
  readonly service: GatewayService
  readonly action: CatalogAction
  readonly access: AccessRequest
  /** Policies refuse it, and the service's mode lets it through all the same. */
  readonly soft: boolean
  /** Of a write: the account's revision once it was written down. */
  readonly revision?: string | undefined
}

/** Carries an admitted call out. What it throws ends the call as in the pipeline. */
export type CarryOut<R> = (admitted: Admitted, request: ArrivedRequest) => Promise<R>

/** For a gateway without upstreams. */
export const rehearse: CarryOut<never> = () => Promise.reject(apiError('DryRunOperation'))

export interface GatewayOptions<R extends Reply | StreamedReply> {
  readonly services: GatewayServices
  /** Calls per second, for each account and action. */
  readonly perSecond: number
  /** For services with an upstream; calls of the others are rehearsed. */
  readonly carryOut: CarryOut<R>
}

/** What audit events say of an action by its class. */
const accesses = { write: 'write', read: 'read', list: 'read', other: 'unknown' } as const

/** The gateway over the stages of a dispatcher, which hands it the calls of catalogued services. */
export function createGateway<R extends Reply | StreamedReply>(
  options: GatewayOptions<R>,
): (stages: Stages) => Elsewhere<R> {
  const { services, perSecond, carryOut } = options
  return (stages) => ({
    products: services.products,
    accessOf: ({ product, action }) => accesses[services.get(product)?.catalog.actions.get(action)?.class ?? 'other'],
    async answer(call, request) {
      const service = services.get(call.product)
      if (service === undefined) throw apiError('NoSuchProduct', { product: call.product })
      const action = actionOf(service, call)
      const row = { product: service.name, name: call.action, perSecond }
      const signed = await stages.authenticate({ call, row })
      await stages.throttle(signed)
      refuseDoubtful(call, action, request)
      const { access, soft } = await authorize(stages, service, action, signed)
      const admitted = { call, caller: signed.caller, service, action, access, soft }
      if (service.upstream === undefined) return rehearse(admitted, request)
      if (action.class !== 'write') return carryOut(admitted, request)
      const revision = await recordWrite(stages, admitted)
      return carryOut({ ...admitted, revision }, request)
    },
  })
}

/** NoSuchVersion or InvalidAction where the catalog has no row. */
function actionOf(service: GatewayService, call: Call): CatalogAction {
  const { versions, actions } = service.catalog
  if (versions !== undefined && !versions.includes(call.version)) {
    throw apiError('NoSuchVersion', { version: call.version, service: service.name })
  }
  const action = actions.get(call.action)
  if (action === undefined) throw apiError('InvalidAction')
  return action
}

/**
 * What the service behind could read otherwise than it was checked here: a compressed body, which is never unpacked here;
 * a query or form whose signature is in the headers, with the name of a common parameter in it; and parts of a multipart
 * body, of which every reader has its own opinion, where the resource is among them.
 */
function refuseDoubtful(call: Call, action: CatalogAction, request: ArrivedRequest): void {
  const encoding = request.header('content-encoding') ?? ''
  if (encoding !== '' && encoding !== 'identity') {
    throw apiError('InvalidParameter', { wording: 'encoding', place: 'body', problem: 'it is compressed' })
  }
  const type = request.header('content-type') ?? ''
  if (call.claim.kind !== 'tc3' || (call.signed.method === 'POST' && /^application\/json\b/i.test(type))) return
  const common = Object.keys(call.parameters).find((name) => commonNames.has(name))
  if (common !== undefined) throw apiError('UnknownParameter', { name: common })
  if (/^multipart\//i.test(type) && call.signed.method === 'POST' && action.fill !== undefined) {
    throw apiError('InvalidParameter', { wording: 'contentType', type: clip(type) })
  }
}

async function authorize(
  stages: Stages,
  service: GatewayService,
  action: CatalogAction,
  { call, caller }: { readonly call: Call; readonly caller: Caller },
): Promise<{ readonly access: AccessRequest; readonly soft: boolean }> {
  const { region, parameters } = call
  const asked = resourcesOf(service.name, call.action, action, { region, account: caller.account, parameters })
  if (asked.kind === 'refused') throw asked.error
  const { store, rules } = stages.world
  const access = await accessOf(
    {
      tags: store.read.tags,
      flags: rules.catalogFlags,
      account: caller.account,
      call: new CallContext(call, caller),
    },
    { catalog: service.catalog, name: call.action, row: action },
    asked,
  )
  // Of the others nobody here knows which are secrets.
  const subject = { call, caller, shown: () => Object.fromEntries(asked.used) }
  try {
    await stages.authorize(subject, access)
    return { access, soft: false }
  } catch (error) {
    // Without an upstream there is nothing to let it through to.
    if (!(error instanceof Refused) || service.mode !== 'soft' || service.upstream === undefined) throw error
    stages.letThrough(error)
    const { requestId } = call
    stages.world.log.warn({ requestId, action: access.action, resources: access.resources }, 'let through in soft mode')
    return { access, soft: true }
  }
}

/**
 * The audit event of a write, on disk before the call goes on: no service does anything that was not written down here. How
 * it ended is the service's to say.
 */
async function recordWrite(stages: Stages, { call, caller, service, access, soft }: Admitted): Promise<string> {
  const written = await stages.world.store.transaction(async (writes) => {
    const revision = await writes.accounts.advance(caller.account)
    await stillThere(writes, caller, [], call.receivedMs)
    await writes.audit.append({
      account: caller.account,
      revision,
      requestId: call.requestId,
      timeMs: call.receivedMs,
      uin: caller.session?.callerUin ?? caller.uin,
      product: service.name,
      action: call.action,
      secretId: caller.secretId,
      access: 'write',
      resources: access.resources,
      decision: soft ? 'deny' : 'allow',
      sourceIp: call.from.address,
      userAgent: userAgentOf(call),
      outcome: soft ? 'forwarded, refused by policies' : 'forwarded',
      parameters: '{}',
      session: auditSessionOf(caller),
    })
    return revision
  })
  stages.recorded(call)
  return stages.revisionToken(caller.account, written)
}
