// `opencam backup …` and `opencam restore`: copies of a store that are taken while servers write, and the way back. Works on the
// database itself, and never brings it to a newer shape.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import type { Settings } from '../config.ts'
import { type BackupPlace, isBackup, keysToGive, restoreBackup, takeBackup } from '../store/backup/backup.ts'
import { type Manifest, readBackup } from '../store/backup/manifest.ts'
import {
  assertPoint,
  dropPoints,
  listPoints,
  openPoints,
  type Point,
  pointAt,
  restorePoint,
} from '../store/backup/points.ts'
import { assertEmptyTarget } from '../store/backup/sqlite.ts'
import { moment, number } from './arguments.ts'
import { CommandFailure, type Io } from './io.ts'
import { show } from './show.ts'
import { type StoreOptions, settingsOf, withStoreOptions } from './store.ts'

interface ProgramOptions extends StoreOptions {
  readonly programs?: string
}
const programsOption = ['--programs <dir>', "folder of PostgreSQL's programs; Debian's newest unless given"] as const

export function backupCommand(io: Io): Command {
  return new Command('backup')
    .addCommand(create(io), { isDefault: true })
    .addCommand(verify(io))
    .addCommand(follow(io))
    .addCommand(points(io))
}

const placeOf = ({ databaseUrl, dataDir, masterKey }: Settings, { programs }: ProgramOptions, io: Io): BackupPlace => ({
  databaseUrl,
  dataDir,
  masterKey,
  programs,
  path: io.env['PATH'],
})

function assertStore({ databaseUrl, dataDir }: Settings): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'opencam.db'))) return
  throw new CommandFailure(`there is no store in ${dataDir}: give the server's data folder with --data`)
}

function create(io: Io): Command {
  return withStoreOptions(new Command('create'))
    .description('Take a backup into a new folder; what was acknowledged before is in it.')
    .argument('<folder>', 'where to; must not be there or be empty')
    .option('--with-master-key', 'put the master key in too: whoever has such a backup has every secret')
    .option(...programsOption)
    .action(async (folder: string, options: ProgramOptions & { readonly withMasterKey?: true }) => {
      const settings = settingsOf(options, io)
      assertStore(settings)
      const withMasterKey = options.withMasterKey === true
      const how = { nowMs: io.clock(), withMasterKey }
      show(io, options, told(await takeBackup(placeOf(settings, options, io), folder, how)))
    })
}

/** What a backup contains, for people; the tables' digests are in its manifest. */
function told({ database, takenMs, contents, files, masterKeyIncluded }: Manifest): object {
  const rows = Object.values(contents.tables).reduce((sum, table) => sum + table.rows, 0)
  return {
    database,
    taken: new Date(takenMs).toISOString(),
    schema: contents.schema.at(-1),
    accounts: contents.accounts,
    rows,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    masterKeys: contents.masterKeys,
    masterKeyIncluded,
  }
}

function verify(io: Io): Command {
  return new Command('verify')
    .description('Check that a backup, or every point in time, is whole.')
    .argument('<folder>', 'folder of the backup or of the points')
    .option('--json', 'answer in JSON')
    .action((folder: string, options: StoreOptions) => {
      if (isBackup(folder) || listPoints(folder).length === 0) return show(io, options, told(readBackup(folder)))
      const all = listPoints(folder)
      for (const point of all) assertPoint(folder, point)
      show(io, options, { points: all.length, ...span(all) })
    })
}

function span(all: readonly Point[]): object {
  const at = (point: Point | undefined) => (point === undefined ? '' : new Date(point.untilMs).toISOString())
  return { first: at(all[0]), last: at(all.at(-1)) }
}

function follow(io: Io): Command {
  interface Options extends StoreOptions {
    readonly every: number
    readonly keepDays?: number
    readonly once?: true
  }
  return withStoreOptions(new Command('follow'))
    .description('Keep points in time of a SQLite store until told to stop; the last one is taken then.')
    .argument('<folder>', 'where the points are kept')
    .option('--every <seconds>', 'at most this much is lost', number, 60)
    .option('--keep-days <days>', 'drop points that are older', number)
    .option('--once', 'take one point and end')
    .action(async (folder: string, options: Options) => {
      const settings = settingsOf(options, io)
      if (settings.databaseUrl !== undefined) {
        throw new CommandFailure(
          'points in time of PostgreSQL come from its own WAL archive: see docs/operating/backup.md',
        )
      }
      assertStore(settings)
      const kept = await openPoints(settings.dataDir, folder, io.clock)
      try {
        await followUntilStopped(options, async () => {
          const point = await kept.take()
          if (point !== undefined)
            show(io, options, { point: new Date(point.untilMs).toISOString(), bytes: point.bytes })
          if (options.keepDays !== undefined) dropPoints(folder, io.clock() - options.keepDays * 86_400_000)
        })
      } finally {
        kept.close()
      }
    })
}

/** One after the other, the first at once and the last at the signal. */
async function followUntilStopped(
  { every, once }: { readonly every: number; readonly once?: true },
  take: () => Promise<void>,
): Promise<void> {
  let stop = (): void => {}
  const stopped = new Promise<true>((resolve) => {
    stop = () => resolve(true)
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  await take()
  while (once !== true) {
    let timer: NodeJS.Timeout | undefined
    const due = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), Math.max(1, every) * 1_000)
    })
    const ended = await Promise.race([stopped, due])
    clearTimeout(timer)
    await take()
    if (ended) break
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, stop)
}

function points(io: Io): Command {
  return new Command('points')
    .description('List the points in time that a folder holds.')
    .argument('<folder>', 'folder of the points')
    .option('--json', 'answer in JSON')
    .action((folder: string, options: StoreOptions) => {
      const all = listPoints(folder).map(({ untilMs, bytes }) => ({ point: new Date(untilMs).toISOString(), bytes }))
      if (options.json === true) return io.out(`${JSON.stringify(all, undefined, 2)}\n`)
      io.out(all.map(({ point, bytes }) => `${point}  ${bytes}\n`).join(''))
    })
}

export function restoreCommand(io: Io): Command {
  interface Options extends ProgramOptions {
    readonly at?: number
  }
  return withStoreOptions(new Command('restore'))
    .argument('<folder>', 'folder of the backup or of the points')
    .option(
      '--at <time>',
      'of points: the last one that holds nothing from after it, such as 2026-01-02T03:04:05Z',
      moment,
    )
    .option(...programsOption)
    .action(async (folder: string, options: Options) => {
      const settings = settingsOf(options, io)
      const place = placeOf(settings, options, io)
      if (isBackup(folder) || listPoints(folder).length === 0) {
        if (options.at !== undefined) throw new CommandFailure(`${folder} is one backup: --at is for points in time`)
        const { manifest, keysMissing } = await restoreBackup(folder, place)
        return show(io, options, { ...told(manifest), compared: true, masterKeysToGive: keysMissing })
      }
      if (settings.databaseUrl !== undefined)
        throw new CommandFailure('points in time are of SQLite, the target is PostgreSQL')
      const point = pointAt(folder, options.at ?? Number.MAX_SAFE_INTEGER)
      assertEmptyTarget(settings.dataDir)
      const found = await restorePoint(folder, point, settings.dataDir, (keys) => keysToGive(keys, place))
      show(io, options, { point: new Date(point.untilMs).toISOString(), ...found })
    })
}
