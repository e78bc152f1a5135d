// What users of the test bench see of it. Types only, and nothing of the server's inside, so that they stand on their own in
// the emitted package.

/** Somebody who signs calls. Its members fit every client library; an SDK's settings come from `clientConfig`. */
export interface Identity {
  readonly kind: 'root' | 'user' | 'role'
  readonly name: string
  /** Number of the root account that it belongs to. */
  readonly account: number
  /** Own account number: of the root account its own, of a role's session that of whoever assumed it. */
  readonly uin: number
  readonly secretId: string
  readonly secretKey: string
  /** Of a temporary key. */
  readonly token?: string
  /** Of a temporary key: when it ends, in milliseconds since 1970 of the server's clock. */
  readonly expiresMs?: number
}

export interface User extends Identity {
  readonly kind: 'user'
  readonly uid: number
}

export interface Role {
  readonly name: string
  readonly roleId: string
  readonly account: number
  /** Six-segment name, which AssumeRole takes. */
  readonly arn: string
}

export interface Group {
  readonly name: string
  readonly account: number
  readonly groupId: number
}

/** A policy document, the id of a policy, or the name of one that is there (`ReadOnlyAccess`). */
export type PolicyGiven = object | number | string

export interface UserOptions {
  /** Attached to the user. */
  readonly policies?: readonly PolicyGiven[]
  readonly groups?: readonly Group[]
  /** Limits what all policies together allow. */
  readonly boundary?: PolicyGiven
  /** Whose user it is; the first root account unless told. */
  readonly of?: Identity
}

export interface RoleOptions {
  /** Who may assume it: users, a root account (and with it everybody there who may by policies), or services by name. */
  readonly trusts: readonly (Identity | string)[]
  readonly policies?: readonly PolicyGiven[]
  /** Longest session in seconds. */
  readonly sessionSeconds?: number
  readonly of?: Identity
}

export interface AssumeOptions {
  readonly as?: Identity
  readonly sessionName?: string
  /** How long the session lasts; 7200 unless told. */
  readonly seconds?: number
  /** Session policy. */
  readonly policy?: object
}

export interface CallOptions {
  /** Who signs; the root account unless told. */
  readonly as?: Identity
  /** Left out: the product of the server's own action of this name. */
  readonly product?: string
  readonly version?: string
  readonly region?: string
}

/** The server's time. It stands still until it is moved, unless the server was started with `clock: { runs: true }`. */
export interface TestClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Moves on. Resolves when the work that became due meanwhile is done (what is dropped with age, for instance). */
  advance(ms: number): Promise<void>
  /** Moves on to a moment; going back is refused. */
  set(ms: number): Promise<void>
}

/** A call as the server saw it. Secrets are struck out as in the audit log. */
export interface RecordedCall {
  readonly requestId: string
  readonly timeMs: number
  readonly product: string
  readonly action: string
  readonly version: string
  /** `undefined`: nobody proved who called. */
  readonly caller: RecordedCaller | undefined
  /** Empty where the call did not come to its parameters, and for services whose parameters the server does not know. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** What policies were asked about. */
  readonly resources: readonly string[]
  /** `none`: policies were not asked. */
  readonly decision: 'allow' | 'deny' | 'none'
  /** `ok`, the code of the error, or of a service behind the gateway `forwarded`. */
  readonly outcome: string
  readonly sourceIp: string
  readonly userAgent: string
  /** The number of the fault that met it. */
  readonly fault: number | undefined
}

export interface RecordedCaller {
  readonly kind: 'root' | 'user' | 'role'
  readonly account: number
  readonly uin: number
  readonly secretId: string
  /** Of a session of a role. */
  readonly role: string | undefined
  readonly session: string | undefined
}

/** Which calls are meant: those that fit every member. */
export interface CallFilter {
  readonly product?: string
  readonly action?: string
  readonly caller?: Identity
  readonly outcome?: string
  readonly decision?: RecordedCall['decision']
  /** Members that the parameters have, among others; compared in depth. */
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly where?: (call: RecordedCall) => boolean
}

