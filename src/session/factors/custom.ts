// An account's own verification page: the browser goes there with a token, the account's server reads whose it is, verifies
// the user by its own means, and uses the token up. Then, and only then, the factor was shown.
import { customTokenLifeMs, makeCustomToken } from '../../actions/mfa/custom-token.ts'
import { safeNext } from '../next.ts'
import { answered, ask, tryAnswer } from './challenge.ts'
import { type Asking, counted, type Factor } from './factor.ts'

export const custom: Factor = {
  kind: 'Custom',
  ready: async ({ settings }, { account }) => settings.customFactors.has(String(account)),
  async begin(asking) {
    const { place, visit, holder } = asking
    const page = place.settings.customFactors.get(String(holder.account))
    if (page === undefined) return { kind: 'not-sent' }
    const { store, random } = place.world
    const of = { account: holder.account, uin: holder.uin, nowMs: visit.nowMs }
    const token = await store.transaction((writes) => makeCustomToken(writes, random, of))
    // As long as the token: what is gone later was not used up but dropped.
    await ask(asking, 'Custom', token, customTokenLifeMs)
    const url = new URL(page)
    url.searchParams.set('MFAToken', token)
    url.searchParams.set('ReturnUrl', askedAt(asking))
    return { kind: 'go', location: url.href }
  },
  check: (asking) =>
    counted(asking, () => {
      const { place, visit, holder } = asking
      return place.world.store.transaction(async (writes) => {
        const token = await tryAnswer(writes, asking, 'Custom')
        if (token === undefined) return false
        const unused = await writes.mfaTokens.uinOf(holder.account, token, visit.nowMs)
        return unused === undefined && answered(writes, asking, 'Custom')
      })
    }),
}

/** The page of ours that asked, for the account's own to lead back to. */
function askedAt({ visit }: Asking): string {
  const next = visit.form.get('next')
  const query = next === undefined ? '' : `?next=${encodeURIComponent(safeNext(next))}`
  return `${visit.origin ?? ''}${visit.path.replace(/\/send$/, '')}${query}`
}
