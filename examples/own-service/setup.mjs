// Makes what the notes need in an account: a user for the service itself, whose key may do nothing but guard the notes, and
// two people with policies about notes. Shows that policies are checked against the service's catalog.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { clientOf, endpoint, keysFile, ready, say } from './place.mjs'

const { OPENCAM_ROOT_SECRET_ID: secretId, OPENCAM_ROOT_SECRET_KEY: secretKey } = process.env
if (!secretId || !secretKey) throw new Error('set OPENCAM_ROOT_SECRET_ID and OPENCAM_ROOT_SECRET_KEY')

await ready(`${endpoint}/readyz`)
const cam = clientOf(endpoint.replace('http://', ''), '2019-01-16', { secretId, secretKey })

const statement = (effect, action, resource) => ({ effect, action, resource })
const policy = (name, ...statements) =>
  cam('CreatePolicy', {
    PolicyName: name,
    PolicyDocument: JSON.stringify({ version: '2.0', statement: statements }),
  })

// The catalog is known: a slip in the name of an action is found when the policy is written.
try {
  await policy('slip', statement('allow', ['notes:RaedNote'], ['*']))
  throw new Error('a policy with an action that does not exist was accepted')
} catch (error) {
  if (error.code !== 'InvalidParameter.ActionNotExist') throw error
  say(`a slip in a policy is refused: ${error.message}`)
}

async function person(name, ...statements) {
  const { Uin, SecretId, SecretKey } = await cam('AddUser', { Name: name, UseApi: 1 })
  const { PolicyId } = await policy(`${name}-may`, ...statements)
  await cam('AttachUserPolicy', { PolicyId, AttachUin: Uin })
  say(`made ${name} (${Uin})`)
  return { secretId: SecretId, secretKey: SecretKey }
}

const keys = {
  service: await person(
    'notes-service',
    statement('allow', ['cam:GetGuardCaller', 'cam:GetGuardState'], ['qcs::cam:::guard/notes']),
  ),
  alice: await person(
    'alice',
    statement('allow', ['notes:*'], ['qcs::notes:::note/*']),
    statement('allow', ['notes:ListNotes'], ['*']),
  ),
  bob: await person(
    'bob',
    statement('allow', ['notes:ReadNote'], ['qcs::notes:::note/*']),
    statement('deny', ['notes:*'], ['qcs::notes:::note/diary']),
  ),
}
mkdirSync(dirname(keysFile), { recursive: true })
writeFileSync(keysFile, JSON.stringify(keys), { mode: 0o600 })
say(`their keys are in ${keysFile}`)
