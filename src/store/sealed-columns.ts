// Every column that holds something sealed, and what each is sealed to: whoever seals, opens or re-seals one takes the context
// from here. A new sealed column is one row; a test holds the rows against the schema.
import type { SealContext } from './seal.ts'

export const accessKeyContext = (account: number, secretId: string): SealContext => ({ account, secretId })
export const softTokenContext = (account: number, uin: number): SealContext => ({ account, secretId: `totp/${uin}` })
export const hardTokenContext = (account: number, serial: string): SealContext => ({
  account,
  secretId: `hard-token/${serial}`,
})
export const challengeContext = (account: number, session: string, kind: string): SealContext => ({
  account,
  secretId: `challenge/${session}/${kind}`,
})

/** Keys that sign checkpoints belong to the store, not to an account. */
export const checkpointKeyContext = (keyId: string): SealContext => ({ account: 0, secretId: `audit ${keyId}` })

export type KeyPart = number | string

export interface SealedColumn {
  readonly table: string
  readonly column: string
  /** Columns of the table's key after the account. */
  readonly key: readonly { readonly name: string; readonly type: 'integer' | 'text' }[]
  /** By the values of those. */
  context(account: number, key: readonly KeyPart[]): SealContext
}

const text = (name: string) => ({ name, type: 'text' }) as const

export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'access_keys',
    column: 'sealed_secret',
    key: [text('secret_id')],
    context: (account, [secretId]) => accessKeyContext(account, String(secretId)),
  },
  {
    table: 'totp_devices',
    column: 'sealed_secret',
    key: [{ name: 'uin', type: 'integer' }],
    context: (account, [uin]) => softTokenContext(account, Number(uin)),
  },
  {
    table: 'hard_tokens',
    column: 'sealed_secret',
    key: [text('serial')],
    context: (account, [serial]) => hardTokenContext(account, String(serial)),
  },
  {
    table: 'signin_challenges',
    column: 'sealed',
    key: [text('session_key'), text('kind')],
    context: (account, [session, kind]) => challengeContext(account, String(session), String(kind)),
  },
  {
    table: 'audit_keys',
    column: 'sealed_private_key',
    key: [text('key_id')],
    context: (_account, [keyId]) => checkpointKeyContext(String(keyId)),
  },
]
