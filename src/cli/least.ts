// `opencam least-privilege`: from recorded calls the smallest readable policy of each caller, shown to allow them all and proven to
// allow nothing that is not allowed now.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { actions } from '../actions/index.ts'
import { askedSession } from '../actions/role/asked-session.ts'
import { ofChains } from '../audit/keeper.ts'
import type { Catalogs } from '../catalog/load.ts'
import { loadPresets } from '../catalog/presets.ts'
import { createPrincipals } from '../dispatch/principals.ts'
import { faultOf, type Minimal, minimalOf } from '../least/minimal.ts'
import { NotRecorded, type RecordedCall, readRecorded, type Who } from '../least/recorded.ts'
import { POLICY_LENGTH_MAX, type PolicySource, PROOF_SUBJECT, type Subject } from '../policy/index.ts'
import type { Store } from '../store/store.ts'
import { number } from './arguments.ts'
import { AnswerIsNo, CommandFailure, harmless, type Io } from './io.ts'
import { type Output, outputOption, toned, write } from './output.ts'
import { compiledText } from './policy/compiled.ts'
import { catalogsOf, catalogsOption, type KnowledgeOptions } from './policy/knowledge.ts'
import { requestText } from './policy/requests.ts'
import { readTexts } from './policy/texts.ts'
import { onStore, type StoreOptions } from './store.ts'

interface Options extends StoreOptions, KnowledgeOptions, Output {
  readonly calls?: readonly string[]
  readonly policy?: readonly string[]
  readonly account?: number
  readonly principal?: string
  readonly resources: number
  readonly out?: string
}

const about = `
Calls come from the audit log of a store (--data, --database-url), together with the policies in force; or from files (--calls): what
\`opencam audit export\`, DescribeAuditEvents or LookUpEvents answer, or events of CloudAudit. Policies in force are then those of --policy.
Exit code 3: a policy would refuse a recorded call, is too long, allows something new, or that is not known.`

export function leastPrivilegeCommand(io: Io): Command {
  return new Command('least-privilege')
    .option('--data <dir>', 'data folder of the server [OPENCAM_DATA_DIR]')
    .option('--database-url <url>', 'PostgreSQL of the server [OPENCAM_DATABASE_URL]')
    .option('--calls <files...>', 'recorded calls, - for standard input')
    .option('--policy <files...>', 'policies that are in force for whoever made the calls of --calls')
    .option('--account <uin>', 'calls of this root account only', number)
    .option('--principal <who>', 'one caller: the number of a user, or role/<name>')
    .option('--resources <most>', 'resources of an action that are listed one by one', number, 20)
    .option('--out <dir>', 'write each policy into a file of this folder')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .addHelpText('after', about)
    .action(async (options: Options) => {
      const catalogs = catalogsOf(options)
      const found = options.calls === undefined ? await ofStore(options, io, catalogs) : await ofFiles(options, io)
      if (found.length === 0)
        throw new CommandFailure('there is no call of a user or a role: the root account needs no policy')
      const made = found.map(({ calls, subject, who }): Made => {
        const templatesOf = templatesIn(catalogs)
        const noReads = calls.every(({ reads }) => reads === false)
        const minimal = minimalOf(calls, { subject, templatesOf, resourcesMax: options.resources })
        return { who, ...minimal, account: subject.account, noReads }
      })
      if (options.out !== undefined) writeAll(options.out, made)
      write(io, options, made.map(plainOf), () => `${made.map((one) => textOf(one, io, options)).join('\n\n')}\n`)
      if (made.some((one) => !isGood(one))) throw new AnswerIsNo()
    })
}

interface Found {
  readonly who: Who
  readonly subject: Subject
  readonly calls: readonly RecordedCall[]
}

interface Made extends Minimal {
  readonly who: Who
  readonly account: number
  /** Not one of its calls only reads: likely they were not recorded. */
  readonly noReads: boolean
}

const nameOf = (who: Who): string =>
  who.kind === 'role' ? `role/${who.role}` : who.kind === 'user' ? String(who.uin) : 'root'

