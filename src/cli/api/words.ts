// What may stand after `opencam call`: actions, then the names of their parameters.
import type { Io } from '../io.ts'
import { findCall, type KnownCall, knownCalls, readCallName } from './known.ts'

export async function wordsOfCall([name, ...given]: readonly string[], io: Io): Promise<readonly string[]> {
  const calls = knownCalls(io.env['OPENCAM_CATALOG_DIR'])
  if (name === undefined)
    return calls.map(({ product, action }) => (product === 'cam' ? action : `${product}:${action}`))
  let call: KnownCall
  try {
    call = findCall(calls, readCallName(name))
  } catch {
    return []
  }
  return Object.keys(call.params ?? {})
    .filter((parameter) => !given.some((one) => one.startsWith(`${parameter}=`) || one.startsWith(`${parameter}:=`)))
    .map((parameter) => `${parameter}=`)
}
