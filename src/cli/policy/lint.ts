// `opencam lint`: what is wrong with policy documents, at file, line and column; mends what can be mended without a change of
// meaning.
import { writeFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { applyFix, type Finding, type LintOptions, lint, type Severity } from '../../policy/lint/index.ts'
import { number } from '../arguments.ts'
import { AnswerIsNo, harmless, type Io } from '../io.ts'
import { type Output, outputOption, toned, write } from '../output.ts'
import { catalogsOf, catalogsOption, type KnowledgeOptions } from './knowledge.ts'
import { readTexts, type Text } from './texts.ts'

interface Options extends KnowledgeOptions, Output {
  readonly purpose: NonNullable<LintOptions['purpose']>
  readonly account?: number
  readonly fix?: true
  readonly least: Severity
}

interface Linted extends Text {
  readonly findings: readonly Finding[]
}

/** The gravest first. */
const severities: readonly Severity[] = ['error', 'warning', 'notice']
const tones = { error: 'red', warning: 'yellow', notice: 'dim' } as const

export function lintCommand(io: Io): Command {
  return new Command('lint')
    .argument('<files...>', 'policy documents, - for standard input')
    .addOption(
      new Option('--purpose <purpose>', 'what the documents are for')
        .choices(['identity', 'trust', 'session', 'preset'])
        .default('identity'),
    )
    .option('--account <uin>', 'root account that the policies belong to', number)
    .addOption(
      new Option('--least <severity>', 'what counts: that and everything graver').choices(severities).default('notice'),
    )
    .option('--fix', 'write safe edits into the files: those after which every request is answered as before')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(async (files: readonly string[], options: Options) => {
      const judge = judgeBy(options, io)
      const texts = await readTexts(files, io)
      const linted = texts.map((text) => judge(options.fix === true ? mended(text, judge) : text))
      for (const { file, text } of options.fix === true ? changedOf(texts, linted) : []) {
        if (file === '-') io.out(text)
        else writeFileSync(file, text)
      }
      write(io, options, reportOf(linted), () => `${textOf(linted, io)}\n`)
      if (linted.some(({ findings }) => findings.length > 0)) throw new AnswerIsNo()
    })
}

type Judge = (text: Text) => Linted

function judgeBy({ purpose, account, least, ...knowledge }: Options, io: Io): Judge {
  const vocabulary = catalogsOf(knowledge).vocabulary()
  const counting = new Set(severities.slice(0, severities.indexOf(least) + 1))
  const options = { purpose, vocabulary, nowMs: io.clock(), ...(account === undefined ? {} : { account }) }
  return ({ file, text }) => ({
    file,
    text,
    findings: lint(text, options).filter(({ severity }) => counting.has(severity)),
  })
}

/** The last edit first, so that the places of the others stay; again, since one edit can make room for another. */
function mended(text: Text, judge: Judge): Text {
  const fix = judge(text)
    .findings.flatMap((finding) => (finding.fix?.kind === 'safe' ? [finding.fix] : []))
    .at(-1)
  if (fix === undefined) return text
  return mended({ ...text, text: applyFix(text.text, fix) }, judge)
}

const changedOf = (before: readonly Text[], after: readonly Text[]): readonly Text[] =>
  after.filter(({ text }, index) => text !== before[index]?.text)

const reportOf = (linted: readonly Linted[]): readonly object[] =>
  linted.flatMap(({ file, findings }) => findings.map((finding) => ({ file, ...finding })))

function textOf(linted: readonly Linted[], io: Io): string {
  const tone = toned(io)
  const lines = linted.flatMap(({ file, findings }) =>
    findings.map(({ line, column, severity, rule, message, fix }) => {
      const mendable = fix === undefined ? '' : fix.kind === 'safe' ? ' (--fix mends it)' : ''
      const said = `${tone(tones[severity], severity)} ${harmless(message)} ${tone('dim', `[${rule}]`)}${mendable}`
      return `${harmless(file)}:${line}:${column} ${said}`
    }),
  )
  const all = linted.flatMap(({ findings }) => findings)
  const counts = severities.map((one) => countText(all.filter(({ severity }) => severity === one).length, one))
  const files = linted.length === 1 ? '1 document' : `${linted.length} documents`
  return [...lines, all.length === 0 ? `${files}: nothing found` : `${files}: ${counts.join(', ')}`].join('\n')
}

const countText = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
