// How long things take, in CPU time of this process: what else the machine does then weighs less.

/** Calls per second of CPU time. Runs whole chunks of the items until the time is used up. */
export function rate<Item>(items: readonly Item[], call: (item: Item) => unknown, budgetMs: number): number {
  const chunk = Math.min(items.length, 256)
  let calls = 0
  let usedMs = 0
  const started = process.cpuUsage()
  while (usedMs < budgetMs) {
    const from = calls % items.length
    for (const item of items.slice(from, from + chunk)) {
      call(item)
      calls += 1
    }
    usedMs = usedSince(started)
  }
  return (calls * 1000) / usedMs
}

function usedSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1000
}

/** CPU milliseconds of one call. */
export function cpuMs(call: () => void): number {
  const started = process.cpuUsage()
  call()
  return usedSince(started)
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Microseconds of single calls by the wall clock, sorted. */
export function latencies<Item>(items: readonly Item[], call: (item: Item) => unknown): readonly number[] {
  const times = items.map((item) => {
    const started = process.hrtime.bigint()
    call(item)
    return Number(process.hrtime.bigint() - started) / 1000
  })
  return times.sort((a, b) => a - b)
}

/** The value below which that part of sorted values lies. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN
}
