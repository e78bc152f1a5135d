// What an operator does on the store for people's sign-in: mail addresses and passwords of root accounts, switches that no
// call sets, hardware tokens. Each is one transaction with an audit event, like the others (operations.ts).
import { base32, fromBase32 } from '../actions/mfa/totp.ts'
import { freshFlags } from '../actions/mfa/types.ts'
import { passwordsKept, randomPassword } from '../actions/user/password.ts'
import { hashPassword } from '../store/passwords.ts'
import { hardTokenContext } from '../store/sealed-columns.ts'
import type { Writes } from '../store/store.ts'
import { CommandFailure } from './io.ts'
import { change, type Operator } from './operations.ts'

/** A mail address that counts as verified: root's, which it can sign in with, or a user's. */
export async function bindMail(operator: Operator, account: number, uin: number, email: string) {
  const address = email.toLowerCase()
  const what = { action: 'BindMail', resources: [`uin/${uin}`], parameters: { email: address } }
  await change(operator, account, what, async (writes) => {
    const bound =
      uin === account
        ? await writes.accounts.bind(account, { email: address })
        : await writes.users.update(account, uin, { email: address, emailVerified: true })
    if (!bound) throw new CommandFailure(`account ${account} has no user ${uin}`)
  })
  return { account, uin, email: address }
}

/** A new password for somebody, shown this once; sessions of theirs end. */
export async function resetPassword(operator: Operator, account: number, uin: number) {
  const password = randomPassword(operator.random)
  const passwordHash = await hashPassword(password)
  const what = { action: 'ResetPassword', resources: [`uin/${uin}`], parameters: {} }
  await change(operator, account, what, async (writes, nowMs) => {
    if (uin === account) {
      await writes.accounts.bind(account, { passwordHash })
      return
    }
    if ((await writes.users.byUin(account, uin))?.type !== 2) {
      throw new CommandFailure(`account ${account} has no sub-user ${uin}`)
    }
    await writes.users.update(account, uin, { passwordHash, consoleLogin: true, needResetPassword: true })
    await writes.users.recordPassword(account, uin, { hash: passwordHash, setMs: nowMs }, passwordsKept)
  })
  return { account, uin, password }
}

export const switchNames = ['Phone', 'Token', 'Stoken', 'Wechat', 'Custom', 'Mail', 'U2FToken', 'Passkey'] as const

export interface SwitchesGiven {
  /** `undefined`: stay as they are. */
  readonly login: readonly string[] | undefined
  readonly action: readonly string[] | undefined
  readonly unusual: boolean | undefined
}

/** Which second factors are asked of somebody, those among them that no call can set. */
export async function setSwitches(operator: Operator, account: number, uin: number, given: SwitchesGiven) {
  const what = { action: 'SetFactors', resources: [`uin/${uin}`], parameters: given }
  return change(operator, account, what, async (writes) => {
    await assertThere(writes, account, uin)
    const flags = (await writes.users.mfaFlags(account, uin)) ?? freshFlags
    const next = {
      login: switched(flags.login, given.login),
      action: switched(flags.action, given.action),
      offsite: given.unusual === undefined ? flags.offsite : { ...flags.offsite, VerifyFlag: given.unusual ? 1 : 0 },
    }
    await writes.users.setMfaFlags(account, uin, next)
    return {
      account,
      uin,
      login: onOf(next.login),
      action: onOf(next.action),
      unusual: next.offsite['VerifyFlag'] === 1,
    }
  })
}

type Flags = Readonly<Record<string, number>>

function switched(flags: Flags, on: readonly string[] | undefined): Flags {
  if (on === undefined) return flags
  const unknown = on.find((name) => !switchNames.some((known) => known === name))
  if (unknown !== undefined) throw new CommandFailure(`there is no factor ${unknown}: ${switchNames.join(', ')}`)
  // What was never on stays out of answers, as before.
  const said = switchNames.filter((name) => on.includes(name) || flags[name] !== undefined)
  return Object.fromEntries(said.map((name) => [name, on.includes(name) ? 1 : 0]))
}

const onOf = (flags: Flags): readonly string[] => Object.keys(flags).filter((name) => flags[name] === 1)

/** Hardware tokens of a maker's list: `serial,seed` in each line, the seed in base32 or hex. All of it, or none. */
export async function importHardTokens(operator: Operator, account: number, text: string, periodSeconds: number) {
  const sealer = await operator.sealer()
  const rows = text.split(/\r?\n/).flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, index + 1)]))
  if (rows.length === 0) throw new CommandFailure('the list is empty')
  const what = { action: 'ImportHardTokens', resources: [], parameters: { serials: rows.map(({ serial }) => serial) } }
  await change(operator, account, what, async (writes, nowMs) => {
    for (const { serial, seed } of rows) {
      const sealedSecret = sealer.seal(seed, hardTokenContext(account, serial))
      const row = { account, serial, sealedSecret, periodSeconds, uin: undefined, lastStep: 0, importedMs: nowMs }
      if ((await writes.factors.importHardToken(row)) === 'taken')
        throw new CommandFailure(`${serial} is there already`)
    }
  })
  return { account, imported: rows.length }
}

function readLine(line: string, at: number): { readonly serial: string; readonly seed: string } {
  const [, serial, text] = /^\s*([\w-]{1,64})\s*[,;\s]\s*([A-Za-z0-9=]{16,256})\s*$/.exec(line) ?? []
  // Without the seed itself: it must not come back on a screen.
  if (serial === undefined || text === undefined) throw new CommandFailure(`line ${at} must be serial,seed`)
  const seed =
    /^[0-9a-fA-F]+$/.test(text) && text.length % 2 === 0
      ? base32(Buffer.from(text, 'hex'))
      : text.toUpperCase().replace(/=+$/, '')
  if (!/^[A-Z2-7]+$/.test(seed) || fromBase32(seed).length < 10) {
    throw new CommandFailure(`the seed in line ${at} must be base32 or hex, ten bytes at least`)
  }
  return { serial, seed }
}

/** Gives a token to somebody, or takes it from whoever has it. */
export async function bindHardToken(operator: Operator, account: number, serial: string, uin: number | undefined) {
  const what = { action: 'BindHardToken', resources: uin === undefined ? [] : [`uin/${uin}`], parameters: { serial } }
  await change(operator, account, what, async (writes) => {
    if (uin !== undefined) await assertThere(writes, account, uin)
    if (!(await writes.factors.bindHardToken(account, serial, uin))) {
      throw new CommandFailure(`account ${account} has no token ${serial}`)
    }
  })
  return { account, serial, uin: uin ?? 'nobody' }
}

async function assertThere(writes: Writes, account: number, uin: number): Promise<void> {
  const user = await writes.users.byUin(account, uin)
  if (uin === account || (user !== undefined && user.type !== 5)) return
  throw new CommandFailure(`account ${account} has no user ${uin} that could sign in`)
}
