// Codes of hardware tokens, whose seeds the operator imported. Clocks of such devices drift: two steps to either side count,
// each once.
import { fromBase32, totpCode } from '../../actions/mfa/totp.ts'
import { hardTokenContext } from '../../store/sealed-columns.ts'
import type { HardTokenRow } from '../../store/store.ts'
import { sameText } from '../same-text.ts'
import { type Asking, counted, type Factor } from './factor.ts'

const driftSteps = 2

export const hardToken: Factor = {
  kind: 'Token',
  async ready({ world }, { account, uin }) {
    return (await world.store.read.factors.hardTokensOf(account, uin)).length > 0
  },
  check: (asking, answer) => counted(asking, () => shownNow(asking, (answer.get('code') ?? '').trim())),
}

function shownNow({ place, visit, holder }: Asking, code: string): Promise<boolean> {
  const { store, sealer } = place.world
  return store.transaction(async ({ factors }) => {
    for (const token of await factors.hardTokensOf(holder.account, holder.uin)) {
      const secret = sealer.open(token.sealedSecret, hardTokenContext(token.account, token.serial))
      const step = stepOf(token, fromBase32(secret), code, visit.nowMs)
      if (step !== undefined) return factors.useHardStep(token.account, token.serial, step)
    }
    return false
  })
}

function stepOf(
  { periodSeconds, lastStep }: HardTokenRow,
  secret: Uint8Array,
  code: string,
  nowMs: number,
): number | undefined {
  const now = Math.floor(nowMs / (periodSeconds * 1000))
  const steps = Array.from({ length: 2 * driftSteps + 1 }, (_, index) => now - driftSteps + index)
  return steps.find((step) => step > lastStep && sameText(totpCode(secret, step), code))
}
