// A request as options of a command spell it: for `simulate`, and in words.
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { AccessRequest, ContextValue, ListedRequest } from '../../policy/index.ts'
import { PROOF_SUBJECT } from '../../policy/index.ts'
import { number } from '../arguments.ts'

export interface RequestOptions {
  readonly action: string
  readonly resource: readonly string[]
  readonly ip?: string
  readonly time?: string
  readonly mfa?: 'yes' | 'no'
  readonly tag: readonly string[]
  readonly key: readonly (readonly [string, ContextValue])[]
}

export interface SubjectOptions {
  readonly account: number
  readonly uin: number
  readonly appId: number
}

const gathered = <T>(value: T, before: readonly T[]): readonly T[] => [...before, value]

/** Whom it is about; somebody without anything of note unless options say otherwise. */
export function withSubjectOptions(command: Command): Command {
  return command
    .option('--account <uin>', 'root account of whoever asks', number, PROOF_SUBJECT.account)
    .option('--uin <uin>', 'number of whoever asks', number, PROOF_SUBJECT.uin)
    .option('--app-id <id>', 'AppId of the account', number, PROOF_SUBJECT.appId)
}

export function withRequestOptions(command: Command): Command {
  return command
    .requiredOption('--action <product:Action>', 'what is asked for')
    .option('--resource <resource>', 'six segments; * where left out; may be repeated', gathered<string>, [])
    .option('--ip <address>', 'address it comes from')
    .option('--time <moment>', 'when, such as 2026-01-02T03:04:05Z')
    .addOption(new Option('--mfa <said>', 'whether a second factor was shown').choices(['yes', 'no']))
    .option('--tag <key=value>', 'tag of the resource; may be repeated', gatheredTag, [])
    .option('--key <key=value>', 'another condition key; several values with commas', gatheredKey, [])
}

function pair(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new InvalidArgumentError('It must be name=value.')
}

const gatheredTag = (text: string, before: readonly string[]): readonly string[] => [...before, pair(text).join('&')]

/** Collects `key=value` options; several values with commas. */
export function gatheredKey(text: string, before: RequestOptions['key']): RequestOptions['key'] {
  const [name, value] = pair(text)
  return [...before, [name, value.includes(',') ? value.split(',') : value]]
}

export function requestOf(
  { action, resource, ip, time, mfa, tag, key }: RequestOptions,
  { account, uin }: SubjectOptions,
): AccessRequest & ListedRequest {
  const context = new Map<string, ContextValue>([
    ['qcs:owner_uin', String(account)],
    ['qcs:uin', String(uin)],
  ])
  if (ip !== undefined) context.set('qcs:ip', ip)
  if (time !== undefined) context.set('qcs:current_time', time)
  if (mfa !== undefined) context.set('qcs:mfa', String(mfa === 'yes')).set('mfa', mfa === 'yes' ? '1' : '0')
  if (tag.length > 0) context.set('qcs:resource_tag', tag)
  for (const [name, value] of key) context.set(name, value)
  const resources = resource.length === 0 ? ['*'] : resource
  const granularity = resources.every((text) => text === '*') ? 'operation' : 'resource'
  return { action, resources, granularity, context }
}

/** In one line: action, resources, keys. */
export function requestText({ action, resources, context }: ListedRequest): string {
  const keys = [...context].map(([key, value]) => `${key} = ${Array.isArray(value) ? value.join(', ') : value}`)
  return [`${action} on ${resources.join(', ')}`, ...keys].join('; ')
}
