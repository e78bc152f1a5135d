// `opencam call <Action>`: one signed call of any product, its parameters typed as the action's row says.
import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import type { Answer } from '../../client/call.ts'
import { wireType } from '../../protocol/shape.ts'
import { CommandFailure, facts, harmless, type Io, table } from '../io.ts'
import { type Output, write } from '../output.ts'
import { catalogsOption, type KnowledgeOptions } from '../policy/knowledge.ts'
import { type ConnectionOptions, connectionOf, withConnectionOptions } from './connection.ts'
import { findCall, type KnownCall, knownCalls, readCallName } from './known.ts'
import { readParameters } from './parameters.ts'

interface Options extends ConnectionOptions, KnowledgeOptions {
  readonly input?: string
  readonly apiVersion?: string
  readonly describe?: true
  readonly member?: string
  readonly list?: true
  readonly output: 'json' | 'yaml'
}

const examples = `
Examples:
  opencam call AddUser Name=ann UseApi=1
  opencam call AddUserToGroup Info.0.GroupId=3 Info.0.Uid=5
  opencam call CreatePolicy PolicyName=read --input policy.json
  opencam call ses:ListSendTasks Offset=0 Limit=10`

export function callCommand(io: Io): Command {
  const command = new Command('call')
    .argument('[action]', 'GetUser, or cam:GetUser')
    .argument('[parameters...]', 'Name=value, Name:=JSON, Info.0.Uid=1 for members')
    .option('-i, --input <file>', 'parameters as JSON, - for standard input')
    .option('--api-version <date>', 'version of the API, for products whose catalog tells none')
    .option('--member <path>', 'print that member of the answer alone, a text as it is: Uin, UserInfo.0.Name')
    .option('--describe', 'say what the action takes, answers and refuses, and call nothing')
    .option('--list', 'list the actions, of one product where it is named')
    .addOption(catalogsOption())
    .addOption(new Option('-o, --output <form>', 'how to answer').choices(['json', 'yaml']).default('json'))
    .addHelpText('after', examples)
  return withConnectionOptions(command).action(
    async (name: string | undefined, texts: readonly string[], options: Options) => {
      const calls = knownCalls(options.catalogs)
      if (options.list === true) io.out(listed(calls, name))
      else if (name === undefined) throw new CommandFailure('which action? `opencam call --list` shows them')
      else if (options.describe === true) io.out(described(findCall(calls, readCallName(name))))
      else await makeCall(findCall(calls, readCallName(name)), texts, options, io)
    },
  )
}

async function makeCall(call: KnownCall, texts: readonly string[], options: Options, io: Io): Promise<void> {
  const { product, action, params } = call
  const version = options.apiVersion ?? call.version
  if (version === undefined) throw new CommandFailure(`the catalog of ${product} tells no version: give --api-version`)
  const base = options.input === undefined ? {} : await readInput(options.input, io)
  const parameters = readParameters(texts, params, base)
  const answer = await connectionOf(options, io).call(product, version, action, parameters)
  if (answer.Error !== undefined) throw new CommandFailure(refusalText(action, answer))
  if (options.member === undefined) write(io, options as Output, answer, () => '')
  else io.out(`${memberText(answer, options.member, io.terminal)}\n`)
}

/** A member of the answer by the names and numbers that lead to it: a text as it is (a terminal sees no control characters), the rest as JSON. */
function memberText(answer: Answer, path: string, terminal: boolean): string {
  let value: unknown = answer
  for (const name of path.split('.')) {
    const there = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    if (!there) throw new CommandFailure(`the answer has no member ${harmless(path)}`)
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  if (typeof value !== 'string') return JSON.stringify(value, undefined, 2)
  return terminal ? value.split('\n').map(harmless).join('\n') : value
}

/** Code, message and RequestId; for a refusal by policy, where the reason is found. */
export function refusalText(action: string, { Error: error, RequestId }: Answer): string {
  const { Code = '', Message = '' } = error ?? {}
  const message = harmless(Message.replace(/\s*\n\s*/g, ' '))
  const said = `${action}: ${harmless(Code)}: ${message} (RequestId ${harmless(RequestId)})`
  const byPolicy = /^(?:AuthFailure\.)?UnauthorizedOperation/.test(Code) && action !== 'DescribeRefusal'
  return byPolicy ? `${said}\nopencam explain ${harmless(RequestId)} tells why, to whoever may see it` : said
}

async function readInput(file: string, io: Io): Promise<Record<string, unknown>> {
  let text: string
  try {
    text = file === '-' ? await io.input() : readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandFailure(
      `${harmless(file)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new CommandFailure(`${harmless(file)} is no JSON: ${error instanceof Error ? harmless(error.message) : ''}`)
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>
  throw new CommandFailure(`${harmless(file)}: parameters are a JSON object`)
}

function listed(calls: readonly KnownCall[], product: string | undefined): string {
  const shown = calls.filter((call) => product === undefined || call.product === product.toLowerCase())
  if (shown.length === 0) throw new CommandFailure(`no catalog of a product ${harmless(product ?? '')} is here`)
  const rows = shown.map(({ product, action, summary }) => [`${product}:${action}`, summary])
  return `${table(['action', 'what it does'], rows)}\n`
}

function described({ product, version, action, summary, deprecated, params, returns, errors }: KnownCall): string {
  const head = facts([
    ['action', `${product}:${action}`],
    ['version', version ?? 'not told by the catalog'],
    ['does', summary],
    ...(deprecated === undefined ? [] : [['deprecated', deprecated] as const]),
  ])
  if (params === undefined || returns === undefined) {
    return `${head}\n\nIts catalog tells what it is authorised on, and no parameters: they are the product's own.\n`
  }
  const typeOf = (shape: (typeof params)[string]): string => {
    const { type, array } = wireType(shape)
    return array ? `list of ${type}` : type
  }
  const fields = (of: typeof params, heading: string): string =>
    table(
      [heading, 'type', heading === 'parameter' ? 'required' : '', 'what it is'],
      Object.entries(of).map(([name, shape]) => {
        return [name, typeOf(shape), heading === 'parameter' && shape.required ? 'yes' : '', shape.data.about]
      }),
    )
  const parts = [
    head,
    ...(Object.keys(params).length === 0 ? [] : [fields(params, 'parameter')]),
    ...(Object.keys(returns).length === 0 ? [] : [fields(returns, 'result')]),
    `error codes\n${(errors ?? []).map((code) => `  ${code}`).join('\n')}`,
  ]
  return `${parts.join('\n\n')}\n`
}
