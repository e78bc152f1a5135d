// Two people call the notes with the official client library: what each may do is what their policies say, and a change of
// a policy counts within two seconds.
import { readFileSync } from 'node:fs'
import { clientOf, endpoint, keysFile, notesHost, notesPort, ready, say } from './place.mjs'

await ready(`http://127.0.0.1:${notesPort}/`)
const keys = JSON.parse(readFileSync(keysFile, 'utf8'))
const alice = clientOf(notesHost, '2026-01-01', keys.alice)
const bob = clientOf(notesHost, '2026-01-01', keys.bob)

/** Says how a call ended. */
async function attempt(name, call, action, parameters) {
  try {
    const { RequestId: _, ...result } = await call(action, parameters)
    say(`${name} ${action} ${parameters.Id ?? ''}: allowed ${JSON.stringify(result)}`)
  } catch (error) {
    say(`${name} ${action} ${parameters.Id ?? ''}: refused, ${error.code}`)
  }
}

await attempt('alice', alice, 'WriteNote', { Id: 'shopping', Text: 'milk' })
await attempt('alice', alice, 'WriteNote', { Id: 'diary', Text: 'dear diary' })
await attempt('alice', alice, 'ListNotes', {})
await attempt('bob', bob, 'ReadNote', { Id: 'shopping' })
await attempt('bob', bob, 'ReadNote', { Id: 'diary' })
await attempt('bob', bob, 'WriteNote', { Id: 'shopping', Text: 'beer' })

const { OPENCAM_ROOT_SECRET_ID: secretId, OPENCAM_ROOT_SECRET_KEY: secretKey } = process.env
const cam = clientOf(endpoint.replace('http://', ''), '2019-01-16', { secretId, secretKey })
const statement = [{ effect: 'allow', action: ['notes:WriteNote'], resource: ['qcs::notes:::note/shopping'] }]
const { PolicyId } = await cam('CreatePolicy', {
  PolicyName: 'bob-shops',
  PolicyDocument: JSON.stringify({ version: '2.0', statement }),
})
const { Uin } = await cam('GetUser', { Name: 'bob' })
await cam('AttachUserPolicy', { PolicyId, AttachUin: Uin })
say('bob is given a policy; after two seconds:')
await new Promise((resolve) => setTimeout(resolve, 2_100))
await attempt('bob', bob, 'WriteNote', { Id: 'shopping', Text: 'beer' })
await attempt('bob', bob, 'WriteNote', { Id: 'diary', Text: 'ha' })
