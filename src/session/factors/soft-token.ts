// Codes of a software token, and binding one: the secret is shown until a code of it comes back.
import { encode } from 'uqr'
import { checkSoftToken, confirmSoftToken, newSoftTokenSecret, softTokenUri } from '../../actions/mfa/totp.ts'
import type { Writes } from '../../store/store.ts'
import { answered, ask, asked, tryAnswer } from './challenge.ts'
import type { Asking, Factor } from './factor.ts'

const bindingLastsMs = 10 * 60_000
const binding = 'bind-soft-token'

export const softToken: Factor = {
  kind: 'Stoken',
  async ready({ world }, { account, uin }) {
    return (await world.store.read.settings.totpDevice(account, uin)) !== undefined
  },
  async check({ place, visit, holder }, answer) {
    const { store, sealer } = place.world
    const code = (answer.get('code') ?? '').trim()
    const { kind } = await checkSoftToken(store, sealer, holder, code, visit.nowMs)
    return kind
  },
}

/** The secret of a device that is being bound in this session; the same until it is bound or too late. */
export async function offerBinding(asking: Asking): Promise<string> {
  const known = await asked(asking, binding)
  if (known !== undefined) return known
  const secret = newSoftTokenSecret(asking.place.world.random)
  await ask(asking, binding, secret, bindingLastsMs)
  return secret
}

/** Binds the device that shows the code. `also`: what happens with it, in the same transaction. */
export function bindOffered(asking: Asking, code: string, also: (writes: Writes) => Promise<void>): Promise<boolean> {
  const { place, visit, holder } = asking
  return place.world.store.transaction(async (writes) => {
    const secret = await tryAnswer(writes, asking, binding)
    if (secret === undefined) return false
    const shown = { secret, code: code.trim() }
    if (!(await confirmSoftToken(writes, place.world.sealer, holder, shown, visit.nowMs))) return false
    if (!(await answered(writes, asking, binding))) return false
    await also(writes)
    return true
  })
}

/** The QR code of a device that is being bound, as an image; `undefined` where none is. */
export async function bindingImage(asking: Asking): Promise<string | undefined> {
  const secret = await asked(asking, binding)
  if (secret === undefined) return undefined
  const { size, data } = encode(softTokenUri(secret, asking.holder), { ecc: 'M', border: 3 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${dark.join('')}"/></svg>`
}
