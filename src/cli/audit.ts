// `opencam audit …`: checks the audit log, writes it out, and names the keys that sign it. Works on the store itself, also
// while a server runs on it; an export is checked anywhere, with the public keys alone.
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { type CheckpointKeys, openSigner, readPublicKeys } from '../audit/checkpoints.ts'
import { BadLine, recordsOf, verifyChain, verifyLines } from '../audit/export.ts'
import { createKeeper, ofChains } from '../audit/keeper.ts'
import type { ChainReport } from '../audit/verify.ts'
import { UsageError } from '../config/read.ts'
import type { AuditChain, Store } from '../store/store.ts'
import { number } from './arguments.ts'
import { CommandFailure, harmless, type Io } from './io.ts'
import type { Operator } from './operations.ts'
import { onStore, type StoreOptions, withStoreOptions } from './store.ts'

export function auditCommand(io: Io): Command {
  return new Command('audit').addCommand(verify(io)).addCommand(exporting(io)).addCommand(publicKey(io))
}

// ---- verify -----------------------------------------------------------------------------------------------------------

interface VerifyOptions extends StoreOptions {
  readonly account?: number
  readonly file?: string
  readonly publicKey?: string
}

function verify(io: Io): Command {
  return withStoreOptions(new Command('verify'))
    .description('Say whether events were removed, changed, reordered or inserted; exit code 1 where some were.')
    .option('--account <number>', 'one account; 0: calls that nobody was proved to have made', number)
    .option('--file <export>', 'an export in place of the store; - reads standard input')
    .option('--public-key <pem>', 'file with the keys to trust, in place of those of the store')
    .action(async (options: VerifyOptions) => {
      const reports = options.file === undefined ? await ofStore(options, io) : await ofFile(options, options.file)
      io.out(options.json === true ? `${JSON.stringify(reports, undefined, 2)}\n` : `${reports.map(told).join('\n')}\n`)
      const wrong = reports.reduce((sum, { findings, more }) => sum + findings.length + more, 0)
      if (wrong > 0) throw new CommandFailure(`the audit log does not hold: ${wrong} finding${wrong === 1 ? '' : 's'}`)
    })
}

const keysIn = (file: string): CheckpointKeys => readPublicKeys(readFileSync(file, 'utf8'))

async function ofStore(options: VerifyOptions, io: Io): Promise<readonly ChainReport[]> {
  return onStore(options, io, async ({ store }) => {
    const { account, publicKey: trusted } = options
    const keys = trusted === undefined ? await keysOf(store) : keysIn(trusted)
    const reports: ChainReport[] = []
    if (account !== undefined) return [await verifyChain(store, account, keys)]
    await ofChains(store, 'all', async (chain) => void reports.push(await verifyChain(store, chain.account, keys)))
    return reports
  })
}

async function keysOf(store: Store): Promise<CheckpointKeys> {
  const pem = await pemOf(store)
  return pem === '' ? new Map() : readPublicKeys(pem)
}

const pemOf = async (store: Store): Promise<string> =>
  (await store.auditKeys()).map(({ publicKey }) => publicKey).join('')

async function ofFile({ publicKey: trusted, account }: VerifyOptions, file: string): Promise<readonly ChainReport[]> {
  if (trusted === undefined) throw new UsageError('--file needs --public-key: an export says nothing of whom to trust')
  const keys = keysIn(trusted)
  const input = file === '-' ? process.stdin : createReadStream(file)
  const reports: ChainReport[] = []
  try {
    for await (const report of verifyLines(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }), keys)) {
      if (account === undefined || account === report.account) reports.push(report)
    }
  } catch (error) {
    if (error instanceof BadLine) throw new CommandFailure(error.message)
    throw error
  }
  if (reports.length === 0) throw new CommandFailure('there is no log in the export')
  return reports
}

/** A chain in one line, and each finding in one more. */
function told(report: ChainReport): string {
  const { account, events, first, last, checkpoints, signedTo, findings, more } = report
  const range = events === 0 ? 'no events' : `${events} events (${first} to ${last})`
  const signed = signedTo === 0 ? 'nothing signed' : `${checkpoints} checkpoints, signed to ${signedTo}`
  const verdict = findings.length === 0 ? 'ok' : 'DOES NOT HOLD'
  const lines = findings.map(({ kind, text }) => `  ${kind}: ${harmless(text)}`)
  const rest = more === 0 ? [] : [`  and ${more} more`]
  return [`account ${account}: ${range}, ${signed}: ${verdict}`, ...lines, ...rest].join('\n')
}

// ---- export, keys -------------------------------------------------------------------------------------------------------

interface ExportOptions extends StoreOptions {
  readonly account?: number
  readonly checkpoint?: true
}

function exporting(io: Io): Command {
  return withStoreOptions(new Command('export'))
    .description('Write the log out as lines of JSON, checkpoints among them.')
    .option('--account <number>', 'one account; 0: calls that nobody was proved to have made', number)
    .option('--checkpoint', "sign the ends first; needs the server's master key")
    .action(async (options: ExportOptions) => {
      await onStore(options, io, async (operator) => {
        const { store } = operator
        const sign = options.checkpoint === true ? await checkpointing(operator) : async () => {}
        const write = async ({ account }: Pick<AuditChain, 'account'>): Promise<void> => {
          await sign(account)
          const chain = await store.read.audit.chain(account)
          if (chain === undefined) throw new CommandFailure(`account ${account} has no audit log`)
          for await (const record of recordsOf(store, chain)) io.out(`${JSON.stringify(record)}\n`)
        }
        if (options.account === undefined) await ofChains(store, 'all', write)
        else await write({ account: options.account })
      })
    })
}

async function checkpointing({ store, sealer, clock, random }: Operator): Promise<(account: number) => Promise<void>> {
  const signer = await openSigner({ store, clock, random, sealer: await sealer() })
  return createKeeper({ store, clock, random, signer, checkpointMs: 0 }).checkpoint
}

function publicKey(io: Io): Command {
  return withStoreOptions(new Command('public-key'))
    .description('Show the public keys that checkpoints are checked with.')
    .action(async (options: StoreOptions) => {
      await onStore(options, io, async ({ store }) => {
        const keys = await store.auditKeys()
        if (keys.length === 0) throw new CommandFailure('there is no key yet: the server makes it when it starts')
        const shown = keys.map(({ keyId, publicKey, createdMs }) => ({
          keyId,
          publicKey,
          created: new Date(createdMs).toISOString(),
        }))
        io.out(options.json === true ? `${JSON.stringify(shown, undefined, 2)}\n` : await pemOf(store))
      })
    })
}
