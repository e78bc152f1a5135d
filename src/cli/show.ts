// What a command made, for people or for programs.
import { type Cell, facts, type Io } from './io.ts'
import type { StoreOptions } from './store.ts'

const titles: Readonly<Record<string, string>> = {
  appId: 'AppId',
  secretId: 'SecretId',
  secretKey: 'SecretKey',
  serialNumber: 'SerialNumber',
  uri: 'URI',
  tokenId: 'TokenId',
}

export function show(io: Io, { json }: StoreOptions, made: object): void {
  if (json === true) {
    io.out(`${JSON.stringify(made, undefined, 2)}\n`)
    return
  }
  const pairs = Object.entries(made).map(([name, value]): readonly [string, Cell] => [
    titles[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    Array.isArray(value) ? value.join(' ') : value,
  ])
  io.out(`${facts(pairs)}\n`)
}
