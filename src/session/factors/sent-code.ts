// Codes by mail and by text message: six digits, good once, for ten minutes, in the session that asked.
import { randomText } from '../../kernel/random.ts'
import { sameText } from '../same-text.ts'
import { answered, ask, tryAnswer } from './challenge.ts'
import { type Asking, type Begun, counted, type Factor, maySend } from './factor.ts'

const codeLastsMs = 10 * 60_000

/** What is said in the message, with the code in it. */
type Deliver = (asking: Asking, text: string) => Promise<void>

/** Sends a new code by whatever means; an older one is worth nothing then. */
export async function sendCode(asking: Asking, kind: string, deliver: Deliver): Promise<Begun> {
  if (!(await maySend(asking))) return { kind: 'not-sent' }
  const { place, visit, holder } = asking
  const code = randomText(place.world.random, 6, '0123456789')
  await ask(asking, kind, code, codeLastsMs)
  try {
    await deliver(asking, `${visit.text('codeText')} ${code}`)
    return { kind: 'sent' }
  } catch (error) {
    const { account, uin } = holder
    place.world.log.error({ account, uin, kind, error }, 'a code could not be sent')
    return { kind: 'not-sent' }
  }
}

/** Whether the code is the one that was sent last; it is used up then. */
export function checkCode(asking: Asking, kind: string, code: string): Promise<boolean> {
  return asking.place.world.store.transaction(async (writes) => {
    const sent = await tryAnswer(writes, asking, kind)
    return sent !== undefined && sameText(sent, code.trim()) && answered(writes, asking, kind)
  })
}

export async function deliverMail({ place, visit }: Asking, to: string, text: string): Promise<void> {
  await place.settings.mail?.send({ to, subject: visit.text('codeSubject'), text })
}

export async function deliverPhone(
  { place }: Asking,
  to: { readonly countryCode: string; readonly phone: string },
  text: string,
): Promise<void> {
  await place.settings.phone?.send({ ...to, text })
}

export const mailCode: Factor = {
  kind: 'Mail',
  ready: async ({ settings }, holder) => settings.mail !== undefined && holder.email !== undefined,
  begin: (asking) =>
    sendCode(asking, 'Mail', async (_, text) => {
      if (asking.holder.email !== undefined) await deliverMail(asking, asking.holder.email, text)
    }),
  check: (asking, answer) => counted(asking, () => checkCode(asking, 'Mail', answer.get('code') ?? '')),
}

export const phoneCode: Factor = {
  kind: 'Phone',
  ready: async ({ settings }, holder) => settings.phone !== undefined && holder.phone !== undefined,
  begin: (asking) =>
    sendCode(asking, 'Phone', async (_, text) => {
      if (asking.holder.phone !== undefined) await deliverPhone(asking, asking.holder.phone, text)
    }),
  check: (asking, answer) => counted(asking, () => checkCode(asking, 'Phone', answer.get('code') ?? '')),
}