/** Calls by who made them. The root account may do everything, and strangers nothing. */
function byCaller(calls: readonly RecordedCall[], { account, principal }: Options) {
  const groups = new Map<string, { readonly who: Who; readonly account: number; readonly calls: RecordedCall[] }>()
  for (const call of calls) {
    const name = nameOf(call.who)
    if (call.who.kind === 'root' || (account !== undefined && call.account !== account && call.account !== 0)) continue
    if (principal !== undefined && principal !== name) continue
    const key = `${call.account} ${name}`
    const group = groups.get(key) ?? { who: call.who, account: call.account, calls: [] }
    group.calls.push(call)
    groups.set(key, group)
  }
  return [...groups.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

async function ofFiles(options: Options, io: Io): Promise<readonly Found[]> {
  const calls = (await readTexts(options.calls ?? [], io)).flatMap(({ file, text }) => {
    try {
      return readRecorded(text)
    } catch (error) {
      if (error instanceof NotRecorded) throw new CommandFailure(harmless(`${file}: ${error.message}`))
      throw error
    }
  })
  const groups = byCaller(calls, options)
  if (options.policy !== undefined && groups.length > 1) {
    throw new CommandFailure('more than one caller: --principal says whose policies --policy are')
  }
  const texts = await readTexts(options.policy ?? [], io)
  return groups.map(({ who, account: of, calls }) => {
    const account = of === 0 ? (options.account ?? PROOF_SUBJECT.account) : of
    const uin = who.kind === 'user' ? who.uin : undefined
    const identity = texts.map(({ file, text }, index): PolicySource => {
      const face = { policyId: index + 1, policyName: file, versionId: 1, preset: false, creator: account }
      return { ...face, document: compiledText({ file, text }, account), via: { kind: 'direct' } }
    })
    const kind = who.kind === 'role' ? 'role' : 'user'
    const { appId } = PROOF_SUBJECT
    return { who, calls, subject: { kind, uin, account, appId, identity, boundary: undefined, session: undefined } }
  })
}

async function ofStore(options: Options, io: Io, catalogs: Catalogs): Promise<readonly Found[]> {
  return onStore(options, io, async ({ store }) => {
    const lines: string[] = []
    await ofChains(store, 'all', async ({ account }) => {
      if (account === 0 || (options.account !== undefined && account !== options.account)) return
      for (let after = 0; ; ) {
        const events = await store.read.audit.after(account, after, 500)
        if (events.length === 0) break
        lines.push(...events.map((event) => JSON.stringify(event)))
        after = events.at(-1)?.position ?? after
      }
    })
    const principals = createPrincipals(store, loadPresets(catalogs))
    const found: Found[] = []
    for (const { who, account, calls } of byCaller(readRecorded(lines.join('\n')), options)) {
      const principal = await principalOf(store, account, who)
      // Somebody who is gone needs no policy.
      if (principal === undefined) continue
      found.push({ who, calls, subject: (await principals.subjectOf(principal)).subject })
    }
    return found
  })
}

async function principalOf(store: Store, account: number, who: Who) {
  const row = await store.read.accounts.get(account)
  if (row === undefined) return undefined
  const { appId, revision } = row
  if (who.kind === 'user') {
    const user = await store.read.users.byUin(account, who.uin)
    return user && { kind: 'user' as const, account, appId, uin: who.uin, revision }
  }
  if (who.kind === 'root') return undefined
  const role = await store.read.roles.byName(account, who.role)
  if (role === undefined) return undefined
  return { kind: 'role' as const, account, appId, uin: 0, revision, session: askedSession(account, role) }
}

/** Forms of the resources of an action, by catalog or by the row of an own action. */
function templatesIn(catalogs: Catalogs): (action: string) => readonly string[] | undefined {
  const own = new Set(actions.map(({ product, name }) => `${product}:${name}`))
  return (action) => {
    const [product = '', name = ''] = action.split(':')
    if (own.has(action)) return []
    return catalogs.get(product)?.actions.get(name)?.resources
  }
}

const isGood = (made: Made): boolean =>
  made.refused.length + made.unsaid.length === 0 &&
  made.length <= POLICY_LENGTH_MAX &&
  (made.within === undefined || made.within.answer === 'yes') &&
  (made.document === undefined || faultOf(made.document, made.account) === undefined)

const plainOf = ({ who, account, document, ...made }: Made) => ({
  principal: nameOf(who),
  account,
  ...made,
  document: document === undefined ? undefined : JSON.parse(document),
})

function writeAll(folder: string, made: readonly Made[]): void {
  mkdirSync(folder, { recursive: true })
  for (const { who, account, document } of made) {
    if (document !== undefined)
      writeFileSync(join(folder, `${account}-${nameOf(who).replace('/', '-')}.json`), document)
  }
}

function textOf(made: Made, io: Io, { out }: Options): string {
  const tone = toned(io)
  const { who, account, document, calls, guessed, unsaid, refused, within, length } = made
  const title = harmless(`${nameOf(who)} of account ${account}`)
  if (document === undefined) return `${title}: no call of it needs a policy`
  const fault = faultOf(document, account)
  const lines = [
    `${title}: ${calls} recorded call${calls === 1 ? '' : 's'}, ${length} of ${POLICY_LENGTH_MAX} characters`,
    refused.length === 0
      ? tone('green', 'allows them all: each was decided')
      : tone('red', `refuses ${refused.length}, for example: ${refused[0] && harmless(requestText(refused[0]))}`),
    ...withinText(within, tone),
    ...(unsaid[0] === undefined
      ? []
      : [
          tone(
            'red',
            `leaves out ${unsaid.length} on what no policy can name, for example: ${harmless(requestText(unsaid[0]))}`,
          ),
        ]),
    ...(made.noReads
      ? [tone('yellow', 'no call that only reads was recorded: OPENCAM_AUDIT_READS=on keeps them')]
      : []),
    ...(guessed === 0
      ? []
      : [tone('yellow', `of ${guessed} calls the resource was not recorded: all of its kind stand for it`)]),
    ...(length > POLICY_LENGTH_MAX
      ? [tone('red', 'too long for a policy: list fewer resources with --resources')]
      : []),
    ...(fault === undefined ? [] : [tone('red', `the server would refuse it: ${harmless(fault)}`)]),
  ]
  return out === undefined ? `${lines.join('\n')}\n${document.trimEnd()}` : lines.join('\n')
}

function withinText(within: Minimal['within'], tone: ReturnType<typeof toned>): readonly string[] {
  if (within === undefined) return []
  if (within.answer === 'yes') return [tone('green', 'allows nothing that is not allowed now: proven')]
  if (within.answer === 'unknown')
    return [tone('red', `whether it allows something new is not known: ${harmless(within.why)}`)]
  return [tone('red', `allows what is not allowed now, for example: ${harmless(requestText(within.counterexample))}`)]
}
