// Every statement there is, whether or not a test happens to run it: both databases accept it, and SQLite finds its rows
// by a key or an index that fits.
import { readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyStatement } from '../../src/store/sql/statement.ts'
import { backends, type Place } from './backends.ts'

const [sqlite, postgres] = backends

describe('SQLite', () => {
  let place: Place | undefined
  let db: DatabaseSync | undefined
  beforeAll(async () => {
    place = await sqlite?.make()
    await (await place?.open())?.close()
    const folder = place?.options.dataDir ?? ''
    db = new DatabaseSync(`${folder}/opencam.db`, { readOnly: true })
    const fleeting = readdirSync(folder).find((file) => /^fleeting-.*\.db$/.test(file))
    db.exec(`attach '${folder}/${fleeting}' as fleeting`)
  })
  afterAll(async () => {
    db?.close()
    await place?.drop()
  })

  const texts = everyStatement()
    .filter((statement) => !statement.compiled('sqlite').text.includes('nextval'))
    .map((statement) => statement.compiled('sqlite').text)
  const planOf = (text: string): string[] => {
    const marks = (text.match(/\?/g) ?? []).length
    const rows = db?.prepare(`explain query plan ${text}`).all(...new Array<null>(marks).fill(null)) ?? []
    return rows.map((row) => String(row['detail']))
  }

  // Those that are meant to see a whole table, all of them off the path of calls.
  const whole = [
    /from "accounts" order by "account"$/,
    /count\(\*\) as "value" from "(accounts|refusals)"$/,
    /substr\("sealed/,
  ]
  // Those that are meant to see a whole account: lists and counts of everything it has.
  const wholeAccount = [/order by/, /count\(/, /from "(account_quotas|password_rules)"/, /"expires_ms" <= \?$/]

  test('there are statements to look at', () => expect(texts.length).toBeGreaterThan(80))

  test('none walks a whole table', () => {
    const walking = texts.filter((text) =>
      planOf(text).some((step) => /^SCAN (?!json_each|w VIRTUAL|CONSTANT|n$)|ANY\(/.test(step)),
    )
    expect(walking.filter((text) => !whole.some((form) => form.test(text)))).toEqual([])
  })

  test('none walks a whole account to find a few rows', () => {
    const walking = texts.filter((text) =>
      planOf(text).some(
        (step) =>
          /\(account=\?\)/.test(step) && !/(SEARCH|USING) (a|o|accounts|audit_chains|fleeting_memory) /.test(step),
      ),
    )
    expect(walking.filter((text) => !wholeAccount.some((form) => form.test(text)))).toEqual([])
  })

  test('what a signed call reads is found by three keys', () => {
    const holder = texts.filter((text) => text.includes('"access_keys" as "k"') && text.includes('"sealed_secret"'))
    expect(holder.map(planOf)).toEqual([
      [
        'SEARCH k USING INDEX access_keys_secret_id_index (secret_id=?)',
        'SEARCH a USING PRIMARY KEY (account=?)',
        'SEARCH u USING PRIMARY KEY (account=? AND uin=?) LEFT-JOIN',
      ],
    ])
  })

  test('what a call with a temporary credential reads is found by seven keys', () => {
    const holder = texts.filter((text) => text.includes('"sessions" as "s" inner join "accounts"'))
    expect(holder.map(planOf)).toEqual([
      [
        'SEARCH s USING PRIMARY KEY (account=? AND session_id=?)',
        'SEARCH a USING PRIMARY KEY (account=?)',
        'SEARCH r USING PRIMARY KEY (account=? AND role_id=?) LEFT-JOIN',
        'SEARCH k USING PRIMARY KEY (account=? AND secret_id=?) LEFT-JOIN',
        'SEARCH u USING PRIMARY KEY (account=? AND uin=?) LEFT-JOIN',
        'SEARCH o USING PRIMARY KEY (account=?) LEFT-JOIN',
        'SEARCH c USING PRIMARY KEY (account=? AND session_key=?) LEFT-JOIN',
      ],
    ])
    const link = texts.filter((text) => text.includes('left join "sessions" as "s"'))
    expect(link.map(planOf)).toEqual([
      [
        'SEARCH r USING PRIMARY KEY (account=? AND role_id=?)',
        'SEARCH s USING PRIMARY KEY (account=? AND session_id=?) LEFT-JOIN',
      ],
    ])
  })

  test('sessions of a role are found by the role', () => {
    const ofRole = texts.filter((text) => text.includes('"sessions" as "s" inner join "roles"'))
    expect(ofRole).toHaveLength(2)
    for (const plan of ofRole.map(planOf)) {
      expect(plan).toEqual([
        'SEARCH r USING PRIMARY KEY (account=? AND role_id=?)',
        'SEARCH s USING INDEX sessions_account_role_id_created_ms_index (account=? AND role_id=?)',
      ])
    }
  })

  test('audit events are found along one term of the index, or behind what it has, never by walking over a log', () => {
    const reading = texts.filter((text) => text.startsWith('select') && text.includes('"audit_log" as "l"'))
    expect(reading.map(planOf)).toEqual([
      ['SEARCH l USING PRIMARY KEY (account=? AND position>?)', 'USE TEMP B-TREE FOR ORDER BY'],
      [
        'SEARCH t USING PRIMARY KEY (account=? AND term=? AND time_ms>? AND (time_ms,position)<(?,?))',
        'SEARCH l USING PRIMARY KEY (account=? AND position=?) LEFT-JOIN',
      ],
    ])
    const due = texts.filter((text) => text.startsWith('select') && text.includes('"due" = 1'))
    expect(due.map(planOf)).toEqual([
      ['SEARCH audit_chains USING INDEX audit_chains_due_account_index (due=? AND account>?)'],
    ])
  })

  test('tags are found resource by resource, never by walking over those of others', () => {
    const reading = texts.filter((text) => text.startsWith('select') && /"tags" (as "t"|where)/.test(text))
    expect(reading.length).toBeGreaterThanOrEqual(4)
    for (const text of reading) {
      const steps = planOf(text).filter((step) => /^(SEARCH|SCAN) (t|tags) /.test(step))
      expect(steps.join()).toMatch(
        /PRIMARY KEY \(account=\? AND (product=\? AND kind=\?|\(product,kind,resource_id\)>)/,
      )
    }
  })

  test('sessions that have expired, and tasks that are open or ended, are found by an index of their own', () => {
    const plans = texts
      .filter((text) => /^delete from "sessions" .*"expires_ms" </.test(text) || /"status" in/.test(text))
      .map((text) => planOf(text).join('; '))
    expect(plans).toHaveLength(3)
    for (const plan of plans) expect(plan).toMatch(/INDEX (sessions_expires_ms|deletion_tasks_status_created_ms)_index/)
  })

  test('a list that starts from a group or a user starts there', () => {
    const joined = texts.filter((text) => text.includes('"group_members" as "m"') && text.includes('order by'))
    expect(joined.length).toBeGreaterThanOrEqual(3)
    for (const text of joined) {
      const steps = planOf(text).filter((step) => step.startsWith('SEARCH m '))
      expect(steps.join()).toMatch(/\(account=\? AND (group_id|uin)=\?\)/)
    }
  })
})

test('PostgreSQL accepts every statement', async () => {
  const place = await postgres?.make()
  await (await place?.open())?.close()
  const client = new pg.Client({ connectionString: place?.options.databaseUrl })
  await client.connect()
  const texts = everyStatement()
    .map((statement) => statement.compiled('postgres').text)
    .filter((text) => !text.includes('"sequences"'))
  for (const [i, text] of texts.entries()) {
    await client.query(`prepare s${i} as ${text}`).catch((error: unknown) => expect.fail(`${text}: ${String(error)}`))
  }
  await client.end()
  await place?.drop()
})
