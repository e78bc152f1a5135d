// `opencam plan`: what applying a folder would do, without doing it. Exit code 3 where it would do something.
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { type ConnectionOptions, withConnectionOptions } from '../api/connection.ts'
import { AnswerIsNo, type Io } from '../io.ts'
import { type Output, outputOption, write } from '../output.ts'
import { catalogsOption } from '../policy/knowledge.ts'
import { estateIn } from './folder.ts'
import { liveAccount, sayGaps } from './live.ts'
import { planText } from './plan-text.ts'
import { checkAccount, folderPlan, livePlan, type PlanOptions } from './planned.ts'

interface Options extends ConnectionOptions, PlanOptions, Output {
  readonly against?: string
  readonly out?: string
}

export function planCommand(io: Io): Command {
  return withConnectionOptions(new Command('plan'))
    .argument('[folder]', 'the account as files', '.')
    .option('--against <folder>', 'compare with another folder instead of a live account')
    .option('--prune', 'delete what is not in the folder')
    .option('--out <file>', 'save the plan, for opencam apply')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(async (folder: string, options: Options) => {
      const found = estateIn(folder, io)
      const plan = await planFor(found, options)
      if (options.out !== undefined) writeFileSync(options.out, `${planData(plan)}\n`)
      write(io, options, JSON.parse(planData(plan)), () => planText(plan, io))
      if (plan.changes.length > 0) throw new AnswerIsNo()
    })

  async function planFor(found: ReturnType<typeof estateIn>, options: Options) {
    if (options.against !== undefined) return folderPlan(estateIn(options.against, io).estate, found, options, io)
    const live = await liveAccount(options, io)
    sayGaps(io, live)
    checkAccount(found.estate, live)
    return livePlan(live, found, options, io)
  }
}

/** Condition keys of examples are maps, which JSON has as objects. */
export const planData = (plan: object): string =>
  JSON.stringify(plan, (_, one: unknown) => (one instanceof Map ? Object.fromEntries(one) : one), 2)
