// Writes groups until it is killed: each through one transaction with revision and audit event, and only then the line
// that acknowledges it. Started by tests with the data folder, the account, a name
// of its own, and the address of the database where it is not SQLite.
import { writeSync } from 'node:fs'
import { openStore } from '../../src/store/open.ts'
import { auditEvent } from './contract/context.ts'

const [dataDir = '', accountText = '', round = '', databaseUrl] = process.argv.slice(2)
const account = Number(accountText)
const writersAtOnce = 8

const store = await openStore({ dataDir, databaseUrl })

async function writeGroup(label: string): Promise<number> {
  return store.transaction(async (writes) => {
    const revision = await writes.accounts.advance(account)
    const groupId = await writes.ids.next('group')
    await writes.groups.insert(account, { groupId, name: `${round}-${label}`, remark: String(revision), createdMs: 1 })
    await writes.audit.append(auditEvent(account, revision, { requestId: String(groupId) }))
    return groupId
  })
}

async function writer(name: number): Promise<never> {
  for (let i = 0; ; i++) {
    const groupId = await writeGroup(`${name}-${i}`)
    // Straight to the pipe: a line that is only in this process's memory would not be an acknowledgement.
    writeSync(1, `${groupId}\n`)
  }
}

writeSync(1, 'ready\n')
await Promise.all(Array.from({ length: writersAtOnce }, (_, name) => writer(name)))
