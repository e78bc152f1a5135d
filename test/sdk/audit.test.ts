// The audit log by the vendor's own clients of CloudAudit: both libraries, both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkModel } from './models.ts'
import { databases, type Started, startOn } from './server.ts'

describe.each(databases)('LookUpEvents on %s', (database) => {
  let started: Started
  beforeAll(async () => {
    started = await startOn(database)
    await started.client(started.root).call('CreateGroup', { GroupName: 'looked-up' })
  })
  afterAll(() => started.close())

  test.each(['tencentcloud-sdk-nodejs', 'tencentcloud-sdk-nodejs-intl-en'] as const)('%s', async (packageName) => {
    const audit = started.client(started.root, 'cloudaudit', packageName)
    const nowSeconds = Math.floor(Date.now() / 1000)
    const answer = await audit.call('LookUpEvents', {
      StartTime: nowSeconds - 3_600,
      EndTime: nowSeconds + 60,
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateGroup' }],
      MaxResults: 10,
    })
    // The other one hands over what it knows, which is less.
    const missing = packageName === 'tencentcloud-sdk-nodejs' ? [] : ['LookUpEvents.TotalCount: missing']
    expect(checkModel('cloudaudit', 'LookUpEvents', answer)).toEqual(missing)
    const [event] = answer['Events'] as readonly { readonly EventName: string; readonly CloudAuditEvent: string }[]
    expect(event?.EventName).toBe('CreateGroup')
    expect(JSON.parse(event?.CloudAuditEvent ?? '{}')).toMatchObject({ action: 'CreateGroup', decision: 'allow' })
  })
})
