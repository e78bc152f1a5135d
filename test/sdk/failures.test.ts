// What a failed call looks like to a program that uses the vendor's client libraries: their own exception with code,
// message and ids, never a failure of the transport.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Credential,
  createClient,
  failureClass,
  type SdkFailure,
  titleOf,
  type Variant,
  variants,
} from './clients.ts'
import { type Started, startOn } from './server.ts'

let started: Started
beforeAll(async () => {
  started = await startOn('SQLite')
})
afterAll(() => started.close())

const clientOf = (variant: Variant, by: Credential = started.root) =>
  createClient(started.server.port, by, variant, started.recorder)

const failureOf = (call: Promise<unknown>): Promise<SdkFailure> =>
  call.then(
    () => expect.fail('the call did not fail'),
    (error: unknown) => error as SdkFailure,
  )

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe.each(variants.map((variant) => [titleOf(variant), variant] as const))('%s', (_, variant) => {
  test('a failure has its code, message and ids', async () => {
    const failure = await failureOf(clientOf(variant).call('GetUser', { Name: 'nobody' }))
    expect(failure).toBeInstanceOf(failureClass(variant.packageName))
    expect(failure).toBeInstanceOf(Error)
    expect(failure.code).toBe('ResourceNotFound.UserNotExist')
    expect(failure.getMessage()).toBe('The user `nobody` does not exist.')
    expect(failure.getRequestId()).toMatch(uuid)
    expect(failure.traceId).toMatch(uuid)
  })

  test('the trace id of the caller comes back', async () => {
    const traced = clientOf({ ...variant, headers: { 'X-TC-TraceId': 'trace-of-mine' } })
    const failure = await failureOf(traced.call('GetUser', { Name: 'nobody' }))
    expect(failure.traceId).toBe('trace-of-mine')
    expect(await traced.call('GetUserAppId')).toHaveProperty('RequestId')
  })

  test('a wrong secret, an unknown key', async () => {
    const { secretId, secretKey } = started.root
    const wrong = clientOf(variant, { secretId, secretKey: `${secretKey}x` })
    expect((await failureOf(wrong.call('ListUsers'))).code).toBe('AuthFailure.SignatureFailure')
    const unknown = clientOf(variant, { secretId: 'AKIDnobody', secretKey })
    expect((await failureOf(unknown.call('ListUsers'))).code).toBe('AuthFailure.SecretIdNotFound')
  })

  test('a parameter is missing, unknown, of another type', async () => {
    const client = clientOf(variant)
    expect((await failureOf(client.call('GetUser'))).code).toBe('MissingParameter')
    expect((await failureOf(client.call('GetUser', { Name: 'a', Nome: 'b' }))).code).toBe('UnknownParameter')
    expect((await failureOf(client.call('GetGroup', { GroupId: 'many' }))).code).toBe('InvalidParameter')
  })
})
