// `opencam prove` and `opencam diff`: questions about all requests at once, and what a change of policies gives and takes. An
// answer is proven or it is unknown, and then it counts as no.
import { Command } from 'commander'
import {
  canAllow,
  equivalent,
  type ListedRequest,
  noNewAccess,
  overlap,
  type Proof,
  type ProofOptions,
  type StatementUse,
  statementUses,
} from '../../policy/index.ts'
import { AnswerIsNo, harmless, type Io } from '../io.ts'
import { type Output, outputOption, toned, write } from '../output.ts'
import { compiledText } from './compiled.ts'
import { catalogsOf, catalogsOption, type KnowledgeOptions } from './knowledge.ts'
import { judgeOf, withKnownAction } from './known-action.ts'
import { requestText, type SubjectOptions, withSubjectOptions } from './requests.ts'
import { readTexts } from './texts.ts'

interface Options extends SubjectOptions, KnowledgeOptions, Output {}

/** What a proof comes to: a sentence, whether it is what one would wish for, and a request that shows it. */
interface Answer {
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly good: boolean
  readonly text: string
  readonly example?: ListedRequest
}

/** What an answer is made from: two documents, whom they are about, and examples that name what there is. */
interface Pair {
  readonly one: string
  readonly other: string
  readonly options: ProofOptions
  /** A request that the first allows and the second does not, or the other way round, or that both allow. */
  readonly known: (example: ListedRequest) => ListedRequest
}

function pairOf(one: string, other: string, options: Options): Pair {
  const [allowsOne, allowsOther] = [judgeOf(one, options), judgeOf(other, options)]
  const catalogs = catalogsOf(options)
  return {
    one,
    other,
    options: proofOptions(options),
    known(example) {
      const [byOne, byOther] = [allowsOne(example), allowsOther(example)]
      const alike = (request: ListedRequest) => allowsOne(request) === byOne && allowsOther(request) === byOther
      return withKnownAction(example, alike, catalogs)
    },
  }
}

const proofOptions = ({ uin, account, appId }: SubjectOptions): ProofOptions => ({ subject: { uin, account, appId } })

export function proveCommand(io: Io): Command {
  const prove = new Command('prove')
  const about = [
    ['equivalent', 'Whether two policies allow the same.', sameAccess],
    ['no-new-access', 'Whether the first allows nothing that the second does not.', nothingNew],
    ['overlap', 'Whether anything is allowed by both.', anyBoth],
  ] as const
  for (const [name, description, answer] of about) {
    const command = new Command(name).description(`${description} Exit code 3: no, or not known.`)
    prove.addCommand(
      withSubjectOptions(command)
        .argument('<first>', 'policy document')
        .argument('<second>', 'policy document')
        .addOption(catalogsOption())
        .addOption(outputOption())
        .action(async (first: string, second: string, options: Options) => {
          const [one = '', other = ''] = await documents([first, second], options, io)
          say(io, options, answer(pairOf(one, other, options)))
        }),
    )
  }
  return prove.addCommand(canAllowCommand(io)).addCommand(deadCommand(io))
}

function sameAccess({ one, other, options, known }: Pair): Answer {
  const proof = equivalent(one, other, options)
  if (proof.answer === 'yes') return { answer: 'yes', good: true, text: 'Both allow the same.' }
  if (proof.answer === 'unknown') return unknown(proof.why)
  const text = `Only the ${proof.allowedBy} allows this:`
  return { answer: 'no', good: false, text, example: known(proof.counterexample) }
}

function nothingNew({ one, other, options, known }: Pair): Answer {
  const proof = noNewAccess(one, other, options)
  if (proof.answer === 'yes') {
    return { answer: 'yes', good: true, text: 'The first allows nothing that the second does not.' }
  }
  if (proof.answer === 'unknown') return unknown(proof.why)
  return {
    answer: 'no',
    good: false,
    text: 'The first allows this, the second does not:',
    example: known(proof.counterexample),
  }
}

function anyBoth({ one, other, options, known }: Pair): Answer {
  const proof = overlap(one, other, options)
  if (proof.answer === 'no') return { answer: 'no', good: false, text: 'There is nothing that both allow.' }
  if (proof.answer === 'unknown') return unknown(proof.why)
  return { answer: 'yes', good: true, text: 'Both allow this:', example: known(proof.example) }
}

