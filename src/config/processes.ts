// Options of a server of several processes. Their rows stand in the table of config.ts like all others.
import { option, wholeNumber } from './row.ts'

export const processRows = [
  option({
    name: 'processes',
    env: 'OPENCAM_PROCESSES',
    default: '1',
    parse: wholeNumber(1, 64),
    help: 'Processes that serve the address together, about one for each processor. One more keeps them: it starts anew what ends unasked.',
  }),
] as const
