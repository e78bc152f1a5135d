// Figures of interleaved rounds: each line is the median of what the rounds gave, with the least and the most beside it.
const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN

export interface Goal {
  readonly atLeast?: number
  readonly atMost?: number
}

const goalText = ({ atLeast, atMost }: Goal): string =>
  [
    ...(atLeast === undefined ? [] : [` (goal ≥ ${atLeast.toFixed(2)})`]),
    ...(atMost === undefined ? [] : [` (goal ≤ ${atMost.toFixed(2)})`]),
  ].join('')

/** Prints one line; `rounds` are what one figure was in each round. */
export function show(name: string, rounds: readonly number[], unit = '', goal: Goal = {}): void {
  const [least, middle, most] = [quantile(rounds, 0), quantile(rounds, 0.5), quantile(rounds, 1)]
  const digits = middle >= 1000 ? 0 : 2
  const [a, b, c] = [least, middle, most].map((value) => value.toFixed(digits))
  console.log(`${`${name}${goalText(goal)}`.padEnd(66)} ${`${b}`.padStart(9)} ${unit.padEnd(14)} [${a} – ${c}]`)
}
