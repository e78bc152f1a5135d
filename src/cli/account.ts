// `opencam account …`: root accounts, and what no API call makes in them. Works on the store itself, also while a server
// runs on it. Secrets made here are printed once and kept nowhere.
import { Command, InvalidArgumentError } from 'commander'
import { tokenDaysMax, tokenDaysUsual } from '../actions/decision/token.ts'
import { quotaRows } from '../actions/quotas.ts'
import { number } from './arguments.ts'
import { type Io, table } from './io.ts'
import {
  addContact,
  bindPhone,
  bindTotp,
  bindWechat,
  createAccount,
  dropDecisionToken,
  listAccounts,
  listDecisionTokens,
  makeDecisionTokenFor,
  makeMfaToken,
  type Operator,
  rotateRootKey,
  setQuota,
} from './operations.ts'
import { show } from './show.ts'
import { factorSwitches, hardTokens, mail, rootPassword } from './sign-in.ts'
import { onStore, type StoreOptions, withStoreOptions } from './store.ts'

export function accountCommand(io: Io): Command {
  const mfaToken = new Command('mfa-token').description('Custom second-factor tokens.').addCommand(mfaTokenCreate(io))
  const decisionToken = new Command('decision-token')
    .description('Bearer tokens of services that ask for decisions.')
    .addCommand(decisionTokenCreate(io))
    .addCommand(decisionTokenList(io))
    .addCommand(decisionTokenDelete(io))
  return new Command('account')
    .addCommand(create(io))
    .addCommand(list(io))
    .addCommand(rotateKey(io))
    .addCommand(quota(io))
    .addCommand(contact(io, 'collaborator', 'Add a collaborator: a user whose own account is elsewhere.'))
    .addCommand(contact(io, 'recipient', 'Add a message recipient: a contact that never signs in.'))
    .addCommand(phone(io))
    .addCommand(wechat(io))
    .addCommand(mail(io))
    .addCommand(rootPassword(io))
    .addCommand(factorSwitches(io))
    .addCommand(hardTokens(io))
    .addCommand(totp(io))
    .addCommand(mfaToken)
    .addCommand(decisionToken)
}

function create(io: Io): Command {
  interface Options extends StoreOptions {
    readonly name: string
    readonly uin?: number
    readonly site?: string
    readonly unverified?: true
  }
  return withStoreOptions(new Command('create'))
    .description('Make a root account with an access key and a password, printed once.')
    .option('--name <name>', 'name of the account', accountName, 'root')
    .option('--uin <number>', 'number of the account; the next free one unless given', number)
    .option('--site <tag>', 'site that the account belongs to; the server’s unless given')
    .option('--unverified', 'unverified accounts may make only a few users a day')
    .action((options: Options) => {
      const work = (operator: Operator, settings: { readonly site: string }) =>
        createAccount(operator, {
          name: options.name,
          uin: options.uin,
          verified: options.unverified !== true,
          site: options.site ?? settings.site,
        })
      return onStore(options, io, work, true).then((made) => show(io, options, made))
    })
}

function list(io: Io): Command {
  return withStoreOptions(new Command('list'))
    .description('List the root accounts.')
    .action(async (options: StoreOptions) => {
      const rows = await onStore(options, io, listAccounts)
      if (options.json === true) return io.out(`${JSON.stringify(rows, undefined, 2)}\n`)
      const headings = ['Account', 'AppId', 'Name', 'Verified', 'Site', 'Created', 'Users', 'Groups', 'Policies']
      io.out(
        `${table(
          headings,
          rows.map((row) => Object.values(row)),
        )}\n`,
      )
    })
}

function rotateKey(io: Io): Command {
  return withStoreOptions(new Command('rotate-key'))
    .description('Make a new key for a root account, printed once, and delete its other keys.')
    .argument('<account>', 'number of the root account', number)
    .option('--keep', 'leave the other keys as they are')
    .action((account: number, options: StoreOptions & { readonly keep?: true }) =>
      onStore(options, io, (operator) => rotateRootKey(operator, account, options.keep === true)).then((made) =>
        show(io, options, made),
      ),
    )
}

function quota(io: Io): Command {
  const names = quotaRows.map(({ name, documented, meaning }) => `  ${name.padEnd(18)} ${meaning} (${documented})`)
  return withStoreOptions(new Command('set-quota'))
    .description('Set a limit for one account.')
    .argument('<account>', 'number of the root account', number)
    .argument('<quota>', 'name of the quota')
    .argument('<limit>', 'new limit', number)
    .addHelpText('after', `\nQuotas, and what the documents say:\n${names.join('\n')}`)
    .action((account: number, name: string, value: number, options: StoreOptions) =>
      onStore(options, io, (operator) => setQuota(operator, account, name, value)).then((made) =>
        show(io, options, made),
      ),
    )
}

function contact(io: Io, kind: 'collaborator' | 'recipient', description: string): Command {
  interface Options extends StoreOptions {
    readonly remark: string
    readonly phone: string
    readonly countryCode?: string
    readonly email: string
  }
  return withStoreOptions(new Command(`add-${kind}`))
    .description(description)
    .argument('<account>', 'number of the root account', number)
    .argument('<name>', 'name, unique among the users of the account')
    .option('--remark <text>', 'free text', '')
    .option('--phone <number>', 'phone number', phoneNumber, '')
    .option('--country-code <code>', 'country code of the phone number', countryCode)
    .option('--email <address>', 'mail address', '')
    .action((account: number, name: string, options: Options) => {
      const { remark, phone, email } = options
      const given = { name, remark, phone, email, countryCode: options.countryCode }
      const work = (operator: Operator) => addContact(operator, account, kind, given)
      return onStore(options, io, work).then((made) => show(io, options, made))
    })
}

