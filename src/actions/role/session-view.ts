// How a session of a role looks to whoever looks after the role. Nothing of it helps anybody to sign.
import { isoSeconds } from '../../kernel/time.ts'
import { bool, int, list, nullable, struct, text } from '../../protocol/shape.ts'
import { isConsoleKey } from '../../store/console-key.ts'
import { readProviderIssuer } from '../../store/issuer.ts'
import type { SessionRow } from '../../store/store.ts'

const newer = true

export const RoleSession = struct(
  'RoleSession',
  {
    SessionId: text({ about: 'Id of the session; no secret.', newer }),
    SessionName: text({ about: 'Name that was given to it.', newer }),
    Origin: text({
      about:
        'What is at its beginning: a permanent key, a browser at the console, an identity provider, or the server itself.',
      oneOf: ['key', 'console', 'provider', 'server'],
      newer,
    }),
    CallerAccount: int({ about: 'Root account of whoever asked for it.', newer }),
    CallerUin: int({ about: 'Account number of whoever asked for it; 0 for somebody of an identity provider.', newer }),
    CallerName: nullable(text({ about: 'Name of that user now; null where it is no user of this account.', newer })),
    Provider: nullable(text({ about: 'The identity provider that vouched for it; null without one.', newer })),
    Through: list(text({ about: 'A role, by its id.' }), { about: 'Roles that the chain to it went through.', newer }),
    SourceIdentity: nullable(text({ about: 'Whoever asked first; null where nobody said.', newer })),
    SecondFactor: bool({ about: 'Whether a second factor was shown for it.', newer }),
    InForce: bool({ about: 'Whether it still works: its beginning and its chain are there.', newer }),
    StartTime: text({ about: 'When it began, UTC.', newer }),
    ExpireTime: text({ about: 'When it ends by itself, UTC.', newer }),
  },
  { about: 'A session of a role.' },
)

export function roleSession(
  row: SessionRow,
  { userName, inForce }: { readonly userName: string | undefined; readonly inForce: boolean },
) {
  const { issuingSecretId: issuer } = row
  const provider = readProviderIssuer(issuer)
  const origin = isConsoleKey(issuer)
    ? 'console'
    : provider !== undefined
      ? 'provider'
      : issuer === ''
        ? 'server'
        : 'key'
  return {
    SessionId: row.sessionId,
    SessionName: row.name,
    Origin: origin,
    CallerAccount: row.callerAccount,
    CallerUin: row.callerUin,
    CallerName: userName ?? null,
    Provider: provider === undefined ? null : `${provider.kind}-provider/${provider.name}`,
    Through: row.through.map(({ account, roleId }) => `qcs::cam::uin/${account}:role/${roleId}`),
    SourceIdentity: row.sourceIdentity ?? null,
    SecondFactor: row.mfa,
    InForce: inForce,
    StartTime: isoSeconds(row.createdMs),
    ExpireTime: isoSeconds(row.expiresMs),
  }
}