/** A call that a fault may meet, before it is carried out. */
export interface FaultTarget {
  readonly product: string
  readonly action: string
  readonly caller: RecordedCaller | undefined
  /** As sent, unchecked. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/**
 * Which calls, what happens to them, and to how many. At least one of `product`, `action` and `where` says which; at least one
 * of `code`, `delayMs`, `clockMs` and `drop` says what.
 */
export interface Fault {
  readonly product?: string
  readonly action?: string
  readonly where?: (call: FaultTarget) => boolean
  /** Answered in place of carrying the call out. Of a named action one of its documented codes, or a common one. */
  readonly code?: string
  /** Fills the text of the code. */
  readonly detail?: Readonly<Record<string, string>>
  /** Real milliseconds before the call goes on. */
  readonly delayMs?: number
  /** Milliseconds by which the server's clock moves on before the call does. */
  readonly clockMs?: number
  /** The connection breaks without an answer: `before` the call is carried out, or `after`. */
  readonly drop?: 'before' | 'after'
  /** So many of the calls that fit: the next one unless told, `Infinity` for all. */
  readonly times?: number
  /** In place of `times`: this part of them (0 to 1), drawn by the server's seed. */
  readonly share?: number
}

export interface InjectedFault {
  /** From 1, in the order in which faults were added. */
  readonly number: number
  /** How many calls it met. */
  hits(): number
  remove(): void
}

export interface Faults {
  /** Throws where the fault names an action or code that does not exist, or says nothing of which or what. */
  add(fault: Fault): InjectedFault
  /** `RequestLimitExceeded`, as when the calls of a second are used up: `faults.throttle({ action: 'GetUser', times: 2 })`. */
  throttle(fault: Omit<Fault, 'code' | 'drop'>): InjectedFault
  clear(): void
}

/** A state to come back to. Of one seed and process; holds no file or connection. */
export interface Mark {
  readonly name: string
}

export interface StartOptions {
  /** Ids, keys and shares of faults come from it: the same seed gives the same. 1 unless told. */
  readonly seed?: number
  readonly clock?: {
    /** Where it begins, in milliseconds since 1970; the real moment of the start unless told. */
    readonly startMs?: number
    /** It goes on as real time does; `advance` adds to that. */
    readonly runs?: boolean
  }
  /** A free one unless told. */
  readonly port?: number
  /** `documented`: actions obey their rates, in seconds of the server's clock. `off` unless told. */
  readonly rateLimits?: 'off' | 'documented'
  /** Other limits by their names: `{ users: 5000 }`. */
  readonly quotas?: Readonly<Record<string, number>>
  /** Folder of catalogs of further services, your own among them. */
  readonly catalogDir?: string
  /** Further settings of the server by their environment names: `{ OPENCAM_RESOURCE_LEVEL: 'fine' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Settings of a client of `tencentcloud-sdk-nodejs`. */
export interface ClientConfig {
  readonly credential: { readonly secretId: string; readonly secretKey: string; readonly token?: string }
  readonly region: string
  readonly profile: { readonly httpProfile: { readonly protocol: 'http://'; readonly endpoint: string } }
}

export interface Verdict {
  readonly allowed: boolean
  /** `DryRunOperation` where it is allowed. */
  readonly code: string
  readonly message: string
  readonly requestId: string
}

export interface TestServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** `127.0.0.1:PORT`, what SDKs call an endpoint. */
  readonly host: string
  readonly port: number
  /** The first root account, with its key. */
  readonly root: Identity
  readonly clock: TestClock
  readonly faults: Faults

  /** Settings for a client of the official SDK that signs as somebody; as the root account unless told. */
  clientConfig(as?: Identity): ClientConfig
  /** A signed call, as a client would make it. Gives the result; throws `CallRefused` with its code. */
  call(action: string, parameters?: object, options?: CallOptions): Promise<Record<string, unknown>>
  /** What policies say of a call to a catalogued service, by making it: nothing is carried out. */
  allows(as: Identity, product: string, action: string, parameters?: object, options?: CallOptions): Promise<Verdict>

  /** Makes a user with a key. Makers are not recorded, met by no fault and held to no rate. */
  user(name: string, options?: UserOptions): Promise<User>
  group(name: string, options?: { readonly policies?: readonly PolicyGiven[]; readonly of?: Identity }): Promise<Group>
  role(name: string, options: RoleOptions): Promise<Role>
  /** A session of a role, as AssumeRole gives it. */
  assume(role: Role | string, options?: AssumeOptions): Promise<Identity>
  /** Another root account. */
  account(name: string): Promise<Identity>
  /** Attaches further policies. */
  attach(to: Identity | Role | Group, ...policies: readonly PolicyGiven[]): Promise<void>

  /** Calls of clients since the start, the last reset or `forgetCalls`, in the order in which they ended; the newest 100,000. */
  calls(filter?: CallFilter): readonly RecordedCall[]
  /** Throws an AssertionError that lists what was called where there is no such call, or another number of them. */
  assertCalled(filter: CallFilter, times?: number): void
  assertNotCalled(filter: CallFilter): void
  forgetCalls(): void

  /** Does the work beside the calls now that a server does every few seconds. */
  settle(): Promise<void>
  /** Remembers the state of now: everything that the server knows, its clock and what ids are drawn from. */
  mark(): Promise<Mark>
  /** Back to a mark: the last one, or the start. Calls under way are waited for; faults and recorded calls are forgotten. */
  reset(mark?: Mark): Promise<void>
  /** Another server with the state of now, or of a mark. Neither hears of the other. It has no faults and no recorded calls. */
  fork(mark?: Mark): Promise<TestServer>
  close(): Promise<void>
}
