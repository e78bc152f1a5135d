import { expect, test } from 'vitest'
import { buildCall } from '../../src/client/call.ts'
import { allow, deny } from '../api/harness.ts'
import { at, eventually, openScene, openUpstream, quiet } from './scene.ts'

const soft = ['--gateway-mode', 'soft']

test('what policies refuse is noted, marked and let through; the signature is not soft', async () => {
  const upstream = await openUpstream()
  const warned: object[] = []
  const log = { ...quiet, warn: (fields: object) => warned.push(fields) }
  const scene = await openScene({ upstreams: { ses: upstream.url }, flags: soft, log })
  const user = await scene.user('reader', allow('ses:List*'), deny('ses:DeleteEmailTemplate'))

  const send = async (action: string, secretKey = user.secretKey) => {
    const target = { host: new URL(scene.server.url).host, ...at('ses', action) }
    const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
    const { method, headers, body } = buildCall(target, { TemplateID: 1 }, { ...user, secretKey }, moment)
    const { Host: _, ...rest } = headers
    const reply = await fetch(`${scene.server.url}/`, { method, headers: rest, body: Buffer.from(body) })
    return { mark: reply.headers.get('x-opencam-would-refuse'), answer: await reply.json(), reply }
  }

  expect(await send('ListEmailTemplates')).toMatchObject({ mark: null, answer: { Response: { Done: true } } })
  const passed = await send('DeleteEmailTemplate')
  expect(passed).toMatchObject({ mark: 'policies', answer: { Response: { Done: true } } })
  expect(warned).toMatchObject([{ action: 'ses:DeleteEmailTemplate', resources: ['*'] }])
  const wrong = await send('DeleteEmailTemplate', 'x'.repeat(32))
  expect(wrong.answer).toMatchObject({ Response: { Error: { Code: 'AuthFailure.SignatureFailure' } } })
  expect(upstream.received).toHaveLength(2)

  const requestId = passed.reply.headers.get('x-opencam-request-id') ?? ''
  const { store } = scene.server.world
  // The server itself may be writing it at this moment.
  await scene.server.dispatcher.flush()
  await eventually(async () => (await store.refusal(requestId)) !== undefined)
  const kept = JSON.parse((await store.refusal(requestId))?.record ?? '{}')
  expect(kept).toMatchObject({
    passed: true,
    action: 'ses:DeleteEmailTemplate',
    code: 'AuthFailure.UnauthorizedOperation',
  })
  const [event] = await store.read.audit.list(scene.root.account, {}, { limit: 1 })
  expect(event).toMatchObject({ action: 'DeleteEmailTemplate', outcome: 'forwarded, refused by policies', requestId })
})

test('each service can have a mode of its own', async () => {
  const upstream = await openUpstream()
  const upstreams = { ses: upstream.url, ccc: upstream.url }
  const scene = await openScene({ upstreams, flags: [...soft, '--gateway-mode-ccc', 'enforce'] })
  const user = await scene.user('nobody')
  expect(await scene.call(user, at('ses', 'ListEmailTemplates'))).toMatchObject({ Done: true })
  const refused = await scene.call(user, at('ccc', 'DescribeStaffInfoList'), { SdkAppId: 1 })
  expect(refused.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
})

test('without an upstream there is nothing to let through to: the verdict is told', async () => {
  const scene = await openScene({ flags: soft })
  const user = await scene.user('nobody')
  const refused = await scene.call(user, at('ses', 'ListEmailTemplates'))
  expect(refused.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
})