const unknown = (why: string): Answer => ({ answer: 'unknown', good: false, text: `Not known: ${why}` })

function canAllowCommand(io: Io): Command {
  return withSubjectOptions(new Command('can-allow'))
    .description('Whether policies can ever allow requests of a kind. Exit code 3: no, or not known.')
    .argument('<files...>', 'policy documents that are in force together')
    .requiredOption('--action <pattern>', 'such as cam:Delete*')
    .option('--resource <pattern>', 'such as qcs::cam::uin/100000000001:*', '*')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(
      async (files: readonly string[], options: Options & { readonly action: string; readonly resource: string }) => {
        const { action, resource } = options
        const proof = canAllow(await documents(files, options, io), { action, resource }, proofOptions(options))
        if (proof.answer === 'unknown') say(io, options, unknown(proof.why))
        else if (proof.answer === 'no') say(io, options, { answer: 'no', good: false, text: 'They never allow that.' })
        else say(io, options, { answer: 'yes', good: true, text: 'They allow this:', example: proof.example })
      },
    )
}

function deadCommand(io: Io): Command {
  return withSubjectOptions(new Command('dead'))
    .description('Which statements decide nothing. Exit code 3: some do, or it is not known.')
    .argument('<file>', 'policy document')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(async (file: string, options: Options) => {
      const [text = ''] = await documents([file], options, io)
      const uses = statementUses(text, proofOptions(options))
      write(io, options, uses, () => `${uses.map(useText).join('\n')}\n`)
      if (uses.some(({ answer }) => answer !== 'used')) throw new AnswerIsNo()
    })
}

function useText(use: StatementUse, index: number): string {
  if (use.answer === 'unknown') return `statement[${index}]: not known: ${use.why}`
  if (use.answer === 'used') return harmless(`statement[${index}] decides, for example: ${requestText(use.example)}`)
  const why =
    use.because === 'shadowed' ? 'other statements decide likewise' : 'it matches nothing that anybody could be allowed'
  return `statement[${index}] decides nothing: ${why}`
}

export function diffCommand(io: Io): Command {
  return withSubjectOptions(new Command('diff'))
    .argument('<old>', 'policy document')
    .argument('<new>', 'policy document')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(async (before: string, after: string, options: Options) => {
      const [old = '', fresh = ''] = await documents([before, after], options, io)
      const { options: how, known } = pairOf(old, fresh, options)
      const named = (proof: Proof): Proof =>
        proof.answer === 'no' ? { ...proof, counterexample: known(proof.counterexample) } : proof
      const [more, less] = [named(noNewAccess(fresh, old, how)), named(noNewAccess(old, fresh, how))]
      const tone = toned(io)
      write(io, options, { newAccess: answerOf(more), lostAccess: answerOf(less) }, () => {
        const lines = [changeText('+', 'new access', more), changeText('-', 'lost access', less)]
        return `${tone('green', lines[0] ?? '')}\n${tone('red', lines[1] ?? '')}\n`
      })
      if (more.answer !== 'yes' || less.answer !== 'yes') throw new AnswerIsNo()
    })
}

function answerOf(proof: Proof): object {
  if (proof.answer === 'yes') return { answer: 'none' }
  return proof.answer === 'no' ? { answer: 'some', example: proof.counterexample } : proof
}

function changeText(sign: string, what: string, proof: Proof): string {
  if (proof.answer === 'yes') return `${sign} ${what}: none, proven`
  if (proof.answer === 'unknown') return `${sign} ${what}: not known: ${proof.why}`
  return harmless(`${sign} ${what}, for example: ${requestText(proof.counterexample)}`)
}

async function documents(files: readonly string[], { account }: SubjectOptions, io: Io): Promise<readonly string[]> {
  const texts = await readTexts(files, io)
  return texts.map((text) => compiledText(text, account))
}

function say(io: Io, options: Output, { good, text, ...answer }: Answer): void {
  const { example } = answer
  const shown = example === undefined ? [] : [`  ${harmless(requestText(example))}`]
  write(io, options, { ...answer, text }, () => `${[toned(io)(good ? 'green' : 'red', text), ...shown].join('\n')}\n`)
  if (!good) throw new AnswerIsNo()
}
