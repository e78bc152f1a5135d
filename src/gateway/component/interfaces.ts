// The interfaces that the component call serves, by name. A Map, so that no name resolves to something inherited.
import { CreateCamStrategy } from './create-cam-strategy.ts'
import type { InterfaceRow } from './interface.ts'
import { OperateCamStrategy } from './operate-cam-strategy.ts'

export const interfaces: readonly InterfaceRow[] = [CreateCamStrategy, OperateCamStrategy]

export const interfacesByName: ReadonlyMap<string, InterfaceRow> = new Map(interfaces.map((row) => [row.name, row]))
