// `opencam account …`: what people sign in with, where no API call sets it. Works on the store itself, like its siblings.
import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { number } from './arguments.ts'
import { CommandFailure, type Io } from './io.ts'
import { show } from './show.ts'
import {
  bindHardToken,
  bindMail,
  importHardTokens,
  resetPassword,
  setSwitches,
  switchNames,
} from './sign-in-operations.ts'
import { onStore, type StoreOptions, withStoreOptions } from './store.ts'

export function mail(io: Io): Command {
  return withStoreOptions(new Command('bind-mail'))
    .description('Bind a mail address, counted as verified; a root account can sign in with its own.')
    .argument('<account>', 'number of the root account', number)
    .argument('<uin>', 'number of the user; the account’s own for the root account', number)
    .argument('<address>', 'mail address', address)
    .action((account: number, uin: number, email: string, options: StoreOptions) =>
      onStore(options, io, (operator) => bindMail(operator, account, uin, email)).then((made) =>
        show(io, options, made),
      ),
    )
}

export function rootPassword(io: Io): Command {
  return withStoreOptions(new Command('reset-password'))
    .description('Make a new password, printed once; sessions of its user end. Sub-users change it when they sign in.')
    .argument('<account>', 'number of the root account', number)
    .argument('<uin>', 'number of the sub-user; the account’s own for the root account', number)
    .action((account: number, uin: number, options: StoreOptions) =>
      onStore(options, io, (operator) => resetPassword(operator, account, uin)).then((made) => show(io, options, made)),
    )
}

export function factorSwitches(io: Io): Command {
  interface Options extends StoreOptions {
    readonly login?: readonly string[]
    readonly action?: readonly string[]
    readonly unusual?: boolean
  }
  return withStoreOptions(new Command('set-factors'))
    .description('Set which second factors are asked of somebody, those among them that no API call sets.')
    .argument('<account>', 'number of the root account', number)
    .argument('<uin>', 'number of the user; the account’s own for the root account', number)
    .option('--login <factors>', 'at sign-in, any one of these; none turns it off', factorList)
    .option('--action <factors>', 'at sensitive operations of the console', factorList)
    .option('--unusual', 'at sign-ins from unusual places')
    .option('--no-unusual', 'not at sign-ins from unusual places')
    .addHelpText('after', `\nFactors, separated by commas: ${switchNames.join(', ')}; none for no factor.`)
    .action((account: number, uin: number, options: Options) => {
      const given = { login: options.login, action: options.action, unusual: options.unusual }
      return onStore(options, io, (operator) => setSwitches(operator, account, uin, given)).then((made) =>
        show(io, options, made),
      )
    })
}

export function hardTokens(io: Io): Command {
  const bring = withStoreOptions(new Command('import'))
    .description('Import hardware tokens from a list of serial,seed.')
    .argument('<account>', 'number of the root account', number)
    .argument('<file>', 'the list; seeds in base32 or hex')
    .option('--period <seconds>', 'how long a code is shown', number, 30)
    .action((account: number, file: string, options: StoreOptions & { readonly period: number }) =>
      onStore(options, io, (operator) => importHardTokens(operator, account, listIn(file), options.period)).then(
        (made) => show(io, options, made),
      ),
    )
  const bind = withStoreOptions(new Command('bind'))
    .description('Give a hardware token to somebody.')
    .argument('<account>', 'number of the root account', number)
    .argument('<serial>', 'serial number of the token')
    .argument('<uin>', 'number of the user; the account’s own for the root account', number)
    .action((account: number, serial: string, uin: number, options: StoreOptions) =>
      onStore(options, io, (operator) => bindHardToken(operator, account, serial, uin)).then((made) =>
        show(io, options, made),
      ),
    )
  const free = withStoreOptions(new Command('free'))
    .description('Take a hardware token from whoever has it.')
    .argument('<account>', 'number of the root account', number)
    .argument('<serial>', 'serial number of the token')
    .action((account: number, serial: string, options: StoreOptions) =>
      onStore(options, io, (operator) => bindHardToken(operator, account, serial, undefined)).then((made) =>
        show(io, options, made),
      ),
    )
  const command = new Command('hard-token').description('Hardware tokens.')
  return command.addCommand(bring).addCommand(bind).addCommand(free)
}

function listIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new CommandFailure(`${file} cannot be read`)
  }
}

function factorList(text: string): readonly string[] {
  return text === 'none' ? [] : text.split(',').map((name) => name.trim())
}

function address(text: string): string {
  if (/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text)) return text
  throw new InvalidArgumentError('It must be a mail address.')
}
