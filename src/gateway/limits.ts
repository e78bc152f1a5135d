// What the gateway takes from upstreams and keeps for clients before it gives up. Arguments, so that tests can make
// them tiny.

export interface GatewayLimits {
  /** Until a connection to an upstream is there; it also bounds the wait for a free one. */
  readonly connectMs: number
  /** From the end of the request to the head of the answer. */
  readonly responseMs: number
  /** Without a byte in either direction, except where the client is the slow one. */
  readonly idleMs: number
  /** For a whole call, so that an upstream that trickles holds nothing for ever. */
  readonly totalMs: number
  /** Unused connections are given up before the usual servers do so, which is after five seconds. */
  readonly keepAliveMs: number
  /** Connections to one upstream, and calls that may wait for one. */
  readonly connectionsMax: number
  readonly waitingMax: number
  /** Head of an answer. */
  readonly headBytesMax: number
  /** A body is kept in memory up to so many bytes, and in a file from there on. */
  readonly memoryBytesMax: number
  /** Such files at once. */
  readonly filesMax: number
}

export const gatewayLimits: GatewayLimits = {
  connectMs: 5_000,
  responseMs: 60_000,
  idleMs: 60_000,
  totalMs: 600_000,
  keepAliveMs: 4_000,
  connectionsMax: 256,
  waitingMax: 1_024,
  headBytesMax: 65_536,
  memoryBytesMax: 65_536,
  filesMax: 256,
}