function phone(io: Io): Command {
  return withStoreOptions(new Command('bind-phone'))
    .description('Bind a phone, counted as verified, to a user or to the root account itself.')
    .argument('<account>', 'number of the root account', number)
    .argument('<uin>', 'number of the user; the account’s own for the root account', number)
    .argument('<phone>', 'phone number', phoneNumber)
    .option('--country-code <code>', 'country code of the phone number', countryCode, '86')
    .action((account: number, uin: number, text: string, options: StoreOptions & { readonly countryCode: string }) =>
      onStore(options, io, (operator) => bindPhone(operator, account, uin, text, options.countryCode)).then((made) =>
        show(io, options, made),
      ),
    )
}

function wechat(io: Io): Command {
  return withStoreOptions(new Command('bind-wechat'))
    .description('Count a WeChat as bound for a user or the root account itself.')
    .argument('<account>', 'number of the root account', number)
    .argument('<uin>', 'number of the user; the account’s own for the root account', number)
    .action((account: number, uin: number, options: StoreOptions) =>
      onStore(options, io, (operator) => bindWechat(operator, account, uin)).then((made) => show(io, options, made)),
    )
}

function totp(io: Io): Command {
  return withStoreOptions(new Command('bind-totp'))
    .description('Bind a software token to a user or to the root account itself; its secret is printed once.')
    .argument('<account>', 'number of the root account', number)
    .argument('<uin>', 'number of the user; the account’s own for the root account', number)
    .action((account: number, uin: number, options: StoreOptions) =>
      onStore(options, io, (operator) => bindTotp(operator, account, uin)).then((made) => show(io, options, made)),
    )
}

function mfaTokenCreate(io: Io): Command {
  return withStoreOptions(new Command('create'))
    .description('Make a token that a second-factor check of your own hands out; printed once.')
    .argument('<account>', 'number of the root account', number)
    .argument('<uin>', 'number of the user', number)
    .action((account: number, uin: number, options: StoreOptions) =>
      onStore(options, io, (operator) => makeMfaToken(operator, account, uin)).then((made) => show(io, options, made)),
    )
}

function decisionTokenCreate(io: Io): Command {
  interface Options extends StoreOptions {
    readonly days: number
    readonly description: string
  }
  return withStoreOptions(new Command('create'))
    .description('Make a token for a service that asks for decisions and cannot sign; printed once.')
    .argument('<account>', 'number of the root account', number)
    .argument('<service>', 'product that it may ask about, as in product:Action', service)
    .option('--days <number>', `days until it ends, at most ${tokenDaysMax}`, days, tokenDaysUsual)
    .option('--description <text>', 'free text', '')
    .action((account: number, product: string, options: Options) => {
      const given = { service: product, days: options.days, description: options.description }
      const work = (operator: Operator) => makeDecisionTokenFor(operator, account, given)
      return onStore(options, io, work).then((made) => show(io, options, made))
    })
}

function decisionTokenList(io: Io): Command {
  return withStoreOptions(new Command('list'))
    .description('List the tokens of an account, without what is secret of them.')
    .argument('<account>', 'number of the root account', number)
    .action(async (account: number, options: StoreOptions) => {
      const rows = await onStore(options, io, (operator) => listDecisionTokens(operator, account))
      if (options.json === true) return io.out(`${JSON.stringify(rows, undefined, 2)}\n`)
      const cells = rows.map((row) => Object.values(row))
      io.out(`${table(['TokenId', 'Service', 'Created', 'Expires', 'Description'], cells)}\n`)
    })
}

function decisionTokenDelete(io: Io): Command {
  return withStoreOptions(new Command('delete'))
    .description('Take a token out of force.')
    .argument('<account>', 'number of the root account', number)
    .argument('<TokenId>', 'second part of the token')
    .action((account: number, tokenId: string, options: StoreOptions) =>
      onStore(options, io, (operator) => dropDecisionToken(operator, account, tokenId)).then((made) =>
        show(io, options, made),
      ),
    )
}

// ---- arguments ----------------------------------------------------------------------------------------------------------

function service(text: string): string {
  if (/^[a-z][a-z0-9-]{0,63}$/.test(text)) return text
  throw new InvalidArgumentError('It is a product as policies spell it: small letters, digits and dashes.')
}

function days(text: string): number {
  const value = number(text)
  if (value >= 1 && value <= tokenDaysMax) return value
  throw new InvalidArgumentError(`It must be from 1 to ${tokenDaysMax}.`)
}

function accountName(text: string): string {
  if (/^[^\p{C}]{1,64}$/u.test(text)) return text
  throw new InvalidArgumentError('It has 1 to 64 characters.')
}

function phoneNumber(text: string): string {
  if (/^[0-9][0-9 ()-]{0,31}$/.test(text)) return text
  throw new InvalidArgumentError('It has digits, blanks, dashes and brackets.')
}

function countryCode(text: string): string {
  if (/^[0-9-]{1,8}$/.test(text)) return text
  throw new InvalidArgumentError('It has 1 to 8 digits.')
}
