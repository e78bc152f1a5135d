// `opencam simulate`: what policies say to one request, why, and what would have to change.
import { Command } from 'commander'
import { assemble, editText, explain, type PolicySource, reasonOf, remedyOf, type Subject } from '../../policy/index.ts'
import { findingText } from '../explained.ts'
import { AnswerIsNo, harmless, type Io } from '../io.ts'
import { type Output, outputOption, toned, write } from '../output.ts'
import { compiledText } from './compiled.ts'
import {
  type RequestOptions,
  requestOf,
  type SubjectOptions,
  withRequestOptions,
  withSubjectOptions,
} from './requests.ts'
import { readText } from './texts.ts'

interface Options extends RequestOptions, SubjectOptions, Output {
  readonly boundary?: string
  readonly session?: string
  readonly explain?: true
}

export function simulateCommand(io: Io): Command {
  const command = new Command('simulate')
    .argument('<files...>', 'policy documents of whoever asks')
    .option('--boundary <file>', 'policy that limits what the others allow')
    .option('--session <file>', 'policy of a session that limits further')
    .option('--explain', 'each layer and the statement that came nearest, also where it is allowed')
  return withRequestOptions(withSubjectOptions(command))
    .addOption(outputOption())
    .action(async (files: readonly string[], options: Options) => {
      const subject = await subjectOf(files, options, io)
      const request = requestOf(options, options)
      const program = assemble(subject)
      const explanation = explain(program, request)
      const { effect } = explanation.decision
      const remedy = remedyOf(program, request, () => false)
      const edits = 'edits' in remedy ? remedy.edits.map((edit) => harmless(editText(edit))) : []
      const value = { effect, reason: reasonOf(explanation), explanation: explanation.resources, remedy }
      write(io, options, value, () => {
        const tone = toned(io)
        const verdict = effect === 'allow' ? tone('green', 'allowed') : tone('red', 'refused')
        const shown = effect === 'deny' || options.explain === true ? explanation.resources.map(findingText) : []
        const change = edits.length === 0 ? [] : [['The smallest change that would allow it:', ...edits].join('\n  ')]
        return `${[verdict, ...shown, ...change].join('\n\n')}\n`
      })
      if (effect === 'deny') throw new AnswerIsNo()
    })
}

async function subjectOf(files: readonly string[], options: Options, io: Io): Promise<Subject> {
  const { account, uin, appId, boundary, session } = options
  let policyId = 0
  const source = async (file: string): Promise<PolicySource> => {
    policyId += 1
    const face = { policyId, policyName: file, versionId: 1, preset: false, creator: account }
    return { ...face, document: compiledText(await readText(file, io), account), via: { kind: 'direct' } }
  }
  const identity: PolicySource[] = []
  for (const file of files) identity.push(await source(file))
  return {
    kind: 'user',
    uin,
    account,
    appId,
    identity,
    boundary: boundary === undefined ? undefined : await source(boundary),
    session: session === undefined ? undefined : await source(session),
  }
}
