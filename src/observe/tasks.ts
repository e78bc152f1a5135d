// Work that the server does beside the calls, as rows: the first success counts from the start, so that an alert on its age
// also sees work that never succeeded.
import type { Metrics } from './metrics.ts'

/** Hears how each run of a task ended. */
export type TaskWatch = (task: string, done: boolean) => void

export function taskWatch(metrics: Metrics, tasks: ReadonlyMap<string, number>, clock: () => number): TaskWatch {
  const lastMs = new Map([...tasks.keys()].map((task) => [task, clock()]))
  metrics.gauge('opencam_task_last_success_time_seconds', () => [...lastMs].map(([task, ms]) => [[task], ms / 1000]))
  metrics.gauge('opencam_task_interval_seconds', () => [...tasks].map(([task, ms]) => [[task], ms / 1000]))
  for (const task of tasks.keys()) {
    for (const outcome of ['done', 'failed']) metrics.cell('opencam_task_runs_total', task, outcome)
  }
  return (task, done) => {
    metrics.cell('opencam_task_runs_total', task, done ? 'done' : 'failed').value += 1
    if (done) lastMs.set(task, clock())
  }
}
