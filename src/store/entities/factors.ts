// Second-factor devices beside software tokens, as the store keeps them: passkeys and hardware tokens. Types only.
import type { Account, Uin } from './terms.ts'

export interface PasskeyRow {
  readonly account: Account
  /** Base64url, as the authenticator gave it. */
  readonly credentialId: string
  readonly uin: Uin
  /** `U2FToken`: a key that is touched. `Passkey`: one that also knows its user. */
  readonly kind: 'U2FToken' | 'Passkey'
  /** Name of the site that it was made for: it answers to no other. */
  readonly site: string
  /** COSE, base64url. */
  readonly publicKey: string
  /** Of the authenticator; 0 where it does not count. */
  readonly counter: number
  readonly transports: readonly string[]
  readonly name: string
  readonly createdMs: number
  readonly usedMs: number | undefined
}
export interface HardTokenRow {
  readonly account: Account
  /** As printed on the device. */
  readonly serial: string
  /** Sealed in the context of account and `hard-token/<serial>`. */
  readonly sealedSecret: string
  /** How long a code is shown. */
  readonly periodSeconds: number
  /** Whose it is; `undefined`: nobody's yet. */
  readonly uin: Uin | undefined
  /** Last step of time that was accepted; no earlier or equal one is again. */
  readonly lastStep: number
  readonly importedMs: number
}
export interface FactorReads {
  /** Oldest first. */
  passkeys(account: Account, uin: Uin): Promise<readonly PasskeyRow[]>
  hardToken(account: Account, serial: string): Promise<HardTokenRow | undefined>
  /** By serial. */
  hardTokensOf(account: Account, uin: Uin): Promise<readonly HardTokenRow[]>
}
export interface FactorWrites {
  /** `taken`: the credential is somebody's in the account already. */
  insertPasskey(row: PasskeyRow): Promise<'inserted' | 'taken'>
  /**
   * Remembers a use. `false`: it is not this user's, or its counter does not say that it was used since: a copy of it may
   * be about.
   */
  usePasskey(
    account: Account,
    uin: Uin,
    credentialId: string,
    use: { readonly counter: number; readonly usedMs: number },
  ): Promise<boolean>
  dropPasskey(account: Account, uin: Uin, credentialId: string): Promise<boolean>
  /** `taken`: the serial is there. */
  importHardToken(row: HardTokenRow): Promise<'inserted' | 'taken'>
  /** `undefined` takes it from its user. `false`: no such token. */
  bindHardToken(account: Account, serial: string, uin: Uin | undefined): Promise<boolean>
  /** `false`: this step or a later one was used already, or there is no such token. */
  useHardStep(account: Account, serial: string, step: number): Promise<boolean>
}
