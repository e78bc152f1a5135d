// `opencam export` and `opencam import`: an account as one document, for moving between servers. No secrets travel: what a person
// has to give anew is said.
import { Command, Option } from 'commander'
import { stringify } from 'yaml'
import { wholeOf, yamlForm } from '../../estate/write.ts'
import { type ConnectionOptions, withConnectionOptions } from '../api/connection.ts'
import { AnswerIsNo, type Io } from '../io.ts'
import { type Output, outputOption, write } from '../output.ts'
import { catalogsOption } from '../policy/knowledge.ts'
import { readText } from '../policy/texts.ts'
import { applyEstate } from './apply.ts'
import { estateOf } from './folder.ts'
import { liveAccount, sayGaps } from './live.ts'
import { planData } from './plan.ts'
import { planText } from './plan-text.ts'
import { livePlan, type PlanOptions } from './planned.ts'

const lost =
  'Not carried: access keys, passwords, second factors, sessions, tokens, and that numbers and addresses are verified.'

export function exportCommand(io: Io): Command {
  return withConnectionOptions(new Command('export'))
    .addOption(new Option('--form <form>', 'of the document').choices(['yaml', 'json']).default('yaml'))
    .action(async (options: ConnectionOptions & { readonly form: 'yaml' | 'json' }) => {
      const live = await liveAccount(options, io)
      const whole = wholeOf(live.estate)
      io.out(options.form === 'json' ? `${JSON.stringify(whole, undefined, 2)}\n` : stringify(whole, yamlForm))
      sayGaps(io, live)
      io.err(`${lost}\n`)
    })
}

interface ImportOptions extends ConnectionOptions, PlanOptions, Output {
  readonly dryRun?: true
  readonly journal: string
}

export function importCommand(io: Io): Command {
  return withConnectionOptions(new Command('import'))
    .argument('[file]', 'what opencam export wrote, - for standard input', '-')
    .option('--dry-run', 'only say what would be done; exit code 3: something')
    .option('--journal <file>', 'where it is written what was done', 'opencam-import.journal')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(async (file: string, options: ImportOptions) => {
      const { text } = await readText(file, io)
      const found = estateOf(nameFor(file, text), text, io)
      const live = await liveAccount(options, io)
      if (options.dryRun !== true) {
        await applyEstate(live, found, options, io)
        return
      }
      sayGaps(io, live)
      const plan = await livePlan(live, found, options, io)
      write(io, options, JSON.parse(planData(plan)), () => planText(plan, io))
      if (plan.changes.length > 0) throw new AnswerIsNo()
    })
}

/** Standard input has no name to tell its form by; JSON begins with a brace. */
function nameFor(file: string, text: string): string {
  if (file !== '-') return file
  return text.trimStart().startsWith('{') ? 'input.json' : 'input.yaml'
}
