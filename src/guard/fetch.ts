// The guard before handlers that take a Request of the Fetch API and give a Response: Hono, and servers of other runtimes.
import { readWeb } from './body.ts'
import type { Guard, GuardReply } from './guard.ts'
import { type Guarded, plain } from './node.ts'
import type { GuardRequest } from './types.ts'

export interface FetchOptions<Environment extends unknown[] = []> {
  /** Address that a request came from; a Request does not say it. Without it there is no `qcs:ip`. */
  readonly address?: (request: Request, ...environment: Environment) => string | undefined
}

export type FetchHandler<Environment extends unknown[]> = (
  request: Request,
  guarded: Guarded,
  ...environment: Environment
) => Response | Promise<Response>

/** A handler that hands on what is allowed and answers the rest. The handler gets a request whose body is there again. */
export function guardFetch<Environment extends unknown[] = []>(
  guard: Guard,
  handler: FetchHandler<Environment>,
  options: FetchOptions<Environment> = {},
): (request: Request, ...environment: Environment) => Promise<Response> {
  return async (request, ...environment) => {
    const address = options.address?.(request, ...environment)
    const outcome = await judgeWeb(guard, request, await readWeb(request.body, guard.bodyBytesMax), address)
    if ('reply' in outcome) return responseOf(outcome.reply)
    return handler(readAgain(request, outcome.body), outcome, ...environment)
  }
}

/** A request like the one given, with its body there again. */
export function readAgain({ method, headers, url }: Request, body: Buffer): Request {
  return new Request(url, {
    method,
    headers,
    body: method === 'GET' || method === 'HEAD' ? null : new Uint8Array(body),
  })
}

/** Judges a request whose body was read; `undefined` for one that is too long. */
export async function judgeWeb(
  guard: Guard,
  request: Request,
  body: Buffer | undefined,
  address: string | undefined,
): Promise<Guarded | { readonly reply: GuardReply }> {
  if (body === undefined) return { reply: guard.reply(guard.tooLong()) }
  const verdict = await guard.check(requestOf(request, body, address))
  return verdict.allowed ? { ...verdict, body } : { reply: guard.reply(verdict) }
}

export const responseOf = ({ status, headers, body }: GuardReply): Response => new Response(body, { status, headers })

function requestOf({ method, headers, url }: Request, body: Buffer, address: string | undefined): GuardRequest {
  const { pathname, search, host, protocol } = new URL(url)
  return {
    method,
    path: pathname,
    query: search.slice(1),
    // Some runtimes keep Host out of the headers.
    header: (name) => headers.get(name) ?? (name === 'host' ? host : undefined),
    body,
    address: plain(address),
    tls: protocol === 'https:',
  }
}
