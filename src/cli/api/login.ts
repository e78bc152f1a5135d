// `opencam login`: keeps a key and an address as a profile, once the server has said whose the key is.
import { Command } from 'commander'
import { versions } from '../../dispatch/find.ts'
import { CommandFailure, facts, harmless, type Io } from '../io.ts'
import { type Output, outputOption, write } from '../output.ts'
import { refusalText } from './call.ts'
import { type ConnectionOptions, connectionWith, endpointOf, withConnectionOptions } from './connection.ts'
import { defaultProfile, dropProfile, type Profile, writeProfile } from './profiles.ts'

interface Options extends ConnectionOptions, Output {
  readonly mfa?: string
  readonly forget?: true
}

const about = `
The key is asked for at a terminal. Otherwise it is read from standard input, SecretId and SecretKey on a line each, or the answer of the
call that made it (AddUser, CreateAccessKey, AssumeRole and their like), so that it stands in no list of processes and in no history.
Profiles are files under ~/.opencam that only their owner can read.`

export function loginCommand(io: Io): Command {
  const command = new Command('login')
    .option('--mfa <code>', 'code of the software token: the profile then holds a temporary key with a second factor')
    .option('--forget', 'drop the profile')
    .addOption(outputOption())
    .addHelpText('after', about)
  return withConnectionOptions(command).action(async (options: Options) => {
    const name = options.profile ?? io.env['OPENCAM_PROFILE'] ?? defaultProfile
    if (options.forget === true) {
      if (!dropProfile(io.env, name)) throw new CommandFailure(`there is no profile ${harmless(name)} of ours`)
      io.out(`The profile ${name} is gone. Its key still works: delete or disable it if it should not.\n`)
      return
    }
    const endpoint = endpointOf(options, io)
    const { region } = options
    const key = { endpoint, ...(region !== undefined && { region }), ...(await readKey(io)) }
    const profile: Key = options.mfa === undefined ? key : await withSecondFactor(key, options.mfa, io)
    const who = await askWho(profile, io)
    const file = writeProfile(io.env, name, profile)
    const value = { profile: name, file, endpoint, secretId: profile.secretId, expires: profile.expires, ...who }
    write(io, options, value, () => {
      const rows = Object.entries(value).map(([fact, one]) => [fact, one] as const)
      return `${facts(rows.filter(([, one]) => one !== undefined))}\n`
    })
  })
}

interface Key extends Profile {
  readonly endpoint: string
  readonly secretId: string
  readonly secretKey: string
}

type Given = Pick<Key, 'secretId' | 'secretKey' | 'token' | 'expires'>

async function readKey(io: Io): Promise<Given> {
  if (io.ask !== undefined) return keyOf([await io.ask('SecretId: ', 'shown'), await io.ask('SecretKey: ', 'hidden')])
  const text = await io.input()
  return text.trimStart().startsWith('{') ? keyInAnswer(text) : keyOf(text.split(/\r?\n/).map((line) => line.trim()))
}

function keyOf(lines: readonly string[]): Given {
  const [secretId = '', secretKey = '', ...rest] = lines
  if (!/^[\w-]{8,128}$/.test(secretId)) throw new CommandFailure('the first line is no SecretId')
  if (!/^[\x21-\x7e]{8,256}$/.test(secretKey)) throw new CommandFailure('the second line is no SecretKey')
  if (rest.some((line) => line !== '')) throw new CommandFailure('there is more than SecretId and SecretKey')
  return { secretId, secretKey }
}

/** The key in the answer of a call; what each member is called differs from action to action. */
function keyInAnswer(text: string): Given {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    throw new CommandFailure('standard input is neither SecretId and SecretKey on a line each nor the answer of a call')
  }
  const { AccessKey, Credentials, ExpiredTime, ...own } = Object(answer) as Record<string, unknown>
  const made = Object(AccessKey ?? Credentials ?? own) as Record<string, unknown>
  const secretId = made['AccessKeyId'] ?? made['TmpSecretId'] ?? made['SecretId']
  const secretKey = made['SecretAccessKey'] ?? made['TmpSecretKey'] ?? made['SecretKey']
  const { Token: token } = made
  if (typeof secretId !== 'string' || typeof secretKey !== 'string' || secretId === '' || secretKey === '') {
    throw new CommandFailure('the answer on standard input holds no key')
  }
  return {
    ...keyOf([secretId, secretKey]),
    ...(typeof token === 'string' && token !== '' && { token }),
    ...(typeof ExpiredTime === 'number' && { expires: new Date(ExpiredTime * 1000).toISOString() }),
  }
}

async function askWho(profile: Key, io: Io): Promise<{ readonly account: string; readonly name: string }> {
  const answer = await connectionWith(profile, io).call('sts', versions.get('sts') ?? '', 'GetCallerIdentity', {})
  if (answer.Error !== undefined) throw new CommandFailure(refusalText('GetCallerIdentity', answer))
  return { account: String(answer['AccountId']), name: String(answer['Arn']) }
}

/** A temporary key of the same person, for policies that ask for a second factor. */
async function withSecondFactor(key: Key, code: string, io: Io): Promise<Key> {
  const connection = connectionWith(key, io)
  const sts = versions.get('sts') ?? ''
  const who = await connection.call('sts', sts, 'GetCallerIdentity', {})
  if (who.Error !== undefined) throw new CommandFailure(refusalText('GetCallerIdentity', who))
  const serial = `qcs::cam:uin/${String(who['PrincipalId'])}::mfa/softToken`
  const answer = await connection.call('sts', sts, 'GetSessionToken', { SerialNumber: serial, TokenCode: code })
  if (answer.Error !== undefined) throw new CommandFailure(refusalText('GetSessionToken', answer))
  const { Credentials, Expiration } = answer
  const { TmpSecretId, TmpSecretKey, Token } = Object(Credentials) as Record<string, unknown>
  const all = [TmpSecretId, TmpSecretKey, Token, Expiration]
  if (!all.every((one) => typeof one === 'string')) throw new CommandFailure('GetSessionToken answered no key')
  const made = { secretId: String(TmpSecretId), secretKey: String(TmpSecretKey), token: String(Token) }
  return { ...key, ...made, expires: String(Expiration) }
}
