// Somebody whom an identity provider vouched for, on the way from the provider's post to a page of ours: browsers send no
// cookies along with a form from elsewhere, so who it was is carried, sealed, to a request that has them. Good once, for a
// minute.
import { z } from 'zod'
import type { World } from '../../actions/world.ts'

export interface Ticket {
  readonly account: number
  readonly uin: number
  readonly way: 'saml' | 'oidc'
  readonly next: string
  /** The request that it answers; `undefined`: the provider spoke first. */
  readonly state: string | undefined
  readonly endsMs: number
}

const shape = z.object({
  account: z.number(),
  uin: z.number(),
  way: z.enum(['saml', 'oidc']),
  next: z.string(),
  state: z.string().optional(),
  endsMs: z.number(),
})
const lastsMs = 60_000
const contextOf = { account: 0, secretId: 'sign-in ticket' }

export function sealTicket({ sealer }: Pick<World, 'sealer'>, ticket: Omit<Ticket, 'endsMs'>, nowMs: number): string {
  return sealer.seal(JSON.stringify({ ...ticket, endsMs: nowMs + lastsMs }), contextOf)
}

export function openTicket({ sealer }: Pick<World, 'sealer'>, text: string, nowMs: number): Ticket | undefined {
  try {
    const { state, ...ticket } = shape.parse(JSON.parse(sealer.open(text, contextOf)))
    return ticket.endsMs > nowMs ? { ...ticket, state } : undefined
  } catch {
    return undefined
  }
}
