// How long the deletion of a service-linked role is told of after it ended.

export const tasksKeptDays = 30
export const tasksKeptMs = tasksKeptDays * 24 * 60 * 60_000
