// `opencam explain`: a refused call by its RequestId, asked of the server with the caller's own rights; or a policy document
// in words.
import { existsSync } from 'node:fs'
import { Command, Option } from 'commander'
import type { Answer } from '../../client/call.ts'
import { versions } from '../../dispatch/find.ts'
import { readPolicy } from '../../policy/index.ts'
import { askAgain } from '../ask-again.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'
import { type Output, outputOption, write } from '../output.ts'
import { catalogsOf, catalogsOption, type KnowledgeOptions } from '../policy/knowledge.ts'
import { readText } from '../policy/texts.ts'
import { inWords } from '../policy/words.ts'
import { refusalText } from './call.ts'
import { type ConnectionOptions, connectionOf, withConnectionOptions } from './connection.ts'
import { refusalLines } from './refusal.ts'

interface Options extends ConnectionOptions, KnowledgeOptions, Output {
  readonly purpose: 'identity' | 'trust' | 'session' | 'preset'
}

export function explainCommand(io: Io): Command {
  const command = new Command('explain')
    .argument('<what>', 'RequestId of a refused call, or a policy document, - for standard input')
    .addOption(
      new Option('--purpose <purpose>', 'what the document is for')
        .choices(['identity', 'trust', 'session', 'preset'])
        .default('identity'),
    )
    .addOption(catalogsOption())
    .addOption(outputOption())
  return withConnectionOptions(command).action(async (what: string, options: Options) => {
    if (what === '-' || existsSync(what)) await explainDocument(what, options, io)
    else if (/^[\w-]{1,64}$/.test(what)) await explainRefusal(what, options, io)
    else throw new CommandFailure(`${harmless(what)} is no file that is there, and no RequestId`)
  })
}

async function explainDocument(file: string, options: Options, io: Io): Promise<void> {
  const { text } = await readText(file, io)
  const { purpose } = options
  const { document, problems } = readPolicy(text, { purpose, vocabulary: catalogsOf(options).vocabulary() })
  if (document === undefined) {
    throw new CommandFailure(harmless(`${file} cannot be in force: ${problems[0]?.message} (opencam lint says more)`))
  }
  const words = inWords(document)
  write(io, options, { statements: words.split('\n\n') }, () => `${words}\n`)
}

async function explainRefusal(requestId: string, options: Options, io: Io): Promise<void> {
  const connection = connectionOf(options, io)
  const ask = (): Promise<Answer> =>
    connection.call('cam', versions.get('cam') ?? '', 'DescribeRefusal', { RefusedRequestId: requestId })
  const answer = await askAgain(ask, ({ Error: error }) => error?.Code !== 'ResourceNotFound.NotFound')
  if (answer.Error !== undefined) throw new CommandFailure(refusalText('DescribeRefusal', answer))
  write(io, options, answer, () => `${refusalLines(answer).join('\n')}\n`)
}
