// Policy documents changed in a few places, through the reader and the linter. Neither ever throws, and they refuse for the
// same faults; a document that is accepted is read the same again from its minified text. A trust policy that cannot be
// read lets nobody in.

import type { ReadOptions } from '../../../src/policy/index.ts'
import { compileTrust, decideTrust, minify, policyLength, readPolicy } from '../../../src/policy/index.ts'
import { lint } from '../../../src/policy/lint/index.ts'
import { numberSets } from '../policy/alphabet.ts'
import type { Dice } from '../policy/dice.ts'
import { drawDocument, drawTheme } from '../policy/documents.ts'
import { generateTrust, type ListedQuestion } from '../policy/trust-worlds.ts'
import { type FuzzTarget, hostile, mutate, polluted } from './target.ts'

const vocabulary: ReadOptions['vocabulary'] = {
  service: (product) => (product === 'cam' ? { hasAction: (action) => action.toLowerCase() === 'getuser' } : undefined),
}

const pieces = [
  ...hostile,
  '"version":"2.0"',
  '"statement":[]',
  '"effect":"deny"',
  '"principal":{"qcs":["*"]}',
  '"principal":"*"',
  '"condition":{"ip_equal":{"qcs:ip":["0.0.0.0/0"]}}',
  '"condition":{"for_any_value:string_like_if_exist":{"qcs:request_tag":"a&*"}}',
  '"qcs::cvm:::*"',
  '"qcs:::::::"',
  '"name/*"',
  '"*?*?*?*?*?*?*?*"',
  '"${uin}${owner_uin}"',
]

function change(draw: Dice, text: string): string {
  if (draw.chance(0.6)) return mutate(draw, text)
  const at = draw.below(text.length + 1)
  const piece = draw.pick(pieces)
  return text.slice(0, at) + (draw.chance(0.05) ? piece.repeat(1 + draw.below(2_000)) : piece) + text.slice(at)
}

function check(text: string, options: ReadOptions): string | undefined {
  try {
    const { document, problems } = readPolicy(text, options)
    const length = policyLength(text)
    const small = minify(text)
    const errors = problems.filter(({ severity }) => severity === 'error').length
    if (lint(text, options).filter(({ severity }) => severity === 'error').length !== errors) return 'linted otherwise'
    if (document === undefined) return problems.length > 0 ? undefined : 'refused without a problem'
    if (small === undefined) return 'accepted, but no JSON to minify'
    if (length > 6144) return 'accepted, but too long'
    const again = readPolicy(small, options)
    if (JSON.stringify(again.document) !== JSON.stringify(document)) return 'read otherwise from its minified text'
    return minify(small) === small ? undefined : 'minified twice is not minified once'
  } catch (error) {
    return `the reader or the linter threw ${String(error)}`
  }
}

/** Asks about the changed document whatever was to be asked about the one it came from. */
function checkTrust({ owner, asker, action, context }: ListedQuestion, text: string): string | undefined {
  try {
    const compiled = compileTrust(text, owner)
    const { effect } = decideTrust(compiled, asker, action, context)
    return compiled.problems.length > 0 && effect === 'allow' ? 'trusted by a text that cannot be read' : undefined
  } catch (error) {
    return `the decision about trust threw ${String(error)}`
  }
}

export const policyTarget: FuzzTarget = {
  name: 'policy',
  try(draw) {
    const purpose = draw.pick(['identity', 'identity', 'preset', 'trust', 'session'] as const)
    const form = { numbers: draw.pick(numberSets), preset: purpose === 'preset', themes: [drawTheme(draw)], wide: 0.1 }
    const [question] = purpose === 'trust' ? generateTrust(draw.below(1e6), draw.below(1e6), 1) : []
    let text = question?.document ?? drawDocument(draw, form).text
    for (let count = draw.pick([0, 1, 1, 2, 4]); count > 0; count--) text = change(draw, text)
    const fault =
      check(text, { purpose, vocabulary }) ??
      (question === undefined ? undefined : checkTrust(question, text)) ??
      (polluted() ? 'a shared prototype was changed' : undefined)
    return fault === undefined ? undefined : { fault, reproducer: JSON.stringify({ purpose, text }) }
  },
}
