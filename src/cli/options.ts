// `opencam options`: every option of the server, for people or programs.
import { Command } from 'commander'
import { optionRows, renderOptions } from '../config.ts'
import type { Io } from './io.ts'

export function optionsCommand(io: Io): Command {
  return new Command('options').option('--json', 'as JSON').action(({ json }: { json?: true }) => {
    io.out(json === true ? `${JSON.stringify(rowsAsData(), undefined, 2)}\n` : `${renderOptions()}\n`)
  })
}

function rowsAsData(): readonly object[] {
  return optionRows
    .filter((row) => !row.testOnly)
    .map(({ env, flag, default: value, help, secret }) => ({ env, flag, default: value ?? null, help, secret }))
}
