// A change that the synchronous standby may lack is not acknowledged: a fail-over would take it back.
import { expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { CommitUnknown } from '../../src/store/unreachable.ts'
import { temporaryFolder } from '../server/cli.ts'
import { insertAccount } from './contract/context.ts'
import { startDebian } from './debian-postgres.ts'
import { ask, untilAsked } from './debian-programs.ts'

const waiting = "from pg_stat_activity where wait_event = 'SyncRep' and application_name = 'opencam'"

test('a commit that gives up waiting for the standby is one of which nobody knows', { timeout: 120_000 }, async () => {
  const server = await startDebian()
  const store = await openStore({ dataDir: temporaryFolder(), databaseUrl: await server.database() })
  const account = await insertAccount(store)
  const write = (name: string) =>
    store.transaction(async (writes) => {
      await writes.accounts.advance(account)
      await writes.groups.insert(account, { groupId: await writes.ids.next('group'), name, remark: '', createdMs: 1 })
    })
  await write('before')
  const alive = { url: server.url, dead: () => undefined }
  const demand = async (standbys: string): Promise<void> => {
    await ask(server.url, `alter system set synchronous_standby_names = '${standbys}'`)
    await ask(server.url, 'select pg_reload_conf()')
    await untilAsked(alive, 'show synchronous_standby_names', standbys)
  }
  await demand('nobody')

  const written = write('during').catch((fault: unknown) => fault)
  await untilAsked(alive, `select count(*)::int ${waiting}`, 1)
  // As the limit on a statement's time does.
  await ask(server.url, `select pg_cancel_backend(pid) ${waiting}`)
  expect(await written).toBeInstanceOf(CommitUnknown)

  await store.close()
})
